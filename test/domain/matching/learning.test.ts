import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../scripts/demo/random.ts'
import { fit, learn, weightsOf, type Decided } from '../../../src/domain/matching/learning.ts'
import { featureNames, type FeatureName } from '../../../src/domain/matching/matching.ts'
import { defaultWeights } from '../../../src/domain/matching/score.ts'

/** Decisions of people who judge by the given slopes, and by chance. */
function decisions(count: number, slopes: Partial<Record<FeatureName, number>>, seed = 3): readonly Decided[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, at) => {
    const levels = Object.fromEntries(featureNames.map((name) => [name, random.next()])) as Decided['levels']
    const z = featureNames.reduce((sum, name) => sum + (slopes[name] ?? 0) * (levels[name] - 0.5), 0)
    const isGood = random.next() < 1 / (1 + Math.exp(-z))
    return { person: `skr-${at % 150}`, outcome: isGood ? ('accepted' as const) : ('declined' as const), levels }
  })
}
const asInForce = Object.fromEntries(
  featureNames.map((name) => [name, (defaultWeights.parts[name] / 1_000_000) * 6]),
) as Record<FeatureName, number>

describe('weights from outcomes', () => {
  it('follow people who care for the way more than was thought, and sum to a million', () => {
    const found = learn(decisions(900, { distance: 5, occupation: 2 }), defaultWeights, 'learned-1')
    expect(found.why).toBe('better')
    expect(found.loss!.learned).toBeLessThan(found.loss!.inForce)
    expect(found.ordered!.learned).toBeGreaterThan(found.ordered!.inForce)
    expect(found.parts!.distance.after).toBeGreaterThan(3 * found.parts!.distance.before)
    expect(found.parts!.occupation.after).toBeLessThan(found.parts!.occupation.before)
    expect(weightsOf(found.weights)).toEqual(found.weights)
  })

  it('stay where decisions agree with them', () => {
    expect(learn(decisions(900, asInForce), defaultWeights, 'x').why).toBe('not_better')
  })

  it('never count a better level against a pair, whatever was decided', () => {
    const found = learn(decisions(900, { occupation: 3, wage: -5, distance: 4 }), defaultWeights, 'x')
    expect(found.parts!.wage.after).toBe(0)
    expect(Object.values(found.weights!.parts).every((part) => part >= 0)).toBe(true)
  })

  it('are not learned from few decisions, or from decisions of one kind', () => {
    expect(learn(decisions(80, asInForce), defaultWeights, 'x').why).toBe('too_few')
    const good = decisions(900, asInForce).map((one) => ({ ...one, outcome: 'hired' as const }))
    expect(learn(good, defaultWeights, 'x')).toMatchObject({ why: 'too_few', counts: { hired: 900, declined: 0 } })
  })

  it('are the same at every run and in any order', () => {
    const rows = decisions(600, { distance: 5 })
    const found = learn(rows, defaultWeights, 'x')
    expect(learn(rows, defaultWeights, 'x')).toEqual(found)
    const turned = learn([...rows].reverse(), defaultWeights, 'x').weights!.parts
    for (const name of featureNames) expect(Math.abs(turned[name] - found.weights!.parts[name])).toBeLessThanOrEqual(1)
  })
})

describe('the fit', () => {
  it('is the minimum: no slope above 0 has a gradient, none at 0 wants to rise', () => {
    const rows = decisions(400, { occupation: 3, wage: -4, distance: 2 }).map(({ levels, outcome }) => ({
      x: featureNames.map((name) => levels[name] - 0.5),
      y: outcome === 'accepted' ? 1 : 0,
      weight: 1,
    }))
    const wished = featureNames.map(() => 0.5)
    const { bias, slopes } = fit(rows, wished, 2)
    const chances = rows.map(
      ({ x }) => 1 / (1 + Math.exp(-(bias + slopes.reduce((sum, b, at) => sum + b * x[at]!, 0)))),
    )
    expect(rows.reduce((sum, { y }, at) => sum + chances[at]! - y, 0)).toBeCloseTo(0, 4)
    slopes.forEach((slope, k) => {
      const gradient =
        rows.reduce((sum, { x, y }, at) => sum + (chances[at]! - y) * x[k]!, 0) + 2 * (slope - wished[k]!)
      if (slope > 0) expect(gradient).toBeCloseTo(0, 4)
      else expect(gradient).toBeGreaterThan(0)
    })
    expect(slopes.some((slope) => slope === 0)).toBe(true)
  })
})

describe('a file of weights', () => {
  it.each([
    ['nothing', null],
    ['a sum that is not a million', { ...defaultWeights, parts: { ...defaultWeights.parts, wage: 1 } }],
    ['a part below 0', { ...defaultWeights, parts: { ...defaultWeights.parts, wage: -60_000, occupation: 640_000 } }],
    ['a feature that is not one', { ...defaultWeights, parts: { ...defaultWeights.parts, sex: 0 } }],
    ['no version', { ...defaultWeights, version: '' }],
    ['a neutral level beyond 1', { ...defaultWeights, neutral: 2 }],
  ])('with %s is refused', (_what, read) => {
    expect(weightsOf(read)).toBeUndefined()
  })

  it('as shipped is taken', () => {
    expect(weightsOf(JSON.parse(JSON.stringify(defaultWeights)))).toEqual(defaultWeights)
  })
})
