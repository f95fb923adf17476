import { isIP } from 'node:net'

/** An address block: its first address and the length of its prefix. */
type Block = readonly [address: string, bits: number]

/** IPv4 blocks that are not the public internet (IANA special-purpose registry), and clouds' metadata outside of them. */
const refused4: readonly Block[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['168.63.129.16', 32],
]

/** IPv6 blocks inside the public 2000::/3 that are not the public internet; outside of it everything is refused. */
const refused6: readonly Block[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

/** Blocks of 96 bits whose last 32 are an IPv4 address: it is judged instead (mapped, NAT64). */
const embedding: readonly string[] = ['::ffff:0:0', '64:ff9b::']

const number4 = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)

/** The 128 bits of an IPv6 address in any of its spellings, without a zone. */
function number6(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const last = dotted === null ? 0n : number4(dotted[2] ?? '')
  const plain =
    dotted === null ? text : `${dotted[1] ?? ''}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`
  const [head = '', tail] = plain.split('::')
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...gap, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n)
}

const isIn = (value: bigint, block: bigint, bits: number, width: number): boolean =>
  value >> BigInt(width - bits) === block >> BigInt(width - bits)

const is4Refused = (value: bigint): boolean => refused4.some(([block, bits]) => isIn(value, number4(block), bits, 32))

/** The IPv4 address inside an IPv6 one, if it is of a kind that holds one. */
const embedded4 = (value: bigint): bigint | undefined =>
  embedding.some((block) => isIn(value, number6(block), 96, 128)) ? value & 0xffff_ffffn : undefined

/** True for an address that no message may be sent to: anything but the public internet. */
export function isRefused(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return is4Refused(number4(address))
  if (kind !== 6 || address.includes('%')) return true
  const value = number6(address)
  const inner = embedded4(value)
  if (inner !== undefined) return is4Refused(inner)
  if (!isIn(value, number6('2000::'), 3, 128)) return true
  return refused6.some(([block, bits]) => isIn(value, number6(block), bits, 128))
}

/** True for an address of this machine alone. */
export function isLoopback(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return isIn(number4(address), number4('127.0.0.0'), 8, 32)
  if (kind !== 6 || address.includes('%')) return false
  const value = number6(address)
  const inner = embedded4(value)
  return value === 1n || (inner !== undefined && isIn(inner, number4('127.0.0.0'), 8, 32))
}
