import { emptyHeap } from './heap.ts'
import type { Inward } from './inward.ts'
import { release, take, type Flow } from './flow.ts'
import type { Network } from './network.ts'

/** Unreached, reached (with a distance that may be out of date), or in a tree. */
const apart = 0
const reached = 1
const settled = 2

/**
 * Serves all units of one rank at once: `serveRank(seekers, rank)`, with a seeker named once for each unit of that rank.
 * One tree grows from every seeker who waits, all at the same pace along the shortest paths; the tree that meets a free
 * place first hands it to its root and dissolves, the others keep what they have found. What is left when nothing free can
 * be reached any more competes at this rank from then on. It answers how many units were served.
 */
export function forest(net: Network, flow: Flow, inward: Inward) {
  const { postingCount, seekerCount, capacity, arcStart, directEnd, hubStart, hubSeeker, hubCapacity } = net
  const { hubFrom, hubTo, arcTail, arcPosting, arcWeight, rankCount } = net
  const { level, potential, served, hubFlow, held, holdFrom, holders, holdAt } = flow
  const { inStart, inArcs } = inward
  const firstHub = postingCount + seekerCount
  const heap = emptyHeap()
  const state = new Uint8Array(net.nodeCount)
  const distance = new Float64Array(net.nodeCount).fill(Infinity)
  const parentNode = new Int32Array(net.nodeCount)
  const parentArc = new Int32Array(net.nodeCount)
  /** When a node joined its tree, and when its parent had: a parent that has moved since is no parent. */
  const joinedAt = new Int32Array(net.nodeCount)
  const parentJoinedAt = new Int32Array(net.nodeCount)
  const rootOf = new Int32Array(net.nodeCount)
  /** The nodes of a tree, as a list from its root. */
  const treeNext = new Int32Array(net.nodeCount).fill(-1)
  const waiting = new Int32Array(seekerCount)
  const touched: number[] = []
  let clock = 0
  let source = 0

  const reach = (node: number, along: number, from: number, arc: number): void => {
    if (along >= distance[node]! || state[node] === settled || level[node] !== rankCount) return
    if (state[node] === apart) {
      state[node] = reached
      touched.push(node)
    }
    distance[node] = along
    parentNode[node] = from
    parentArc[node] = arc
    parentJoinedAt[node] = from === -1 ? 0 : joinedAt[from]!
    heap.push(along, node)
  }

  const leaveBy = (node: number, fromArc: number, toArc: number): void => {
    const base = distance[node]! + potential[node]!
    for (let a = fromArc; a < toArc; a += 1) {
      const posting = arcPosting[a]!
      const along = base - arcWeight[a]! - potential[posting]!
      if (along < distance[posting]! && holdAt[a] === -1 && capacity[posting]! > 0) reach(posting, along, node, a)
    }
  }

  const leave = (node: number): void => {
    const base = distance[node]! + potential[node]!
    if (node < postingCount) {
      for (let at = holdFrom[node]!, end = at + held[node]!; at < end; at += 1) {
        const arc = holders[at]!
        const tail = arcTail[arc]!
        reach(tail, base + arcWeight[arc]! - potential[tail]!, node, arc)
      }
    } else if (node < firstHub) {
      const s = node - postingCount
      leaveBy(node, arcStart[s]!, directEnd[s]!)
      for (let h = hubStart[s]!; h < hubStart[s + 1]!; h += 1)
        if (hubFlow[h]! < hubCapacity[h]!) reach(firstHub + h, base - potential[firstHub + h]!, node, -1)
    } else {
      const h = node - firstHub
      leaveBy(node, hubFrom[h]!, hubTo[h]!)
      const owner = postingCount + hubSeeker[h]!
      if (hubFlow[h]! > 0) reach(owner, base - potential[owner]!, node, -1)
    }
  }

  /** Reaches a node from one that may be in a tree. */
  const reachFrom = (from: number, node: number, cost: number, arc: number): void => {
    if (state[from] === settled) reach(node, distance[from]! + potential[from]! + cost - potential[node]!, from, arc)
  }

  const enterFromHeld = (node: number, fromArc: number, toArc: number): void => {
    for (let a = fromArc; a < toArc; a += 1) if (holdAt[a] !== -1) reachFrom(arcPosting[a]!, node, arcWeight[a]!, a)
  }

  /** Reaches a node anew from every tree that stands beside it, or as a root. */
  const enter = (node: number): void => {
    state[node] = apart
    distance[node] = Infinity
    if (node < postingCount) {
      for (let at = inStart[node]!; at < inStart[node + 1]!; at += 1) {
        const arc = inArcs[at]!
        if (holdAt[arc] === -1) reachFrom(arcTail[arc]!, node, -arcWeight[arc]!, arc)
      }
    } else if (node < firstHub) {
      const s = node - postingCount
      if (waiting[s]! > 0) reach(node, source - potential[node]!, -1, -1)
      enterFromHeld(node, arcStart[s]!, directEnd[s]!)
      for (let h = hubStart[s]!; h < hubStart[s + 1]!; h += 1) if (hubFlow[h]! > 0) reachFrom(firstHub + h, node, 0, -1)
    } else {
      const h = node - firstHub
      enterFromHeld(node, hubFrom[h]!, hubTo[h]!)
      if (hubFlow[h]! < hubCapacity[h]!) reachFrom(postingCount + hubSeeker[h]!, node, 0, -1)
    }
  }

  const isCurrent = (node: number): boolean => {
    const parent = parentNode[node]!
    return parent === -1
      ? waiting[node - postingCount]! > 0
      : state[parent] === settled && joinedAt[parent] === parentJoinedAt[node]
  }

  const join = (node: number): void => {
    const parent = parentNode[node]!
    const root = parent === -1 ? node : rootOf[parent]!
    state[node] = settled
    joinedAt[node] = clock += 1
    rootOf[node] = root
    treeNext[node] = node === root ? -1 : treeNext[root]!
    if (node !== root) treeNext[root] = node
    leave(node)
  }

  const augment = (target: number): number => {
    let node = target
    for (let parent = parentNode[node]!; parent !== -1; parent = parentNode[node]!) {
      const arc = parentArc[node]!
      if (arc === -1) {
        if (node >= firstHub) hubFlow[node - firstHub]! += 1
        else hubFlow[parent - firstHub]! -= 1
      } else if (node < postingCount) take(net, flow, arc)
      else release(net, flow, arc)
      node = parent
    }
    served[node - postingCount]! += 1
    waiting[node - postingCount]! -= 1
    return node
  }

  /** Takes a tree apart at a distance, keeping the proof, and lets its nodes and the place found be reached anew. */
  const dissolve = (root: number, target: number, at: number): void => {
    const nodes: number[] = [target]
    for (let node = root; node !== -1; node = treeNext[node]!) {
      potential[node]! += distance[node]! - at
      state[node] = apart
      nodes.push(node)
    }
    for (const node of nodes) enter(node)
  }

  const grow = (): number => {
    let count = 0
    while (heap.size() > 0) {
      const at = heap.topKey()
      const node = heap.pop()
      if (state[node] !== reached || at !== distance[node]) continue
      if (!isCurrent(node)) enter(node)
      else if (node < postingCount && held[node]! < capacity[node]!) {
        dissolve(augment(node), node, at)
        count += 1
      } else join(node)
    }
    return count
  }

  return {
    serveRank: (seekers: Int32Array, rank: number): number => {
      source = -Infinity
      for (const seeker of seekers) {
        waiting[seeker]! += 1
        source = Math.max(source, potential[postingCount + seeker]!)
      }
      for (const seeker of seekers) reach(postingCount + seeker, source - potential[postingCount + seeker]!, -1, -1)
      const count = grow()
      for (const node of touched) {
        if (state[node] === settled) {
          level[node] = rank
          potential[node]! += distance[node]! - source
        }
        state[node] = apart
        distance[node] = Infinity
      }
      touched.length = 0
      for (const seeker of seekers) waiting[seeker] = 0
      return count
    },
  }
}
