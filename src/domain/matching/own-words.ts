import { withoutGroups } from './groups.ts'

/** Longest text of a person that is read. */
const textLengthMax = 4_000

const markup =
  /<(script|style)[^>]{0,200}>[^<]{0,4000}<\/\1>|<[/a-z!][^<>]{0,300}>|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});/gi

/**
 * What somebody wrote, as their words are taken: in half-width characters, without markup and signs, and without words
 * for a sex, a people or a faith, so that none of them can reach a score.
 */
export function ownWords(text: string): string {
  const plain = text
    .slice(0, textLengthMax)
    .normalize('NFKC')
    .slice(0, textLengthMax)
    .replace(markup, ' ')
    .replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Extended_Pictographic}/gu, ' ')
  return withoutGroups(plain)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?([,、;])(?: ?[,、;])* ?/g, '$1')
    .replace(/^[\s,、;:]+|[\s,、;:]+$/g, '')
}
