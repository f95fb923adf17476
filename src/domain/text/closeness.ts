import type { ConceptId } from './tables.ts'

const sharedLevels = [0, 0.15, 0.35, 0.65, 1]

/** Closeness of two occupation concepts by how many levels of the classification they share, in [0, 1]. */
export function closenessOf(a: ConceptId, b: ConceptId): number {
  if (a === b) return 1
  if (!a.startsWith('occ/') || !b.startsWith('occ/')) return 0
  const left = a.slice(4).split('-')
  const right = b.slice(4).split('-')
  let shared = 0
  while (shared < 4 && left[shared] === right[shared] && left[shared] !== '00') shared++
  return sharedLevels[shared] ?? 0
}
