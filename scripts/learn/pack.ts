/** The bytes of a pack as src/data/text/pack.ts reads it. */
export function packOf(
  numbers: Readonly<Record<string, number>>,
  arrays: readonly (readonly [
    name: string,
    kind: string,
    values: Uint8Array | Int8Array | Uint16Array | Uint32Array,
  ])[],
): Buffer {
  const head = JSON.stringify({ numbers, arrays: arrays.map(([name, kind, values]) => [name, kind, values.length]) })
  const parts = arrays.flatMap(([, , values]) => [
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    Buffer.alloc((4 - (values.byteLength % 4)) % 4),
  ])
  return Buffer.concat([Buffer.from(`${head}\n`), ...parts])
}

/** Hashed features with their weighted labels, as arrays of a pack whose names begin with `prefix`. */
export function hashedArraysOf(
  prefix: string,
  entries: ReadonlyMap<number, readonly (readonly [label: number, value: number])[]>,
): {
  readonly hashes: readonly number[]
  readonly arrays: readonly (readonly [string, string, Uint8Array | Uint16Array | Uint32Array])[]
} {
  const hashes = [...entries.keys()].sort((a, b) => a - b)
  const lists = hashes.map((hash) => entries.get(hash) ?? [])
  const starts = new Uint32Array(hashes.length + 1)
  lists.forEach((list, at) => starts.set([(starts[at] ?? 0) + list.length], at + 1))
  const flat = lists.flat()
  return {
    hashes,
    arrays: [
      [`${prefix}hashes`, 'u32', Uint32Array.from(hashes)],
      [`${prefix}starts`, 'u32', starts],
      [`${prefix}labels`, 'u16', Uint16Array.from(flat, ([label]) => label)],
      [`${prefix}values`, 'u8', Uint8Array.from(flat, ([, value]) => value)],
    ],
  }
}
