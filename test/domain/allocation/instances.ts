import { createRandom } from '../../../scripts/demo/random.ts'
import { classCount, owedMax, rankTable, rankTables, urgencyCount } from '../../../src/domain/allocation/ranks.ts'
import type { AllocationCandidate, AllocationInput } from '../../../src/domain/allocation/allocation.ts'

export type Shape = 'sparse' | 'dense' | 'stars' | 'chains' | 'blocks'

export const shapes: readonly Shape[] = ['sparse', 'dense', 'stars', 'chains', 'blocks']

const wanted = (shape: Shape, at: { person: number; place: number; places: number }, draw: (n: number) => number) => {
  const { person, place, places } = at
  if (shape === 'dense') return draw(10) < 8
  if (shape === 'sparse') return draw(places) < 3
  if (shape === 'stars') return place < 3 ? draw(10) < 8 : draw(places * 4) < 2
  if (shape === 'chains') return (person + place) % places < 2 || Math.abs(person - place) < 2
  return person % 5 === place % 5 && draw(4) < 3
}

/**
 * A random run of one shape: every class, urgency and count owed, employers with few or many postings, capacities of 0 to 4,
 * counts already used, standing proposals, scores with many ties or none.
 */
export function instanceOf(seed: number, { people: most, places: mostPlaces }: { people: number; places: number }) {
  const random = createRandom(seed)
  const draw = (below: number): number => random.integer(0, below - 1)
  const shape = shapes[draw(shapes.length)]!
  const people = 1 + draw(most)
  const places = 1 + draw(mostPlaces)
  const employers = 1 + draw(places)
  const scores = [3, 100, 1_000_000][draw(3)]!
  const postings = Array.from({ length: places }, (_, at) => ({
    id: `p${String(at).padStart(4, '0')}`,
    employer: `e${draw(employers)}`,
    free: draw(5),
  }))
  const seekers = Array.from({ length: people }, (_, at) => ({
    id: `s${String(at).padStart(4, '0')}`,
    owed: draw(owedMax + 1),
    classIndex: draw(classCount),
    urgencyIndex: draw(urgencyCount),
    ...(draw(3) === 0 ? { employersUsed: { [`e${draw(employers)}`]: 1 + draw(2) } } : {}),
  }))
  const candidates: AllocationCandidate[] = []
  for (const [person, seeker] of seekers.entries())
    for (const [place, posting] of postings.entries())
      if (wanted(shape, { person, place, places }, draw)) {
        const standing = draw(6) === 0
        candidates.push({
          seeker: seeker.id,
          posting: posting.id,
          score: draw(scores),
          ...(standing ? { standing } : {}),
        })
      }
  const policy = {
    ranks: rankTable(rankTables[draw(rankTables.length)]!),
    perEmployerMax: 1 + draw(3),
    stabilityBonus: draw(2) * draw(scores),
  }
  const input: AllocationInput = { seekers, postings, candidates, policy }
  return { shape, input, draw }
}
