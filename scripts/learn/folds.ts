import { hashOf } from '../../src/domain/text/sparse.ts'

/** The fold that a text belongs to, by its words alone, so that a repeated title is never on both sides. */
export function foldOf(text: string, folds: number): number {
  return hashOf(text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')) % folds
}
