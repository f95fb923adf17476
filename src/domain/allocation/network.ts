import type { AllocationInput, Names } from './input.ts'
import { packedOf, type PackedRun } from './packed.ts'

/**
 * The flow network of one run, on typed arrays. Nodes: postings 0 … P-1, then seekers, then hubs. A hub stands between a
 * seeker and an employer of whom the seeker has more candidates than may count; where the rule cannot bind there is none.
 * The arcs of a seeker stand together: the direct ones first, then hub by hub; in each part by posting.
 */
export interface NetworkArrays {
  readonly postingCount: number
  readonly seekerCount: number
  readonly hubCount: number
  readonly nodeCount: number
  readonly arcCount: number
  /** Free places by posting. */
  readonly capacity: Int32Array
  /** The arcs of seeker s: `arcStart[s]` … `arcStart[s + 1]`, of which those before `directEnd[s]` meet no hub. */
  readonly arcStart: Int32Array
  readonly directEnd: Int32Array
  /** The hubs of seeker s: `hubStart[s]` … `hubStart[s + 1]`. */
  readonly hubStart: Int32Array
  readonly hubSeeker: Int32Array
  readonly hubCapacity: Int32Array
  /** The arcs of hub h: `hubFrom[h]` … `hubTo[h]`. */
  readonly hubFrom: Int32Array
  readonly hubTo: Int32Array
  /** By arc: the node it leaves (a seeker or a hub), its posting, its score with and without the bonus. */
  readonly arcTail: Int32Array
  readonly arcPosting: Int32Array
  readonly arcWeight: Int32Array
  readonly arcScore: Int32Array
  /** The ranks of seeker s's offers: `unitStart[s]` … `unitStart[s + 1]`, never improving. */
  readonly unitStart: Int32Array
  readonly unitRank: Int32Array
  readonly rankCount: number
  /** Standing proposals among the candidates. */
  readonly standing: Uint8Array
}

/** A network with the ids behind its numbers. */
export interface Network extends NetworkArrays {
  readonly names: Names
}

/** The network of an input. @throws {AllocationInputError} naming the field and the value of what is wrong. */
export function networkOf(input: AllocationInput): Network {
  const { names, run } = packedOf(input)
  return { names, ...networkIn(run) }
}

/** The network of a run that was checked. */
export function networkIn(run: PackedRun): NetworkArrays {
  const { postingCount, seekerCount, capacity, unitStart, unitRank, rankCount } = run
  return { postingCount, seekerCount, capacity, ...arcsOf(run), unitStart, unitRank, rankCount }
}

/** How many offers of each employer a person may still get, by what they have already. */
const leftOf =
  ({ perEmployerMax, usedFrom, usedEmployer, usedCount }: PackedRun, s: number) =>
  (employer: number): number => {
    for (let at = usedFrom[s]!; at < usedFrom[s + 1]!; at += 1)
      if (usedEmployer[at] === employer) return Math.max(0, perEmployerMax - usedCount[at]!)
    return perEmployerMax
  }

/** The arcs and hubs; candidates whose employer has no place left with their seeker are left out. */
function arcsOf(run: PackedRun) {
  const { columns, employer, postingCount, seekerCount } = run
  const { length } = columns.seeker
  const order = new Int32Array(length)
  const arcStart = new Int32Array(seekerCount + 1)
  const directEnd = new Int32Array(seekerCount)
  const hubStart = new Int32Array(seekerCount + 1)
  const tail = new Int32Array(length)
  const hubs: { readonly seeker: number; readonly capacity: number; readonly from: number; readonly to: number }[] = []
  let count = 0
  for (let s = 0, from = 0; s < seekerCount; s += 1) {
    const byEmployer = new Map<number, number[]>()
    for (; from < length && columns.seeker[from] === s; from += 1) {
      const its = employer[columns.posting[from]!]!
      const own = byEmployer.get(its)
      if (own === undefined) byEmployer.set(its, [from])
      else own.push(from)
    }
    const left = leftOf(run, s)
    const owed = run.unitStart[s + 1]! - run.unitStart[s]!
    const groups = [...byEmployer].map(([its, own]) => ({ own, capacity: Math.min(left(its), owed) }))
    const binds = ({ own, capacity }: (typeof groups)[number]): boolean => capacity < Math.min(own.length, owed)
    const direct = groups.filter((group) => group.capacity > 0 && !binds(group)).flatMap(({ own }) => own)
    for (const at of direct.sort((a, b) => a - b)) {
      tail[count] = postingCount + s
      order[count++] = at
    }
    directEnd[s] = count
    for (const { own, capacity } of groups.filter((group) => group.capacity > 0 && binds(group))) {
      for (const at of own) {
        tail[count] = postingCount + seekerCount + hubs.length
        order[count++] = at
      }
      hubs.push({ seeker: s, capacity, from: count - own.length, to: count })
    }
    arcStart[s + 1] = count
    hubStart[s + 1] = hubs.length
  }
  const kept = order.subarray(0, count)
  return {
    arcCount: count,
    hubCount: hubs.length,
    nodeCount: postingCount + seekerCount + hubs.length,
    arcStart,
    directEnd,
    hubStart,
    hubSeeker: Int32Array.from(hubs, (hub) => hub.seeker),
    hubCapacity: Int32Array.from(hubs, (hub) => hub.capacity),
    hubFrom: Int32Array.from(hubs, (hub) => hub.from),
    hubTo: Int32Array.from(hubs, (hub) => hub.to),
    arcTail: tail.slice(0, count),
    arcPosting: kept.map((at) => columns.posting[at]!),
    arcWeight: kept.map((at) => columns.weight[at]!),
    arcScore: kept.map((at) => columns.score[at]!),
    standing: Uint8Array.from(kept, (at) => columns.standing[at]!),
  }
}
