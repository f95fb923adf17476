import { inOneForm } from './signs.ts'

/** Longest text that is read, in characters after normalising. */
export const textLengthMax = 8_000

/** Turns a raw text into the one form that everything else reads: half-width, lower-case, simplified, without markup. */
export type Normaliser = (text: string) => string

/** A normaliser that knows the given traditional-simplified pairs. */
export function createNormaliser(traditional: string): Normaliser {
  const simplified = new Map<string, string>()
  const characters = Array.from(traditional)
  for (let i = 0; i + 1 < characters.length; i += 2) simplified.set(characters[i]!, characters[i + 1]!)
  return (text) => {
    const plain = withoutMarkup(inOneForm(text, textLengthMax * 2).toLowerCase()).replace(noSigns, ' ')
    let out = ''
    for (const character of plain) out += simplified.get(character) ?? character
    return out.replace(/\s+/g, ' ').trim().slice(0, textLengthMax)
  }
}

/** Control and format characters and pictures. */
const noSigns = /\p{Cc}|\p{Cf}|\p{Extended_Pictographic}/gu
const markup =
  /<(script|style)[^>]{0,200}>[^<]{0,4000}<\/\1>|<[/a-z!][^<>]{0,300}>|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});/gi

/** A text with a space for every tag, entity, script and style sheet. */
export const withoutMarkup = (text: string): string => text.replace(markup, ' ')

/** Chinese as soon as one Chinese character stands in it. */
export function languageOf(text: string): 'zh' | 'en' {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}
