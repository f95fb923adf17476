import { withoutMarkup } from '../text/normalise.ts'
import { inOneForm } from '../text/signs.ts'
import { withoutGroups } from './groups.ts'

/** Longest text of a person that is read. */
const textLengthMax = 4_000

/**
 * What somebody wrote, as their words are taken: in half-width characters, without markup and signs, and without words
 * for a sex, a people or a faith, so that none of them can reach a score.
 */
export function ownWords(text: string): string {
  const plain = withoutMarkup(inOneForm(text, textLengthMax)).replace(
    /(?!\n)\p{Cc}|\p{Cf}|\p{Extended_Pictographic}/gu,
    ' ',
  )
  return withoutGroups(plain)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?([,、;])(?: ?[,、;])* ?/g, '$1')
    .replace(/^[\s,、;:]+|[\s,、;:]+$/g, '')
}
