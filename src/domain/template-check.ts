import { render, textMax, valueMax, type Template } from './message.ts'

/** What is wrong with a template, named by what it is about. */
export interface TemplateProblem {
  /** `text`, `sign`, or the name of a value. */
  readonly field: string
  readonly zh: string
  readonly en: string
}

/** How long a message is as providers count: the sign included, every character one. */
export interface MessageSize {
  readonly length: number
  /** Messages that are paid for: up to 70 characters one, beyond that one for each 67. */
  readonly parts: number
}

const onePart = 70
const longPart = 67

/** The size of a text message as providers in China count and charge it. */
export const sizeOf = (text: string): MessageSize => ({
  length: text.length,
  parts: text.length <= onePart ? 1 : Math.ceil(text.length / longPart),
})

/** The names of a template's values, in their order. */
export const gapsOf = ({ text }: Pick<Template, 'text'>): readonly string[] =>
  [...text.matchAll(/\{(\w*)\}/g)].map(([, name = '']) => name)

/** Names that providers keep for themselves. */
const reserved = ['email', 'mobile', 'id', 'nick', 'site']
/** Signs that networks drop or refuse. */
const forbidden = /[★☆※¥¥€◆●①-⑳\u{1F300}-\u{1FAFF}]/u
/** Longest stretch between stops that is read without getting lost. */
const sentenceMax = 60

const withoutSign = (text: string): string => text.replace(/^【[^】]*】/, '')

/**
 * What keeps a template from being sent: rules that providers share (sign of 2 to 12 characters once at the head, each
 * value named once and apart from the next by words, no address and no sign of their own in the text, 500 characters at
 * the longest) and ours for people who read little (short sentences). Empty when it may be approved.
 */
export function templateProblems(template: Pick<Template, 'id' | 'version' | 'text'>): readonly TemplateProblem[] {
  const { text } = template
  const found: TemplateProblem[] = []
  const add = (field: string, zh: string, en: string): void => void found.push({ field, zh, en })
  const sign = /^【([^】]*)】/.exec(text)?.[1]
  if (sign === undefined) add('sign', '须以【签名】开头', 'begins with the sender’s sign in 【】')
  else if (sign.length < 2 || sign.length > 12) add('sign', '签名应为 2 到 12 个字', 'has a sign of 2 to 12 characters')
  const body = withoutSign(text)
  if (/[【】]/.test(body)) add('text', '正文中不能再有【】', 'has 【】 only at its head')
  if (forbidden.test(body)) add('text', '含有运营商不收的特殊符号', 'holds signs that networks refuse')
  if (/https?:|www\./i.test(body))
    add('text', '正文不能写网址，个人链接由系统加上', 'holds no address: the personal link is added')
  const gaps = gapsOf(template)
  for (const name of gaps) {
    if (!/^[a-z]\w{0,24}$/i.test(name))
      add(name, '变量名应以字母开头，不超过 25 个字符', 'is named by a letter and up to 24 more')
    if (reserved.includes(name)) add(name, '变量名被运营商保留', 'has a name that providers keep for themselves')
    if (gaps.filter((one) => one === name).length > 1) add(name, '同一变量只能出现一次', 'is named once')
  }
  if (body.includes('}{')) add('text', '变量之间要有文字', 'has words between values')
  if (body.replace(/\{\w*\}/g, '').trim() === '') add('text', '不能全是变量', 'is more than values')
  if (found.length > 0) return found
  const { length } = longestOf(template)
  if (length > textMax)
    add('text', `最长 ${length} 字，超过 ${textMax} 字`, `is ${length} characters at the longest, more than ${textMax}`)
  const long = body
    .replace(/\{\w*\}/g, '')
    .split(/[。;!?；！？]/)
    .find((one) => one.length > sentenceMax)
  if (long !== undefined)
    add('text', `有一句超过 ${sentenceMax} 字，请分开写`, `has a sentence of more than ${sentenceMax} characters`)
  return found
}

/** The size of a template with values as long as they may be. */
export const longestOf = (template: Pick<Template, 'id' | 'version' | 'text'>): MessageSize => {
  const values = Object.fromEntries(gapsOf(template).map((name) => [name, '字'.repeat(valueMax)]))
  const filled = template.text.replace(/\{(\w+)\}/g, (_gap, name: string) => values[name] ?? '')
  return sizeOf(filled)
}

/** A template filled with values as it would be sent, with its size; a value that is missing or unknown is a problem. */
export function previewOf(
  template: Template,
  values: Readonly<Record<string, string>>,
): { readonly problems: readonly TemplateProblem[] } | ({ readonly text: string } & MessageSize) {
  const gaps = gapsOf(template)
  const problems = [
    ...gaps
      .filter((name) => (values[name] ?? '').trim() === '')
      .map((field) => ({ field, zh: '缺少这个变量的值', en: 'has no value' })),
    ...Object.keys(values)
      .filter((name) => !gaps.includes(name))
      .map((field) => ({ field, zh: '模板里没有这个变量', en: 'is not a value of this template' })),
  ]
  if (problems.length > 0) return { problems }
  const { text } = render(template, values)
  return { text, ...sizeOf(text) }
}
