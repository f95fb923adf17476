import { createComparer, type TitleFeatures } from './likeness.ts'
import { emptySparse, hashOf, sparseOf, type Sparse } from './sparse.ts'
import type { HeadingModel } from './tables.ts'

const shares = { grams: 0.5, vector: 0.5, fields: 0 }
/** Only the title most like a text counts, so what is not like it at a glance need not be looked at. */
const glanceMin = 0.45

/** Headings kept for a text, and the power that parts the near from the less near ones. */
const headingsMax = 8
const sharpness = 3

/** Headings of job boards, under which titles are filed. */
export interface Headings {
  /** True for a text that is the name of a heading itself. */
  isHeading(text: string): boolean
  /** Where a text would be filed: under the headings where the titles most like it stand; shorter than 1 where none is like it. */
  filedUnder(features: TitleFeatures): Sparse
}

/** The headings of a model; without one there are none. */
export function createHeadings(model: HeadingModel | undefined): Headings {
  if (model === undefined) return { isHeading: () => false, filedUnder: () => emptySparse }
  const compare = createComparer(model, shares, glanceMin)
  const names = new Set(model.names)
  const nearest = new Float32Array(model.names.length)
  return {
    isHeading: (text) => names.has(hashOf(text)),
    filedUnder(features) {
      nearest.fill(0)
      compare(features, (example, likeness) => {
        const heading = model.heading[example]!
        if (likeness > nearest[heading]!) nearest[heading] = likeness
      })
      const ranked = [...nearest.entries()].filter(([, level]) => level > 0).sort((a, b) => b[1] - a[1])
      const trust = Math.min(1, ranked[0]?.[1] ?? 0)
      const { keys, values } = sparseOf(
        new Map(ranked.slice(0, headingsMax).map(([heading, level]) => [heading, level ** sharpness])),
      )
      return { keys, values: values.map((value) => value * trust) }
    },
  }
}
