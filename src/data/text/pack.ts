import { readFileSync } from 'node:fs'

const kinds = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
} as const
type Kinds = { readonly [K in keyof typeof kinds]: InstanceType<(typeof kinds)[K]> }

/** A file of named typed arrays: one JSON line `{numbers, arrays: [name, kind, length][]}`, then the arrays in order, each at a multiple of 4 bytes. */
export interface Pack {
  readonly numbers: Readonly<Record<string, number>>
  array<K extends keyof Kinds>(name: string, kind: K): Kinds[K]
}

/** Reads a pack; an unknown name or kind is an error that names both. */
export function readPack(file: URL): Pack {
  const bytes = readFileSync(file)
  const lineEnd = bytes.indexOf(10)
  const head = JSON.parse(bytes.subarray(0, lineEnd).toString('utf8')) as {
    numbers: Record<string, number>
    arrays: [string, keyof Kinds, number][]
  }
  const places = new Map<string, { kind: keyof Kinds; at: number; length: number }>()
  let at = lineEnd + 1
  for (const [name, kind, length] of head.arrays) {
    places.set(name, { kind, at, length })
    at += Math.ceil((length * kinds[kind].BYTES_PER_ELEMENT) / 4) * 4
  }
  return {
    numbers: head.numbers,
    array(name, kind) {
      const place = places.get(name)
      if (place?.kind !== kind) throw new Error(`${file.pathname}: no array ${name} of kind ${kind}`)
      const size = place.length * kinds[kind].BYTES_PER_ELEMENT
      const copy = bytes.buffer.slice(bytes.byteOffset + place.at, bytes.byteOffset + place.at + size)
      const Kind = kinds[kind] as unknown as new (buffer: ArrayBufferLike) => Kinds[typeof kind]
      return new Kind(copy)
    },
  }
}
