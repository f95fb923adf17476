import { html, type Html } from './html.ts'

/** One bar with its label and value. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly text: string
}

const width = 640
const rowHeight = 26
const labelWidth = 300
const valueWidth = 90

/** Horizontal bars as an inline picture that needs no script; `most` is the value of a full bar. */
export function barsOf(title: string, bars: readonly Bar[], most: number): Html {
  const room = width - labelWidth - valueWidth
  return html`<svg
    role="img"
    aria-label="${title}"
    viewBox="0 0 ${width} ${bars.length * rowHeight}"
    width="${width}"
    font-size="14"
  >
    ${bars.map(({ label, value, text }, at) => {
      const long = most <= 0 ? 0 : Math.round((Math.min(value, most) / most) * room)
      return html`<text x="0" y="${at * rowHeight + 17}" fill="#1c2430">${label}</text
        ><rect x="${labelWidth}" y="${at * rowHeight + 4}" width="${long}" height="17" fill="#0a4fa3"></rect
        ><text x="${labelWidth + long + 6}" y="${at * rowHeight + 17}" fill="#1c2430">${text}</text>`
    })}
  </svg>`
}
