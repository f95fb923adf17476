import { layHolders, type Flow } from './flow.ts'
import type { Network } from './network.ts'

/** What a changed network keeps of another and what it adds. Both are over the same postings. */
export interface Edit {
  /** By arc of the old network: 1 for one that goes. None that goes may be given. */
  readonly dropped: Uint8Array
  /** By seeker of the old network: 1 for one who leaves. Nothing may be given to them. */
  readonly gone: Uint8Array
  readonly added: Network
}

const joined = (one: Int32Array, other: Int32Array, by = 0): Int32Array => {
  const all = new Int32Array(one.length + other.length)
  all.set(one)
  for (let at = 0; at < other.length; at += 1) all[one.length + at] = other[at]! + by
  return all
}

/** Starts of lists of which the second kind follows the first. */
const joinedStarts = (one: Int32Array, other: Int32Array): Int32Array =>
  joined(one, other.subarray(1), one[one.length - 1])

/** The arcs that stay, seeker by seeker and hub by hub, with their new bounds. */
function keptArcs(net: Network, dropped: Uint8Array) {
  const kept: number[] = []
  const keep = (from: number, to: number): void => {
    for (let a = from; a < to; a += 1) if (dropped[a] === 0) kept.push(a)
  }
  const arcStart = new Int32Array(net.seekerCount + 1)
  const directEnd = new Int32Array(net.seekerCount)
  const hubFrom = new Int32Array(net.hubCount)
  const hubTo = new Int32Array(net.hubCount)
  for (let s = 0; s < net.seekerCount; s += 1) {
    keep(net.arcStart[s]!, net.directEnd[s]!)
    directEnd[s] = kept.length
    for (let h = net.hubStart[s]!; h < net.hubStart[s + 1]!; h += 1) {
      hubFrom[h] = kept.length
      keep(net.hubFrom[h]!, net.hubTo[h]!)
      hubTo[h] = kept.length
    }
    arcStart[s + 1] = kept.length
  }
  return { kept: Int32Array.from(kept), arcStart, directEnd, hubFrom, hubTo }
}

function keptUnits({ seekerCount, unitStart, unitRank }: Network, gone: Uint8Array) {
  const start = new Int32Array(seekerCount + 1)
  const ranks: number[] = []
  for (let s = 0; s < seekerCount; s += 1) {
    if (gone[s] === 0) for (let unit = unitStart[s]!; unit < unitStart[s + 1]!; unit += 1) ranks.push(unitRank[unit]!)
    start[s + 1] = ranks.length
  }
  return { start, ranks: Int32Array.from(ranks) }
}

/** The old network without what goes and with what is added behind it; `kept` are the old arcs in their new order. */
export function mergedNetwork(net: Network, { dropped, gone, added }: Edit) {
  const { kept, ...old } = keptArcs(net, dropped)
  const { start, ranks } = keptUnits(net, gone)
  const { postingCount } = net
  const seekerCount = net.seekerCount + added.seekerCount
  const tailOf =
    (from: Network, seekers: number, hubs: number) =>
    (tail: number): number =>
      tail < postingCount + from.seekerCount ? tail + seekers : tail - from.seekerCount + seekerCount + hubs
  const tails = kept.map((a) => tailOf(net, 0, 0)(net.arcTail[a]!))
  const addedTails = added.arcTail.map(tailOf(added, net.seekerCount, net.hubCount))
  const seekers = [...net.names.seekers, ...added.names.seekers]
  const merged: Network = {
    names: { ...net.names, seekers, seekerAt: new Map(seekers.map((id, at) => [id, at])) },
    postingCount,
    seekerCount,
    hubCount: net.hubCount + added.hubCount,
    nodeCount: postingCount + seekerCount + net.hubCount + added.hubCount,
    arcCount: kept.length + added.arcCount,
    capacity: net.capacity.slice(),
    arcStart: joinedStarts(old.arcStart, added.arcStart),
    directEnd: joined(old.directEnd, added.directEnd, kept.length),
    hubStart: joinedStarts(net.hubStart, added.hubStart),
    hubSeeker: joined(net.hubSeeker, added.hubSeeker, net.seekerCount),
    hubCapacity: joined(net.hubCapacity, added.hubCapacity),
    hubFrom: joined(old.hubFrom, added.hubFrom, kept.length),
    hubTo: joined(old.hubTo, added.hubTo, kept.length),
    arcTail: joined(tails, addedTails),
    arcPosting: joined(
      kept.map((a) => net.arcPosting[a]!),
      added.arcPosting,
    ),
    arcWeight: joined(
      kept.map((a) => net.arcWeight[a]!),
      added.arcWeight,
    ),
    arcScore: joined(
      kept.map((a) => net.arcScore[a]!),
      added.arcScore,
    ),
    unitStart: joinedStarts(start, added.unitStart),
    unitRank: joined(ranks, added.unitRank),
    rankCount: net.rankCount,
    standing: Uint8Array.from([...kept.map((a) => net.standing[a]!), ...added.standing]),
  }
  return { network: merged, kept }
}

/** The old flow on the merged network, with duals for what is new: the lowest that claim nothing. */
export function mergedFlow(old: Network, flow: Flow, { network, kept }: ReturnType<typeof mergedNetwork>): Flow {
  const { postingCount, seekerCount, arcPosting, arcTail, arcWeight, rankCount } = network
  const first = postingCount + old.seekerCount
  const level = new Int32Array(network.nodeCount).fill(rankCount)
  const potential = new Float64Array(network.nodeCount)
  level.set(flow.level.subarray(0, first))
  potential.set(flow.potential.subarray(0, first))
  level.set(flow.level.subarray(first), postingCount + seekerCount)
  potential.set(flow.potential.subarray(first), postingCount + seekerCount)
  for (let a = kept.length; a < network.arcCount; a += 1) {
    const posting = arcPosting[a]!
    const tail = arcTail[a]!
    const worth = arcWeight[a]! + potential[posting]!
    if (level[posting] === rankCount && worth > potential[tail]!) potential[tail] = worth
  }
  for (let h = old.hubCount; h < network.hubCount; h += 1) {
    const owner = postingCount + network.hubSeeker[h]!
    potential[owner] = Math.max(potential[owner]!, potential[postingCount + seekerCount + h]!)
  }
  const served = new Int32Array(seekerCount)
  served.set(flow.served)
  const hubFlow = new Int32Array(network.hubCount)
  hubFlow.set(flow.hubFlow)
  const given: number[] = []
  for (const [at, a] of kept.entries()) if (flow.holdAt[a] !== -1) given.push(at)
  return { level, potential, served, hubFlow, ...layHolders(network, given) }
}
