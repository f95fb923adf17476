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
    // NFKC may lengthen a text: cut before it (bounded work) and after it (bounded result).
    const folded = text
      .slice(0, textLengthMax * 2)
      .normalize('NFKC')
      .toLowerCase()
      .slice(0, textLengthMax * 2)
    let out = ''
    for (const character of withoutMarkup(folded)) out += simplified.get(character) ?? character
    return out.replace(/\s+/g, ' ').trim().slice(0, textLengthMax)
  }
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<(script|style)[^>]{0,200}>[^<]{0,4000}<\/\1>/g, ' ')
    .replace(/<[/a-z!][^<>]{0,300}>/g, ' ')
    .replace(/&(?:nbsp|amp|lt|gt|quot|#\d{1,6});/g, ' ')
    .replace(/\p{Cc}|\p{Cf}|\p{Extended_Pictographic}/gu, ' ')
}

/** Chinese as soon as one Chinese character stands in it. */
export function languageOf(text: string): 'zh' | 'en' {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}
