/** A value and the words that stand for it; the pattern is global. */
export type Rule<T> = readonly [value: T, pattern: RegExp]

/** How many places of one pattern are looked at in one text. */
const placesMax = 50

/** True when the words before a find turn it around: 无需电工证, 不要求学历, 不上夜班. */
const isNegated = (text: string, at: number): boolean =>
  /(?:无需|不需要?|不要求?|不用|没有|不上|不含|无|非(?!常)|免(?!费))[^,。;、|\n]{0,4}$/.test(
    text.slice(Math.max(0, at - 8), at),
  )

/** True when the words around a find make it welcome rather than needed: 有C1驾照优先, 可协助办理健康证. */
const isWelcomeOnly = (text: string, at: number, end: number): boolean =>
  /^[^,。;、|\n]{0,6}优先/.test(text.slice(end, end + 10)) ||
  /^[^,。;|\n]{0,4}(?:可后补|后补|可代办|公司办|入职后办)/.test(text.slice(end, end + 10)) ||
  /(?:优先[^,。;|\n]{0,6}|(?:可|协助|代|帮|帮忙|统一|免费|公司|入职后)办(?:理)?)$/.test(
    text.slice(Math.max(0, at - 10), at),
  )

/** The values whose words stand in the text without a negation; `needed` also leaves out what is only welcome. */
export const findsAll = <T>(text: string, rules: readonly Rule<T>[], mode: 'said' | 'needed' = 'said'): readonly T[] =>
  rules.flatMap(([value, pattern]) => {
    let looked = 0
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      if (!isNegated(text, match.index) && (mode === 'said' || !isWelcomeOnly(text, match.index, end))) return [value]
      looked += 1
      if (looked >= placesMax) break
    }
    return []
  })
