import { isPersonal, type Channel, type Seeker } from './seeker.ts'
import type { Instant } from './time.ts'

/** Why a channel stands where it stands in a person's plan, or why it is not in it. */
export const planCodes = {
  preferred: { zh: '本人选定', en: 'the person chose it' },
  usual: { zh: '按通常次序', en: 'in the usual order' },
  worked_before: { zh: '上次经此送达，提前', en: 'it reached the person last time, so it leads' },
  failed_before: { zh: '连续两次失败，靠后', en: 'it failed twice in a row, so it follows the other messages' },
  no_consent: { zh: '本人未同意', en: 'the person has not consented' },
  no_address: { zh: '没有号码或账号', en: 'no number or account is known' },
  stopped: { zh: '本人已停收消息', en: 'the person stopped messages' },
  last_resort: { zh: '最后一步，总要当面送到', en: 'the last resort of every plan' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>
export type PlanCode = keyof typeof planCodes

export interface PlanReason {
  readonly channel: Channel
  readonly code: PlanCode
}

/** The order in which channels are tried for one person, and why. */
export interface ChannelPlan {
  readonly channels: readonly Channel[]
  readonly reasons: readonly PlanReason[]
}

/** What became of one attempt on a channel. */
export interface PastAttempt {
  readonly channel: Channel
  readonly begunAt: Instant
  readonly arrived: boolean
}

/** So many failures in a row put a channel behind. */
const failuresMax = 2

/** An attempt as far as its end is looked at. */
interface Tried extends Pick<PastAttempt, 'channel' | 'begunAt'> {
  readonly receipts: readonly { readonly status: string }[]
}

/** The attempts of earlier messages whose end is known, oldest first. */
export function pastOf(deliveries: readonly { readonly attempts: readonly Tried[] }[]): readonly PastAttempt[] {
  return deliveries
    .flatMap(({ attempts }) =>
      attempts.flatMap(({ channel, begunAt, receipts }): readonly PastAttempt[] => {
        const arrived = receipts.some((one) => one.status === 'delivered')
        const failed = receipts.some((one) => one.status === 'failed')
        return arrived || failed ? [{ channel, begunAt, arrived }] : []
      }),
    )
    .sort((a, b) => (a.begunAt < b.begunAt ? -1 : a.begunAt > b.begunAt ? 1 : 0))
}

const hasFailed = (past: readonly PastAttempt[], channel: Channel): boolean => {
  const own = past.filter((one) => one.channel === channel).slice(-failuresMax)
  return own.length === failuresMax && own.every((one) => !one.arrived)
}

/** Why a channel cannot be used for this person at all; undefined when it can. */
function bar(seeker: Seeker, channel: Channel): PlanCode | undefined {
  if (channel === 'visit') return undefined
  if (seeker.channels.some((one) => one.channel === channel && !one.consent)) return 'no_consent'
  if (seeker.messagesStoppedAt !== undefined && !isPersonal(channel)) return 'stopped'
  const address = channel === 'wechat' ? seeker.wechat : seeker.phone
  return address === undefined ? 'no_address' : undefined
}

/**
 * The channels of a person: those that they chose and consented to in their order, else the usual order; of messages,
 * one that failed twice in a row goes behind the other, and, where the person chose nothing, the one that reached them
 * last leads. Calls keep their place, and a visit ends every plan.
 */
export function planOf(seeker: Seeker, usual: readonly Channel[], past: readonly PastAttempt[]): ChannelPlan {
  const chosen = seeker.channels.map((one) => one.channel)
  const wanted = [...new Set(chosen.length > 0 ? chosen : usual)].filter((channel) => channel !== 'visit')
  const barred = wanted.flatMap((channel): readonly PlanReason[] => {
    const code = bar(seeker, channel)
    return code === undefined ? [] : [{ channel, code }]
  })
  const open = wanted.filter((channel) => barred.every((one) => one.channel !== channel))
  const last = past.findLast((one) => one.arrived && !isPersonal(one.channel))?.channel
  const rank = (channel: Channel): number =>
    hasFailed(past, channel) ? 2 : channel === last && chosen.length === 0 ? 0 : 1
  const messages = open.filter((channel) => !isPersonal(channel))
  const ordered = [...messages].sort((a, b) => rank(a) - rank(b) || messages.indexOf(a) - messages.indexOf(b))
  let taken = 0
  const channels = open.map((channel) => (isPersonal(channel) ? channel : (ordered[taken++] ?? channel)))
  const codes = ['worked_before', chosen.length > 0 ? 'preferred' : 'usual', 'failed_before'] as const
  return {
    channels: [...channels, 'visit'],
    reasons: [
      ...channels.map((channel) => ({ channel, code: codes[isPersonal(channel) ? 1 : rank(channel)] ?? 'usual' })),
      { channel: 'visit', code: 'last_resort' },
      ...barred,
    ],
  }
}
