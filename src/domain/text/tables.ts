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

/** Word vectors: row i of `data` (`dims` int8 each) belongs to `words[i]` and is a direction, not a length. */
export interface WordVectors {
  readonly dims: number
  readonly words: readonly string[]
  readonly data: Int8Array
  /** How much a word says, in [0, 255]; 0 is a word without meaning of its own. */
  readonly weights: Uint8Array
}

/**
 * A linear model from hashed character n-grams to occupation codes. Row of n-gram hash h (`rows[h]`, 0 = none) spans
 * `starts[row] … starts[row + 1]` of `labels` (indices into `codes`) and `values` (int8, times `scale`).
 */
export interface LinearModel {
  readonly codes: readonly string[]
  readonly hashes: Uint32Array
  readonly starts: Uint32Array
  readonly labels: Uint16Array
  readonly values: Int8Array
  readonly scale: number
  readonly bias: Float32Array
}

/** Everything the text engine knows; read from the shipped files and passed in. */
export interface TextTables {
  readonly version: string
  readonly occupations: readonly OccupationRow[]
  readonly skills: readonly SkillRow[]
  readonly vectors: WordVectors
  readonly model: LinearModel | undefined
  /** Groups of words that mean the same kind of work, either language. */
  readonly synonyms: readonly (readonly string[])[]
  /** Pairs of traditional and simplified characters, written one after the other. */
  readonly traditional: string
  /** Cuts Chinese text into words. */
  readonly segment: (text: string) => readonly string[]
  /** The stem of one lower-case English word. */
  readonly stem: (word: string) => string
}
