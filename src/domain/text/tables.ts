/** 'occ/<official code>' (occupation, any level), 'skill/<slug>', 'cert/<slug>'. */
export type ConceptId = string

/** One node of the official classification: eight-part code such as `4-10-01-06`, levels 1 … 4. */
export interface OccupationRow {
  readonly code: string
  readonly level: number
  readonly zh: string
  readonly en: string
  /** Other names and everyday words, either language. */
  readonly words: readonly string[]
}

/** One skill or certificate with the words people use for it. */
export interface SkillRow {
  /** 'skill/<slug>' or 'cert/<slug>'. */
  readonly id: ConceptId
  readonly zh: string
  readonly en: string
  /** Synonyms as people say them, either language. */
  readonly words: readonly string[]
  /** Codes of the occupations it belongs to, the most typical first. */
  readonly occupations: readonly string[]
  /** Concepts that holding this one satisfies as well (broader or replaceable). */
  readonly covers: readonly ConceptId[]
}

/**
 * Word vectors of `dims` dimensions in 4 bits: row i takes `dims / 2` bytes of `data`, dimension 2k in the low half and
 * 2k + 1 in the high half of byte k, each value + 8. A row is a direction; its length stands in `lengths` (of 255).
 */
export interface WordVectors {
  readonly dims: number
  readonly words: readonly string[]
  readonly data: Uint8Array
  readonly lengths: Uint8Array
}

/** One field of work with the words that point to it. */
export interface FieldRow {
  readonly id: string
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

/** Weighted labels by hashed feature: feature i (`hashes[i]`, ascending) holds entries `starts[i] … starts[i + 1]`. */
export interface HashedWeights {
  readonly hashes: Uint32Array
  readonly starts: Uint32Array
  readonly labels: Uint16Array
  readonly values: Uint8Array
}

/**
 * Short texts that others are compared with, `support` of them: hashed character n-grams (`grams`) with support numbers as
 * labels and weights of 255 as values, and a `dims`-dimensional direction each (int8).
 */
export interface Examples {
  readonly support: number
  readonly dims: number
  readonly grams: HashedWeights
  /** Inverse document frequency of each feature of `grams`, times 16. */
  readonly gramWeights: Uint8Array
  readonly vectors: Int8Array
}

/**
 * The learned map from titles to occupations: a squared-kernel ridge model over examples. Each has fields of work (`fields`,
 * by field number) as well, and up to `answersPerSupport` occupations with a signed weight times `answerScale`.
 */
export interface TitleModel extends Examples {
  readonly fields: HashedWeights
  readonly answersPerSupport: number
  readonly answers: Uint16Array
  readonly answerWeights: Int8Array
  readonly answerScale: number
}

/** Titles as job boards file them: the hashed names of the headings, and the number of its heading for each example. */
export interface HeadingModel extends Examples {
  readonly names: Uint32Array
  readonly heading: Uint16Array
}

/**
 * Weights of hashed features for several labels: feature i (`hashes[i]`) has `weights[i × labels …]` times `scale`; then of
 * the dimensions of a direction (`dense`, dimension by dimension), and what each label begins with (`offsets`).
 */
export interface LinearModel {
  readonly labels: number
  readonly hashes: Uint32Array
  readonly weights: Int8Array
  readonly scale: number
  readonly dense: Float32Array
  readonly offsets: Float32Array
}

/** How people say what they can, cannot, plan and may not do: learned from sentences of our own. */
export interface SaidModels {
  /** One label of `standings` (standing.ts) for a name in its surroundings. */
  readonly standing: LinearModel
  /** A label for each limit (limits.ts), for a clause. */
  readonly limits: LinearModel
}

/** Everything the text engine knows; read from the shipped files and passed in. */
export interface TextTables {
  readonly version: string
  readonly occupations: readonly OccupationRow[]
  readonly skills: readonly SkillRow[]
  readonly vectors: WordVectors
  readonly fields: readonly FieldRow[]
  readonly titles: TitleModel | undefined
  readonly headings: HeadingModel | undefined
  readonly said: SaidModels | undefined
  /** Character n-grams of what each occupation does; labels are row numbers of `occupations`. */
  readonly duties: HashedWeights | undefined
  /** Pairs of traditional and simplified characters, written one after the other. */
  readonly traditional: string
  /** Cuts Chinese text into words. */
  readonly segment: (text: string) => readonly string[]
  /** The stem of one lower-case English word. */
  readonly stem: (word: string) => string
}
