import type { Point } from '../place.ts'
import type { TextEngine } from '../text/text.ts'
import type { Instant } from '../time.ts'
import { failures, passes, wayKm } from './gates.ts'
import type { GateCode, Match, MatchingIndex, Ranked, RankRequest } from './matching.ts'
import { jobRow, personRow, type JobRow, type PersonRow } from './rows.ts'
import { contributionsOf, scoreOf, type Weights } from './score.ts'
import { createShelf } from './shelf.ts'

export interface MatchingTools {
  readonly text: TextEngine
  readonly weights: Weights
  readonly place: (code: string) => Point | undefined
}

/** Best first, ties by id. */
const better = (a: Ranked, b: Ranked): number => b.score - a.score || (a.id < b.id ? -1 : 1)

/** An index over people and open postings; every call answers from one whole state, because every change is synchronous. */
export function createMatchingIndex({ text, weights, place }: MatchingTools): MatchingIndex {
  const people = new Map<string, PersonRow>()
  const jobs = new Map<string, JobRow>()
  const shelf = createShelf()
  const modelVersion = `${weights.version}+${text.version}`

  const page = (found: Ranked[], { limit, offset }: RankRequest): readonly Ranked[] =>
    found.sort(better).slice(offset, offset + limit)

  const rate = (person: PersonRow, job: JobRow, now: Instant): number =>
    scoreOf({ person, job, now, text, shelf }, weights)

  const match = (seeker: string, posting: string, now: Instant, scoreMin: number): Match | undefined => {
    const person = people.get(seeker)
    const job = jobs.get(posting)
    if (person === undefined || job === undefined) return undefined
    const contributions = contributionsOf({ person, job, now, text, shelf }, weights).map((part) =>
      part.feature === 'distance' && part.level !== undefined
        ? { ...part, postingSide: String(wayKm(person, job)) }
        : part,
    )
    const score = contributions.reduce((sum, part) => sum + part.value, 0)
    const gates = failures(person, job, now, text)
    return {
      seeker,
      posting,
      score,
      suitable: gates.length === 0 && score >= scoreMin,
      gates,
      contributions,
      modelVersion,
    }
  }

  return {
    modelVersion,
    match,
    putSeeker: (seeker, home) => void people.set(seeker._id, personRow(seeker, home, text, shelf)),
    removeSeeker: (id) => void people.delete(id),
    putPosting: (posting, at) => void jobs.set(posting._id, jobRow(posting, at, text, shelf)),
    removePosting: (id) => void jobs.delete(id),
    postingsOf: (seeker, request) => {
      const person = people.get(seeker)
      if (person === undefined) return []
      const found: Ranked[] = []
      for (const job of jobs.values()) {
        if (request.except?.has(job.id) === true || !passes(person, job, request.now, text)) continue
        const score = rate(person, job, request.now)
        if (score >= request.scoreMin) found.push({ id: job.id, score })
      }
      return page(found, request)
    },
    seekersOf: (posting, request) => {
      const job = jobs.get(posting)
      if (job === undefined) return []
      const found: Ranked[] = []
      for (const person of people.values()) {
        if (request.except?.has(person.id) === true || !passes(person, job, request.now, text)) continue
        const score = rate(person, job, request.now)
        if (score >= request.scoreMin) found.push({ id: person.id, score })
      }
      return page(found, request)
    },
    countFor: (seeker, { now, scoreMin, max }) => {
      const person = personRow(
        seeker,
        people.get(seeker._id)?.home ?? seeker.point ?? place(seeker.village),
        text,
        shelf,
      )
      let count = 0
      for (const job of jobs.values())
        if (count < max && passes(person, job, now, text) && rate(person, job, now) >= scoreMin) count += 1
      return count
    },
    gateCounts: (seeker, now) => {
      const person = people.get(seeker)
      const failed: Partial<Record<GateCode, number>> = {}
      let passed = 0
      for (const job of person === undefined ? [] : jobs.values()) {
        const found = person === undefined ? [] : failures(person, job, now, text)
        if (found.length === 0) passed += 1
        for (const { code } of found) failed[code] = (failed[code] ?? 0) + 1
      }
      return { passed, failed }
    },
    figures: () => {
      let bytes = 0
      for (const row of shelf.rows.values()) bytes += row.byteLength
      for (const reading of shelf.readings) bytes += reading.vector.byteLength + 512
      return { seekers: people.size, postings: jobs.size, bytes: bytes + (people.size + jobs.size) * 2048 }
    },
  }
}
