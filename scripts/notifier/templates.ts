import { linked, linkGap, templates } from '../../src/domain/message.ts'

/** What a provider sends: its own approved template, filled with values. */
export interface Filled {
  readonly code: string
  /** In the order in which the text names them. */
  readonly values: readonly (readonly [name: string, value: string])[]
}

/**
 * Our text of a template, without the sender's sign 【…】, which providers put there themselves. `offer_link` and the like
 * end in the person's own address as one more value, `link`.
 */
export function patternOf(template: string): string | undefined {
  const [, name = template, ending] = /^(\w+?)(_link)?$/.exec(template) ?? []
  if (!Object.hasOwn(templates, name)) return undefined
  const found = templates[name as keyof typeof templates]
  return unsigned(ending === undefined ? found.text : linked(found).text.replace(linkGap, '{link}'))
}

const carrying = ['bundle2', 'bundle3', 'bundle4'] as const

/** True when every provider has the templates that carry several items, with or without the link. */
export const canBundle = (providers: readonly ReadonlyMap<string, string>[]): boolean =>
  ['', '_link'].some((ending) => providers.every((codes) => carrying.every((name) => codes.has(`${name}${ending}`))))

const unsigned = (text: string): string => text.replace(/^【[^】]*】/, '')

/**
 * The values with which a pattern becomes this text; undefined when none do. Where several splits are possible any one
 * is right, because the person gets the same text from each.
 */
export function valuesOf(pattern: string, text: string): readonly (readonly [string, string])[] | undefined {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const literal = pattern.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const found = new RegExp(`^${literal.join('([\\s\\S]*?)')}$`).exec(unsigned(text))
  return found === null ? undefined : names.map((name, at) => [name, found[at + 1] ?? ''])
}

/** A message as the provider's template and its values; undefined when the provider has none, or the text is another. */
export function filled(
  message: { readonly template: string; readonly text: string },
  codes: ReadonlyMap<string, string>,
): Filled | undefined {
  const code = codes.get(message.template)
  const pattern = patternOf(message.template)
  if (code === undefined || pattern === undefined) return undefined
  const values = valuesOf(pattern, message.text)
  return values === undefined
    ? undefined
    : { code, values: values.map(([name, value]) => [name, name === 'link' ? tokenOf(value) : value]) }
}

/**
 * What of the personal link is a value: its last part. Providers want the address itself in the template, because they check
 * whose it is: `…请点 https://jobs.example.cn/s/${link}`.
 */
const tokenOf = (link: string): string => link.slice(link.lastIndexOf('/') + 1)

/** Reads `offer=SMS_1;guidance=SMS_2`; undefined when it is malformed or names a template that is not ours. */
export function codesOf(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part): [string, string] => {
      const at = part.indexOf('=')
      return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()]
    })
  const isRight = pairs.length > 0 && pairs.every(([name, code]) => patternOf(name) !== undefined && code !== '')
  return isRight ? new Map(pairs) : undefined
}
