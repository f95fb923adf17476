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
