import {
  capacitiesOf,
  columnsOf,
  demandWhole,
  namesOf,
  ranksOf,
  scoreMax,
  type AllocationInput,
  type AllocationSeeker,
  type Names,
} from './input.ts'

/**
 * The flow network of one run, on typed arrays. Nodes: postings 0 … P-1, then seekers, then hubs. A hub stands between a
 * seeker and an employer of whom the seeker has more candidates than may count; where the rule cannot bind there is none.
 * The arcs of a seeker stand together: the direct ones first, then hub by hub; in each part by posting.
 */
export interface Network {
  readonly names: Names
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

const nodesMax = 2_000_000

/** The network of an input. @throws {AllocationInputError} naming the field and the value of what is wrong. */
export function networkOf({ seekers, postings, candidates, policy }: AllocationInput): Network {
  const { ranks, perEmployerMax, stabilityBonus = 0 } = policy
  demandWhole('policy.perEmployerMax', perEmployerMax, scoreMax)
  demandWhole('policy.stabilityBonus', stabilityBonus, scoreMax)
  demandWhole('seekers and postings, together,', seekers.length + postings.length, nodesMax)
  const names = namesOf(
    seekers.map((one) => one.id),
    postings.map((one) => one.id),
  )
  const people: AllocationSeeker[] = []
  for (const seeker of seekers) people[names.seekerAt.get(seeker.id)!] = seeker
  const rankOf = ranksOf(ranks)
  const columns = columnsOf(candidates, names, stabilityBonus)
  const { employer, used } = employersOf(people, postings, names)
  const arcs = arcsOf({ people, employer, used, perEmployerMax, columns, postingCount: postings.length })
  const units = people.map(rankOf)
  return {
    names,
    postingCount: postings.length,
    seekerCount: people.length,
    capacity: capacitiesOf(postings, names),
    ...arcs,
    ...startsOf(units),
    rankCount: ranks.rankCount,
  }
}

function startsOf(units: readonly (readonly number[])[]): Pick<Network, 'unitStart' | 'unitRank'> {
  const unitStart = new Int32Array(units.length + 1)
  for (const [at, own] of units.entries()) unitStart[at + 1] = unitStart[at]! + own.length
  return { unitStart, unitRank: Int32Array.from(units.flat()) }
}

/** The employer of each posting as a number, and what each person has of each already. */
function employersOf(people: readonly AllocationSeeker[], postings: AllocationInput['postings'], names: Names) {
  const numbers = new Map<string, number>()
  const employer = new Int32Array(postings.length)
  for (const posting of postings) {
    const known = numbers.get(posting.employer) ?? numbers.size
    numbers.set(posting.employer, known)
    employer[names.postingAt.get(posting.id)!] = known
  }
  const used = people.map(({ employersUsed }) => {
    const own = new Map<number, number>()
    for (const [id, count] of Object.entries(employersUsed ?? {})) {
      demandWhole('seekers.employersUsed', count, scoreMax)
      const number = numbers.get(id)
      if (number !== undefined && count > 0) own.set(number, count)
    }
    return own
  })
  return { employer, used }
}

interface ArcsInput {
  readonly people: readonly AllocationSeeker[]
  readonly employer: Int32Array
  readonly used: readonly ReadonlyMap<number, number>[]
  readonly perEmployerMax: number
  readonly columns: ReturnType<typeof columnsOf>
  readonly postingCount: number
}

/** The arcs and hubs; candidates whose employer has no place left with their seeker are left out. */
function arcsOf({ people, employer, used, perEmployerMax, columns, postingCount }: ArcsInput) {
  const seekerCount = people.length
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
    const left = (its: number): number => Math.max(0, perEmployerMax - (used[s]!.get(its) ?? 0))
    const groups = [...byEmployer].map(([its, own]) => ({ own, capacity: Math.min(left(its), people[s]!.owed) }))
    const binds = ({ own, capacity }: (typeof groups)[number]): boolean =>
      capacity < Math.min(own.length, people[s]!.owed)
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
