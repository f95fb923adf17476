/** Markup that is safe to send: made by `html` alone. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a gap of a template; text is escaped, nothing stands for what is missing. */
export type Content = Html | string | number | undefined | false | readonly Content[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text with every character that means something in HTML written as an entity. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/g, (found) => entities[found] ?? found)

const rendered = (content: Content): string => {
  if (content === undefined || content === false) return ''
  if (content instanceof Html) return content.text
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content))
  return content.map(rendered).join('')
}

/** Markup with its gaps filled; gaps stand between tags or inside quoted attributes. */
export const html = (parts: TemplateStringsArray, ...gaps: readonly Content[]): Html =>
  new Html(parts.map((part, at) => part + rendered(gaps[at])).join(''))
