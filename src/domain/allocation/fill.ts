import { release, take, type Flow } from './flow.ts'
import { emptyHeap } from './heap.ts'
import type { Inward } from './inward.ts'
import type { Network } from './network.ts'

/** What became of a place that was opened: one more unit is served, another place is free instead, or it stays empty. */
export type Filled = 'served' | 'swapped' | 'empty'

/**
 * Opens places of postings one at a time: the mirror of serving. `fill(p)` changes a flow that is optimal without
 * one more place of posting p into the flow that is optimal with it, by the shortest lexicographic path to p from an
 * unserved unit or, when there is none, from a posting that has a place that had better stay empty.
 */
export function filler(net: Network, flow: Flow, { inStart, inArcs }: Inward) {
  const { postingCount, seekerCount, arcStart, directEnd, hubStart, hubSeeker, hubCapacity } = net
  const { hubFrom, hubTo, arcTail, arcPosting, arcWeight, unitStart, unitRank, rankCount } = net
  const { level, potential, served, hubFlow, holdAt } = flow
  const firstHub = postingCount + seekerCount
  const heap = emptyHeap()
  const distance = new Float64Array(net.nodeCount).fill(Infinity)
  const parentNode = new Int32Array(net.nodeCount)
  const parentArc = new Int32Array(net.nodeCount)
  const touched = new Int32Array(net.nodeCount)
  let touchedCount = 0
  /** By higher level: how far the nodes reached may move to stand there, Infinity where nothing leads. */
  const move = new Float64Array(rankCount + 1)
  let here = 0
  let bound = Infinity
  let target = -1

  const reach = (node: number, along: number, from: number, arc: number): void => {
    if (along >= bound) return
    if (level[node] !== here) {
      const gap = along - distance[from]!
      if (gap < move[level[node]!]!) move[level[node]!] = gap
      return
    }
    const known = distance[node]!
    if (along >= known) return
    if (known === Infinity) touched[touchedCount++] = node
    distance[node] = along
    parentNode[node] = from
    parentArc[node] = arc
    heap.push(along, node)
  }

  /** Something outside that could send its unit through a node: at this level an end, at a higher one a way up. */
  const end = (node: number, at: number): void => {
    const rest = -potential[node]!
    if (at === here) {
      if (distance[node]! + rest >= bound) return
      bound = distance[node]! + rest
      target = node
    } else if (at > here && rest < move[at]!) move[at] = rest
  }

  const enterPosting = (node: number, origin: number): void => {
    const base = distance[node]! - potential[node]!
    for (let at = inStart[node]!; at < inStart[node + 1]!; at += 1) {
      const arc = inArcs[at]!
      if (holdAt[arc] === -1) reach(arcTail[arc]!, base - arcWeight[arc]! + potential[arcTail[arc]!]!, node, arc)
    }
    if (node !== origin) end(node, rankCount)
  }

  const enterFromHeld = (node: number, fromArc: number, toArc: number): void => {
    const base = distance[node]! - potential[node]!
    for (let a = fromArc; a < toArc; a += 1)
      if (holdAt[a] !== -1) reach(arcPosting[a]!, base + arcWeight[a]! + potential[arcPosting[a]!]!, node, a)
  }

  const enterSeeker = (node: number): void => {
    const s = node - postingCount
    enterFromHeld(node, arcStart[s]!, directEnd[s]!)
    const base = distance[node]! - potential[node]!
    for (let h = hubStart[s]!; h < hubStart[s + 1]!; h += 1)
      if (hubFlow[h]! > 0) reach(firstHub + h, base + potential[firstHub + h]!, node, -1)
    const unit = unitStart[s]! + served[s]!
    if (unit < unitStart[s + 1]!) end(node, unitRank[unit]!)
  }

  const enterHub = (node: number): void => {
    const h = node - firstHub
    enterFromHeld(node, hubFrom[h]!, hubTo[h]!)
    const owner = postingCount + hubSeeker[h]!
    if (hubFlow[h]! < hubCapacity[h]!) reach(owner, distance[node]! - potential[node]! + potential[owner]!, node, -1)
  }

  const search = (origin: number, within: number): void => {
    here = level[origin]!
    bound = within
    target = -1
    move.fill(Infinity)
    heap.clear()
    touchedCount = 0
    distance[origin] = 0
    touched[touchedCount++] = origin
    heap.push(0, origin)
    while (heap.topKey() < bound) {
      const along = heap.topKey()
      const node = heap.pop()
      if (along > distance[node]!) continue
      if (node < postingCount) enterPosting(node, origin)
      else if (node < firstHub) enterSeeker(node)
      else enterHub(node)
    }
  }

  const settle = (): void => {
    for (let at = 0; at < touchedCount; at += 1) {
      const node = touched[at]!
      if (distance[node]! < bound) potential[node]! += bound - distance[node]!
      distance[node] = Infinity
    }
  }

  /** Nothing at this level wants the place: all that was reached rises to the next level that leads here. */
  const rise = (origin: number): void => {
    let to = here + 1
    while (to < rankCount && move[to] === Infinity) to += 1
    const by = to === rankCount ? Math.min(move[to]!, -potential[origin]!) : move[to]!
    for (let at = 0; at < touchedCount; at += 1) {
      const node = touched[at]!
      level[node] = to
      potential[node]! += by
      distance[node] = Infinity
    }
  }

  const augment = (origin: number): void => {
    if (target >= postingCount) served[target - postingCount]! += 1
    for (let node = target; node !== origin; node = parentNode[node]!) {
      const next = parentNode[node]!
      const arc = parentArc[node]!
      if (arc === -1) {
        if (next >= firstHub) hubFlow[next - firstHub]! += 1
        else hubFlow[node - firstHub]! -= 1
      } else if (next < postingCount) take(net, flow, arc)
      else release(net, flow, arc)
    }
  }

  return {
    fill: (origin: number): Filled => {
      for (;;) {
        const staying = level[origin] === rankCount ? -potential[origin]! : Infinity
        if (staying <= 0) return 'empty'
        search(origin, staying)
        if (bound === Infinity) {
          rise(origin)
          continue
        }
        settle()
        if (target === -1) return 'empty'
        augment(origin)
        return target < postingCount ? 'swapped' : 'served'
      }
    },
  }
}
