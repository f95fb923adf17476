import { allocationOf, type Solved } from './allocation.ts'
import { componentCountOf } from './components.ts'
import { filler } from './fill.ts'
import { copyFlow, release, server, type Flow } from './flow.ts'
import { AllocationInputError } from './input-error.ts'
import { demandWhole, scoreMax, type AllocationCandidate, type AllocationSeeker } from './input.ts'
import { inwardOf, type Inward } from './inward.ts'
import { mergedFlow, mergedNetwork } from './merge.ts'
import { networkOf, type Network } from './network.ts'

/** What has happened since an allocation was made. */
export interface Change {
  /** Postings that take nobody any more. */
  readonly closed?: readonly string[]
  /** Postings that have more places. */
  readonly opened?: readonly { readonly posting: string; readonly places: number }[]
  /** Pairs that may not be proposed any more. */
  readonly declined?: readonly { readonly seeker: string; readonly posting: string }[]
  /** People who leave the run; one who joins under the same id takes their place with new facts. */
  readonly left?: readonly string[]
  /** People who join the run, with all their candidates. */
  readonly joined?: {
    readonly seekers: readonly AllocationSeeker[]
    readonly candidates: readonly AllocationCandidate[]
  }
}

interface Work {
  network: Network
  flow: Flow
  /** Where units stand that lost their places: a hub, or the seeker where there is none (-1). */
  readonly lost: { readonly seeker: number; readonly hub: number }[]
  /** Postings that had no place free and now have. */
  readonly vacant: Map<number, number>
  standing: number
}

const known = (field: string, ids: ReadonlyMap<string, number>, id: string): number => {
  const at = ids.get(id)
  if (at === undefined)
    throw new AllocationInputError(field, id, { en: 'among those of the allocation', zh: '本次分配中已有的编号' })
  return at
}

/**
 * The best allocation after a change, found from the one before: only what the change touches is searched again, and the
 * result is worth exactly as much, rank by rank and in total weight, as a new one (offers of equal worth may differ).
 * The one before stays as it was.
 *
 * @throws {AllocationInputError} naming what the change names wrongly
 */
export function reallocate(previous: Solved, change: Change): Solved {
  const work = applied(previous, change)
  const { network, flow, standing } = work
  const components = componentCountOf(network)
  const { postings, policy } = previous
  return {
    network,
    flow,
    postings,
    policy,
    standing,
    allocation: allocationOf(network, flow, { standing, components }),
  }
}

/** How many offers the best allocation would give in all after a change. */
export function totalAfter(previous: Solved, change: Change): number {
  return applied(previous, change).flow.served.reduce((sum, count) => sum + count, 0)
}

/** How many offers some people have in the best allocation after a change, in their order. */
export function givenAfter(previous: Solved, change: Change, seekers: readonly string[]): readonly number[] {
  const { network, flow } = applied(previous, change)
  return seekers.map((id) => flow.served[known('seekers', network.names.seekerAt, id)]!)
}

/** How many more offers could be given in all if a posting had so many places more. */
export const unitsIfOpened = (previous: Solved, posting: string, places: number): number =>
  totalAfter(previous, { opened: [{ posting, places }] }) - previous.allocation.total

function applied(previous: Solved, change: Change): Work {
  const work: Work = {
    network: { ...previous.network, capacity: previous.network.capacity.slice() },
    flow: copyFlow(previous.flow),
    lost: [],
    vacant: new Map(),
    standing: previous.standing,
  }
  for (const id of change.closed ?? []) close(work, known('change.closed', work.network.names.postingAt, id))
  const added = edit(work, previous, change)
  for (const { posting, places } of change.opened ?? []) {
    demandWhole('change.opened.places', places, scoreMax)
    const at = known('change.opened.posting', work.network.names.postingAt, posting)
    if (hasFree(work, at)) work.network.capacity[at]! += places
    else work.vacant.set(at, (work.vacant.get(at) ?? 0) + places)
  }
  const { serve, reroute } = server(work.network, work.flow)
  const { postingCount, seekerCount } = work.network
  for (const { seeker, hub } of work.lost) reroute(postingCount + (hub === -1 ? seeker : seekerCount + hub))
  for (const seeker of added) serve(seeker)
  if (work.vacant.size > 0) fillVacant(work)
  return work
}

const hasFree = ({ network, flow, vacant }: Work, posting: number): boolean =>
  !vacant.has(posting) && flow.held[posting]! < network.capacity[posting]!

/** Takes an offer back; its unit stands where the arc left. */
function takeBack({ network, flow }: Work, arc: number): Work['lost'][number] {
  const { postingCount, seekerCount, arcTail, hubSeeker } = network
  const hub = Math.max(-1, arcTail[arc]! - postingCount - seekerCount)
  release(network, flow, arc)
  return { seeker: hub === -1 ? arcTail[arc]! - postingCount : hubSeeker[hub]!, hub }
}

function close(work: Work, posting: number): void {
  const { network, flow, lost } = work
  while (flow.held[posting]! > 0) lost.push(takeBack(work, flow.holders[flow.holdFrom[posting]!]!))
  network.capacity[posting] = 0
}

/** Takes an offer back and keeps its place shut until those who lost theirs have been served. */
function vacate(work: Work, arc: number): Work['lost'][number] {
  const { network, vacant } = work
  const posting = network.arcPosting[arc]!
  if (!hasFree(work, posting)) {
    vacant.set(posting, (vacant.get(posting) ?? 0) + 1)
    network.capacity[posting]! -= 1
  }
  return takeBack(work, arc)
}

/** Takes a person out: nothing is given to them, nothing stands with them. */
function leave(work: Work, seeker: number): void {
  const { network, flow } = work
  for (let a = network.arcStart[seeker]!; a < network.arcStart[seeker + 1]!; a += 1)
    if (flow.holdAt[a] !== -1) vacate(work, a)
  flow.served[seeker] = 0
  flow.hubFlow.fill(0, network.hubStart[seeker], network.hubStart[seeker + 1])
}

/** Takes pairs and people out and puts people in; the new people's places, one entry for each unit. */
function edit(work: Work, previous: Solved, { declined = [], left = [], joined }: Change): readonly number[] {
  if (declined.length === 0 && left.length === 0 && joined === undefined) return []
  const { network, flow, lost } = work
  const { seekerAt, postingAt, seekers } = network.names
  const dropped = new Uint8Array(network.arcCount)
  const gone = new Uint8Array(network.seekerCount)
  const drop = (arc: number): void => {
    if (dropped[arc] === 0) work.standing -= network.standing[arc]!
    dropped[arc] = 1
  }
  for (const pair of declined) {
    const seeker = known('change.declined.seeker', seekerAt, pair.seeker)
    const posting = known('change.declined.posting', postingAt, pair.posting)
    for (let a = network.arcStart[seeker]!; a < network.arcStart[seeker + 1]!; a += 1) {
      if (network.arcPosting[a] !== posting) continue
      if (flow.holdAt[a] !== -1) lost.push(vacate(work, a))
      drop(a)
    }
  }
  for (const id of left) {
    const seeker = known('change.left', seekerAt, id)
    gone[seeker] = 1
    leave(work, seeker)
    for (let a = network.arcStart[seeker]!; a < network.arcStart[seeker + 1]!; a += 1) drop(a)
  }
  for (const { id } of joined?.seekers ?? [])
    if (seekerAt.has(id) && gone[seekerAt.get(id)!] === 0)
      throw new AllocationInputError('change.joined.seekers.id', id, { en: 'new', zh: '新的编号' })
  const added = networkOf({ ...previous, seekers: joined?.seekers ?? [], candidates: joined?.candidates ?? [] })
  work.standing += (joined?.candidates ?? []).filter((one) => one.standing === true).length
  const merged = mergedNetwork(network, { dropped, gone, added })
  work.flow = mergedFlow(network, flow, merged)
  work.network = merged.network
  const stay = lost.filter(({ seeker }) => gone[seeker] === 0)
  lost.splice(0, lost.length, ...stay)
  return [...added.unitStart.keys()].flatMap((s) =>
    Array.from(
      { length: (added.unitStart[s + 1] ?? added.unitStart[s]!) - added.unitStart[s]! },
      () => seekers.length + s,
    ),
  )
}

function fillVacant({ network, flow, vacant }: Work): void {
  const inward = inwardOf(network)
  const { fill } = filler(network, flow, inward)
  for (const [posting, places] of vacant) {
    if (flow.held[posting] === 0) refresh(network, flow, { inward, posting })
    const most = network.capacity[posting]! + places
    network.capacity[posting] = most
    while (flow.held[posting]! < most && fill(posting) !== 'empty');
  }
}

/** A posting that nobody holds was not looked at while it was shut: its dual is the most that those who could take it allow. */
function refresh(
  { arcTail, arcWeight, rankCount }: Network,
  { level, potential }: Flow,
  { inward, posting }: { readonly inward: Inward; readonly posting: number },
): void {
  let lowest = rankCount
  let least = 0
  for (let at = inward.inStart[posting]!; at < inward.inStart[posting + 1]!; at += 1) {
    const arc = inward.inArcs[at]!
    const tail = arcTail[arc]!
    const worth = potential[tail]! - arcWeight[arc]!
    if (level[tail]! < lowest || (level[tail] === lowest && worth < least)) {
      lowest = level[tail]!
      least = worth
    }
  }
  level[posting] = lowest
  potential[posting] = least
}
