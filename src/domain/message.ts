import type { MessageBody } from './delivery-types.ts'

/** A text with named gaps, in plain words; the sign at its head names the sender as the rules for text messages ask. */
export interface Template {
  readonly id: string
  readonly version: number
  readonly text: string
}

/** Longest text that every provider takes (characters, each Chinese character one). */
export const textMax = 500
/** Longest value that providers put into a template; a longer one is cut. */
export const valueMax = 35

export const templates = {
  offer: {
    id: 'offer',
    version: 2,
    text: '【利通就业】您好，为您推荐工作：{title}，{employer}，{wage}，{place}。合适原因：{reasons}。愿意请回1，不去请回2，有事请联系村劳务工作站。',
  },
  guidance: {
    id: 'guidance',
    version: 2,
    text: '【利通就业】您好，已为您约好一次职业指导：{when}，{place}({mode})。能来请回1，改时间请回2。免费，不收任何费用。',
  },
  training: {
    id: 'training',
    version: 2,
    text: '【利通就业】您好，已为您留好免费培训名额：{title}，{when}开班，地点{place}。参加请回1，不参加请回2，名额保留到{until}。',
  },
  offer_off: {
    id: 'offer_off',
    version: 1,
    text: '【利通就业】您好，给您推荐的工作停止招聘了：{title}，{employer}。已经通知您面试或上班的，照通知去。没有通知的请不要前去，也不用再答复。有合适的工作会再推荐给您。',
  },
  guidance_off: {
    id: 'guidance_off',
    version: 1,
    text: '【利通就业】您好，原定{when}的职业指导取消了，地点{place}。请不要前去，也不用等候。如还需要，我们会另约时间再通知您，您不用做什么。',
  },
  training_off: {
    id: 'training_off',
    version: 1,
    text: '【利通就业】您好，为您留的培训名额取消了：{title}，原定{when}开班，地点{place}。请不要前去。有合适的班会再给您留名额，您不用做什么。',
  },
  bundle2: {
    id: 'bundle2',
    version: 2,
    text: '【利通就业】您好，有2件事请您答复：1、{first}。2、{second}。同意哪件请回哪件的数字，都不要请回9。不收任何费用。',
  },
  bundle3: {
    id: 'bundle3',
    version: 2,
    text: '【利通就业】您好，有3件事请您答复：1、{first}。2、{second}。3、{third}。同意哪件请回哪件的数字，都不要请回9。不收任何费用。',
  },
  bundle4: {
    id: 'bundle4',
    version: 2,
    text: '【利通就业】您好，有4件事请您答复：1、{first}。2、{second}。3、{third}。4、{fourth}。同意哪件请回哪件的数字，都不要请回9。不收任何费用。',
  },
} as const satisfies Record<string, Template>

const bundles: Readonly<Record<number, Template>> = {
  2: templates.bundle2,
  3: templates.bundle3,
  4: templates.bundle4,
}
/** Most items that one message carries. */
export const bundleMax = 4
const ordinals = ['first', 'second', 'third', 'fourth'] as const

/** The template of a message with so many items, and its values. */
export function bundleOf(
  lines: readonly string[],
): { readonly template: Template; readonly values: Readonly<Record<string, string>> } | undefined {
  const template = bundles[lines.length]
  if (template === undefined) return undefined
  return { template, values: Object.fromEntries(lines.map((line, at) => [ordinals[at] ?? '', line])) }
}

/** Where the person's own link will stand: whoever reads a stored message must not be able to answer for the person. */
export const linkGap = '〔个人链接〕'

/** The sentence before the link, where no sign of ours can run into the address. */
const linkWords = '看详情、答复请点 '

/** The template with the place for the link at its end, where no sign of ours can run into the address. */
export const linked = ({ id, version, text }: Template): Template => ({
  id: `${id}_link`,
  version,
  text: `${text}${linkWords}${linkGap}`,
})

/** The text with the link in its place, or without that sentence when there is no link. */
export async function fillLink(text: string, link: (() => Promise<string>) | undefined): Promise<string> {
  const ending = `${linkWords}${linkGap}`
  if (!text.endsWith(ending)) return text
  return link === undefined ? text.slice(0, -ending.length) : text.slice(0, -linkGap.length) + (await link())
}

/** A value as providers take it; brackets of this kind mark the sender, and a second pair is refused. */
function clipped(value: string): string {
  const plain = value.replace(/[【】]/g, '')
  return plain.length <= valueMax ? plain : `${plain.slice(0, valueMax - 1)}…`
}

/**
 * Fills a template; a gap without a value is an error. Values are cut to what providers take, so that no text grows beyond
 * `textMax`, the person's link included.
 */
export function render(template: Template, values: Readonly<Record<string, string>>): MessageBody {
  const text = template.text.replace(/\{(\w+)\}/g, (_gap, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`template ${template.id} has no value for ${name}`)
    return clipped(value)
  })
  return { template: template.id, templateVersion: template.version, text }
}
