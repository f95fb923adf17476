import { emptyHeap } from './heap.ts'
import type { NetworkArrays } from './network.ts'

/**
 * A flow with its proof of optimality. Every node has a dual value in lexicographic order, (level, potential): the level is
 * the rank at which the node competes, `rankCount` for nodes that still reach a free place; along every arc of the residual
 * graph the level falls, or stays with potential(tail) + cost - potential(head) ≥ 0, where an arc costs its negative weight.
 */
export interface Flow {
  readonly level: Int32Array
  readonly potential: Float64Array
  /** Offers given by seeker: the first so many of their units. */
  readonly served: Int32Array
  readonly hubFlow: Int32Array
  /** Places taken by posting, and the arcs that take them: `holders[holdFrom[p]]` … so many. */
  readonly held: Int32Array
  readonly holdFrom: Int32Array
  readonly holders: Int32Array
  /** The place of an arc among the holders of its posting, -1 when it is not given. */
  readonly holdAt: Int32Array
}

/** The flow that gives nothing yet, with duals that prove it best for nobody. */
export function emptyFlow(net: NetworkArrays): Flow {
  const { postingCount, seekerCount, nodeCount, arcCount, arcWeight, arcTail } = net
  const potential = new Float64Array(nodeCount)
  for (let a = 0; a < arcCount; a += 1) potential[arcTail[a]!] = Math.max(potential[arcTail[a]!]!, arcWeight[a]!)
  for (let h = 0; h < net.hubCount; h += 1) {
    const owner = postingCount + net.hubSeeker[h]!
    potential[owner] = Math.max(potential[owner]!, potential[postingCount + seekerCount + h]!)
  }
  return {
    level: new Int32Array(nodeCount).fill(net.rankCount),
    potential,
    served: new Int32Array(seekerCount),
    hubFlow: new Int32Array(net.hubCount),
    ...layHolders(net, []),
  }
}

/** The places of postings, taken by the arcs that are given. */
export function layHolders(net: NetworkArrays, given: readonly number[]) {
  const { postingCount, arcCount, arcPosting } = net
  const holdFrom = new Int32Array(postingCount + 1)
  for (let a = 0; a < arcCount; a += 1) holdFrom[arcPosting[a]! + 1]! += 1
  for (let p = 0; p < postingCount; p += 1) holdFrom[p + 1]! += holdFrom[p]!
  const places = {
    held: new Int32Array(postingCount),
    holdFrom,
    holders: new Int32Array(arcCount),
    holdAt: new Int32Array(arcCount).fill(-1),
  }
  for (const arc of given) take(net, places, arc)
  return places
}

/** The same flow in arrays of its own. */
export function copyFlow(flow: Flow): Flow {
  return {
    level: flow.level.slice(),
    potential: flow.potential.slice(),
    served: flow.served.slice(),
    hubFlow: flow.hubFlow.slice(),
    held: flow.held.slice(),
    holdFrom: flow.holdFrom,
    holders: flow.holders.slice(),
    holdAt: flow.holdAt.slice(),
  }
}

type Places = Pick<Flow, 'held' | 'holdFrom' | 'holders' | 'holdAt'>

/** Gives an arc's posting to its tail. */
export function take(net: NetworkArrays, flow: Places, arc: number): void {
  const posting = net.arcPosting[arc]!
  const at = flow.holdFrom[posting]! + flow.held[posting]!
  flow.holders[at] = arc
  flow.holdAt[arc] = at
  flow.held[posting]! += 1
}

/** Takes an arc's posting from its tail. */
export function release(net: NetworkArrays, flow: Flow, arc: number): void {
  const posting = net.arcPosting[arc]!
  const at = flow.holdAt[arc]!
  flow.held[posting]! -= 1
  const last = flow.holders[flow.holdFrom[posting]! + flow.held[posting]!]!
  flow.holders[at] = last
  flow.holdAt[last] = at
  flow.holdAt[arc] = -1
}

/**
 * Serves seekers' next units one at a time. `serve(s)` changes an optimal flow into the optimal flow with one more unit of
 * seeker s on offer, by the shortest lexicographic path of the residual graph from s to a free place or, when there is
 * none, to the seeker who yields the unit of the worst rank for the best total; it does nothing when s itself yields. It
 * answers whether one more place is taken.
 *
 * `reroute(node)` does the same for a unit that has come as far as a seeker or a hub and lost its place there; the owner
 * of the node is among those who may yield, so a way is always found.
 */
export function server(net: NetworkArrays, flow: Flow) {
  const { postingCount, seekerCount, capacity, arcStart, directEnd, hubStart, hubSeeker, hubCapacity } = net
  const { hubFrom, hubTo, arcTail, arcPosting, arcWeight, unitStart, unitRank, rankCount } = net
  const { level, potential, served, hubFlow, held, holdFrom, holders, holdAt } = flow
  const firstHub = postingCount + seekerCount
  const heap = emptyHeap()
  const distance = new Float64Array(net.nodeCount).fill(Infinity)
  const parentNode = new Int32Array(net.nodeCount)
  const parentArc = new Int32Array(net.nodeCount)
  const touched = new Int32Array(net.nodeCount)
  let touchedCount = 0
  /** By lower level: how far the nodes reached must rise to stand there, -Infinity where nothing leads. */
  const rise = new Float64Array(rankCount + 1)
  let here = 0
  let bound = Infinity
  let target = -1

  const reach = (node: number, along: number, from: number, arc: number): void => {
    if (along >= bound) return
    if (level[node] !== here) {
      const gap = distance[from]! - along
      if (gap > rise[level[node]!]!) rise[level[node]!] = gap
      return
    }
    const known = distance[node]!
    if (along >= known) return
    if (known === Infinity) touched[touchedCount++] = node
    distance[node] = along
    parentNode[node] = from
    parentArc[node] = arc
    if (node < postingCount && held[node]! < capacity[node]!) {
      bound = along
      target = node
    } else heap.push(along, node)
  }

  const reachPostings = (node: number, fromArc: number, toArc: number): void => {
    const base = distance[node]! + potential[node]!
    for (let a = fromArc; a < toArc; a += 1) {
      const posting = arcPosting[a]!
      if (holdAt[a] === -1 && capacity[posting]! > 0)
        reach(posting, base - arcWeight[a]! - potential[posting]!, node, a)
    }
  }

  const leaveSeeker = (node: number): void => {
    const s = node - postingCount
    const base = distance[node]! + potential[node]!
    reachPostings(node, arcStart[s]!, directEnd[s]!)
    for (let h = hubStart[s]!; h < hubStart[s + 1]!; h += 1)
      if (hubFlow[h]! < hubCapacity[h]!) reach(firstHub + h, base - potential[firstHub + h]!, node, -1)
    if (served[s] === 0) return
    const worst = unitRank[unitStart[s]! + served[s]! - 1]!
    if (worst === here && base < bound) {
      bound = base
      target = node
    } else if (worst < here && -potential[node]! > rise[worst]!) rise[worst] = -potential[node]!
  }

  const leaveHub = (node: number): void => {
    const h = node - firstHub
    reachPostings(node, hubFrom[h]!, hubTo[h]!)
    const owner = postingCount + hubSeeker[h]!
    if (hubFlow[h]! > 0) reach(owner, distance[node]! + potential[node]! - potential[owner]!, node, -1)
  }

  const leavePosting = (node: number): void => {
    const base = distance[node]! + potential[node]!
    for (let at = holdFrom[node]!, end = at + held[node]!; at < end; at += 1) {
      const arc = holders[at]!
      reach(arcTail[arc]!, base + arcWeight[arc]! - potential[arcTail[arc]!]!, node, arc)
    }
  }

  /** Finds the nearest end from a node at its own level, within the bound; -1 when nothing is nearer. */
  const search = (origin: number, within: number): void => {
    here = level[origin]!
    bound = within
    target = -1
    rise.fill(-Infinity)
    heap.clear()
    touchedCount = 0
    distance[origin] = 0
    touched[touchedCount++] = origin
    heap.push(0, origin)
    while (heap.topKey() < bound) {
      const along = heap.topKey()
      const node = heap.pop()
      if (along > distance[node]!) continue
      if (node < postingCount) leavePosting(node)
      else if (node < firstHub) leaveSeeker(node)
      else leaveHub(node)
    }
  }

  /** Keeps the proof: nodes nearer than the end found move towards it. */
  const settle = (): void => {
    for (let at = 0; at < touchedCount; at += 1) {
      const node = touched[at]!
      if (distance[node]! < bound) potential[node]! += distance[node]! - bound
      distance[node] = Infinity
    }
  }

  /** Nothing ends at this level: all that was reached falls to the next level that something leads to. */
  const fall = (origin: number, rank: number): void => {
    let to = here - 1
    while (to > rank && rise[to] === -Infinity) to -= 1
    const by = rise[to] === -Infinity ? -potential[origin]! : rise[to]!
    for (let at = 0; at < touchedCount; at += 1) {
      const node = touched[at]!
      level[node] = to
      potential[node]! += by
      distance[node] = Infinity
    }
  }

  const augment = (origin: number): void => {
    if (target >= postingCount) served[target - postingCount]! -= 1
    for (let node = target; node !== origin; node = parentNode[node]!) {
      const arc = parentArc[node]!
      if (arc === -1) {
        if (node >= firstHub) hubFlow[node - firstHub]! += 1
        else hubFlow[parentNode[node]! - firstHub]! -= 1
      } else if (node < postingCount) take(net, flow, arc)
      else release(net, flow, arc)
    }
  }

  return {
    serve: (s: number): boolean => {
      const unit = unitStart[s]! + served[s]!
      if (unit === unitStart[s + 1]!) return false
      const rank = unitRank[unit]!
      const origin = postingCount + s
      for (;;) {
        // A unit that ranks behind the level, or is worth nothing at it, yields to those who have the places.
        const yielding = level[origin] === rank ? potential[origin]! : Infinity
        if (level[origin]! < rank || yielding <= 0) return false
        search(origin, yielding)
        if (bound === Infinity) {
          fall(origin, rank)
          continue
        }
        settle()
        if (target === -1) return false
        served[s]! += 1
        augment(origin)
        return target < postingCount
      }
    },
    reroute: (node: number): void => {
      search(node, Infinity)
      while (bound === Infinity) {
        fall(node, -1)
        search(node, Infinity)
      }
      settle()
      augment(node)
    },
  }
}
