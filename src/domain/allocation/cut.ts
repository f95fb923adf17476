import type { Solved } from './allocation.ts'

/** What a person who is still owed something can reach in the residual graph: by the cut, every posting of it is full. */
export interface Cut {
  readonly postings: number
  readonly places: number
  /** People who hold these places. */
  readonly holders: number
  /** Postings reached that have a free place: 0 for everyone who is still owed something, else the flow is not maximal. */
  readonly free: number
}

/** One full posting and how many want a place of it in vain. */
export interface FullPosting {
  readonly posting: string
  /** Places that it had in this run. */
  readonly places: number
  /** People still owed something who have it among their candidates and were not given it. */
  readonly waiting: number
}

/** What stands between one person and the offers still owed, read from the flow. */
export interface Standing {
  readonly owed: number
  readonly given: number
  /** Candidates that the network holds for them; those beyond the employer rule are not among them. */
  readonly candidates: number
  /** Candidates not given because their posting is full (and for no other reason), those for which most wait first. */
  readonly full: readonly FullPosting[]
  /** Candidates not given because enough of their employer are. */
  readonly heldByRule: number
  readonly cut: Cut
}

/** Reads one flow; built once for all its people. */
export function cutReader({ network: net, flow }: Solved) {
  const { postingCount, seekerCount, capacity, arcStart, directEnd, arcPosting, arcTail } = net
  const { hubStart, hubFrom, hubTo, hubCapacity, hubSeeker, unitStart, names } = net
  const { served, held, holdFrom, holders, holdAt, hubFlow } = flow
  const firstHub = postingCount + seekerCount
  const owedOf = (s: number): number => unitStart[s + 1]! - unitStart[s]!
  const waiting = new Int32Array(postingCount)
  for (let s = 0; s < seekerCount; s += 1)
    if (served[s]! < owedOf(s))
      for (let a = arcStart[s]!; a < arcStart[s + 1]!; a += 1) if (holdAt[a] === -1) waiting[arcPosting[a]!]! += 1

  const seenAt = new Int32Array(net.nodeCount).fill(-1)
  const nodes = new Int32Array(net.nodeCount)
  let count = 0
  let turn = 0

  const visit = (node: number, mark: number): void => {
    if (seenAt[node] === mark) return
    seenAt[node] = mark
    nodes[count++] = node
  }

  const leave = (node: number, mark: number): void => {
    const open = (from: number, to: number): void => {
      for (let a = from; a < to; a += 1) if (holdAt[a] === -1) visit(arcPosting[a]!, mark)
    }
    if (node < postingCount) {
      for (let at = holdFrom[node]!, end = at + held[node]!; at < end; at += 1) visit(arcTail[holders[at]!]!, mark)
    } else if (node < firstHub) {
      const s = node - postingCount
      open(arcStart[s]!, directEnd[s]!)
      for (let h = hubStart[s]!; h < hubStart[s + 1]!; h += 1)
        if (hubFlow[h]! < hubCapacity[h]!) visit(firstHub + h, mark)
    } else {
      const h = node - firstHub
      open(hubFrom[h]!, hubTo[h]!)
      if (hubFlow[h]! > 0) visit(postingCount + hubSeeker[h]!, mark)
    }
  }

  const cutOf = (s: number): Cut => {
    count = 0
    turn += 1
    visit(postingCount + s, turn)
    for (let at = 0; at < count; at += 1) leave(nodes[at]!, turn)
    const cut = { postings: 0, places: 0, holders: 0, free: 0 }
    const people = new Set<number>()
    for (const node of nodes.subarray(0, count)) {
      if (node >= postingCount) continue
      cut.postings += 1
      cut.places += capacity[node]!
      if (held[node]! < capacity[node]!) cut.free += 1
      for (let at = holdFrom[node]!, end = at + held[node]!; at < end; at += 1) {
        const tail = arcTail[holders[at]!]!
        people.add(tail < firstHub ? tail - postingCount : hubSeeker[tail - firstHub]!)
      }
    }
    return { ...cut, holders: people.size }
  }

  /** True for a hub that has given all it may. */
  const isRuledOut = (tail: number): boolean =>
    tail >= firstHub && hubFlow[tail - firstHub]! >= hubCapacity[tail - firstHub]!

  const fullOf = (s: number): readonly FullPosting[] => {
    const found: FullPosting[] = []
    for (let a = arcStart[s]!; a < arcStart[s + 1]!; a += 1) {
      const p = arcPosting[a]!
      if (holdAt[a] !== -1 || held[p]! < capacity[p]! || isRuledOut(arcTail[a]!)) continue
      found.push({ posting: names.postings[p]!, places: capacity[p]!, waiting: waiting[p]! })
    }
    return found.sort((a, b) => b.waiting - a.waiting || (a.posting < b.posting ? -1 : 1))
  }

  const heldByRuleOf = (s: number): number => {
    let found = 0
    for (let h = hubStart[s]!; h < hubStart[s + 1]!; h += 1) {
      if (!isRuledOut(firstHub + h)) continue
      for (let a = hubFrom[h]!; a < hubTo[h]!; a += 1) if (holdAt[a] === -1) found += 1
    }
    return found
  }

  return {
    /** People still owed something, in the order of rank of their next offer, then of id. */
    short: (): readonly string[] => {
      const rankOf = (s: number): number => net.unitRank[unitStart[s]! + served[s]!]!
      return names.seekers
        .flatMap((_, s) => (served[s]! < owedOf(s) ? [s] : []))
        .sort((a, b) => rankOf(a) - rankOf(b) || a - b)
        .map((s) => names.seekers[s]!)
    },
    /** How one person stands. */
    standingOf: (id: string): Standing => {
      const s = names.seekerAt.get(id)!
      return {
        owed: owedOf(s),
        given: served[s]!,
        candidates: arcStart[s + 1]! - arcStart[s]!,
        full: fullOf(s),
        heldByRule: heldByRuleOf(s),
        cut: cutOf(s),
      }
    },
  }
}
