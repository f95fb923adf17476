import { change, refuse, unchanged, type Aggregate, type Decision } from './aggregate.ts'
import type { ItemPurpose } from './delivery-types.ts'
import type { Sealed } from './privacy.ts'
import type { Instant } from './time.ts'

export const replyMeanings = ['yes', 'no', 'help', 'stop', 'resume', 'unknown'] as const
/** 1 · 2 · 0 · TD · HF · anything else */
export type ReplyMeaning = (typeof replyMeanings)[number]

export const replyTroubles = [
  'help_wanted',
  'words_unknown',
  'sender_unknown',
  'several_waiting',
  'nothing_waiting',
  'not_possible',
] as const
/** Why a caseworker has to look at a reply. */
export type ReplyTrouble = (typeof replyTroubles)[number]

export const replyStates = ['received', 'done', 'open', 'closed'] as const

/** What a person sent back 回复. received: being taken in · done: it had its effect · open: a caseworker's task · closed. */
export interface Reply extends Aggregate {
  readonly via: 'sms' | 'link'
  /** Missing when nobody could be found for it. */
  readonly seeker?: string
  readonly township?: string
  readonly village?: string
  readonly meaning: ReplyMeaning
  /** What the person wrote, when it was more than a sign. */
  readonly words?: Sealed
  /** What it answers. */
  readonly purpose?: ItemPurpose
  readonly item?: string
  readonly state: (typeof replyStates)[number]
  readonly trouble?: ReplyTrouble
  readonly receivedAt: Instant
  readonly closedAt?: Instant
  readonly closedBy?: string
  readonly note?: string
}

const signs: Readonly<Record<Exclude<ReplyMeaning, 'unknown'>, readonly string[]>> = {
  yes: ['1'],
  no: ['2', '3'],
  help: ['0'],
  stop: ['TD', 'T', 'N', '退订', '退'],
  resume: ['HF', '恢复'],
}

/** A text as it is compared: full-width signs made narrow, capitals, no spaces, brackets, quotes or stops around it. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^(?:回复?:?)?[\s"'“”‘’「」【】()[\]<>.。,!]*|[\s"'“”‘’「」【】()[\]<>.。,!]*$/gu, '')

/** What a text message means: a sign of the table and nothing else is taken for an answer. */
export function meaningOf(text: string): ReplyMeaning {
  const said = plain(text)
  const found = Object.entries(signs).find(([, words]) => words.includes(said))
  return found === undefined ? 'unknown' : (found[0] as ReplyMeaning)
}

/** Which of several numbered items a text chooses: 1 to 8, or 9 for none of them; undefined for anything else. */
export function choiceOf(text: string): number | 'none' | undefined {
  const said = plain(text)
  if (!/^[1-9]$/.test(said)) return undefined
  return said === '9' ? 'none' : Number(said)
}

/** How it ended: with its effect, or as a task for a caseworker. Ending again changes nothing. */
export function settleReply(
  reply: Reply,
  found: Partial<Pick<Reply, 'seeker' | 'township' | 'village' | 'purpose' | 'item' | 'trouble' | 'meaning'>>,
): Decision<Reply> {
  if (reply.state !== 'received') return unchanged(reply)
  const state = found.trouble === undefined ? 'done' : 'open'
  const about = found.seeker ?? reply.seeker
  return change(
    { ...reply, ...found, state },
    {
      kind: state === 'done' ? 'reply.taken' : 'reply.opened',
      data: {
        reply: reply._id,
        meaning: found.meaning ?? reply.meaning,
        ...(about === undefined ? {} : { seeker: about }),
        ...(found.item === undefined ? {} : { item: found.item }),
        ...(found.trouble === undefined ? {} : { trouble: found.trouble }),
      },
    },
  )
}

/** A caseworker has seen to it; the note says what was done. */
export function closeReply(reply: Reply, said: { by: string; at: Instant; note: string }): Decision<Reply> {
  if (reply.state === 'closed') return unchanged(reply)
  if (reply.state !== 'open') return refuse('reply.wrong_state', { state: reply.state })
  return change(
    { ...reply, state: 'closed', closedAt: said.at, closedBy: said.by, note: said.note },
    { kind: 'reply.closed', data: { reply: reply._id } },
  )
}
