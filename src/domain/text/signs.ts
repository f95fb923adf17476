/** A text in one form for every sign (NFKC). That may lengthen it: cut before it (bounded work) and after it (bounded result). */
export const inOneForm = (text: string, max: number): string => text.slice(0, max).normalize('NFKC').slice(0, max)

/**
 * Full-width signs, letters and figures as half-width ones, sign for sign, so that a place in the result is the same place
 * in the text. A pattern that reads the result needs to name each sign once.
 */
export const halfWidth = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')
