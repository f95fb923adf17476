import { createHash } from 'node:crypto'
import { ask, outcomeOf, textOf, type CodeTable, type Driver, type DriverTools, type SendOutcome } from './driver.ts'
import { filled, type Filled } from './templates.ts'

export interface WechatSettings {
  readonly url: string
  readonly appId: string
  readonly appSecret: string
  /** By our templates, WeChat's: `<template id>:<its field>.<our value>,…`. */
  readonly codes: ReadonlyMap<string, string>
}

/** Error codes of the token and the template message that are not the end of the message. */
const codes: CodeTable = [
  [/^(-1|45009|45011|45066|50002)$/, 'later'],
  [/^(40001|40014|42001|41001|40002|40013|40125|40164|89503|48001|48004|40037|50001|61024)$/, 'ours'],
]
const tokenIsStale = /^(40001|40014|42001)$/
/** An access token is renewed so long before it ends (the platform's own margin is five minutes). */
const renewBeforeMs = 300_000

/** Longest values by the kind that begins a field's name (characters); longer ones are refused with 47003. */
const lengthMax: Readonly<Record<string, number>> = { thing: 20, phrase: 5, name: 10, character_string: 32, const: 20 }

const fitted = (field: string, value: string): string => {
  const max = lengthMax[field.replace(/\d+$/, '')]
  const characters = Array.from(value)
  return max === undefined || characters.length <= max ? value : `${characters.slice(0, max - 1).join('')}…`
}

/** A margin below the ten minutes within which the platform sends one message per openid and `client_msg_id`. */
const repeatWindowMs = 540_000

/** What tells WeChat that a message is the same again; this one is the same for every attempt. */
export const clientIdOf = (delivery: string): string => createHash('sha256').update(delivery).digest('hex').slice(0, 32)

/** WeChat's template id and data; undefined for a setting that names a value which the text has not. */
export function wechatData(
  found: Filled,
): { readonly id: string; readonly data: Readonly<Record<string, { readonly value: string }>> } | undefined {
  const values = new Map(found.values)
  const [id = '', fields = ''] = found.code.split(':')
  const pairs = fields.split(',').map((field) => field.trim().split('.'))
  const data: Record<string, { value: string }> = {}
  for (const [field = '', name = ''] of pairs) {
    const value = values.get(name)
    if (field === '' || value === undefined) return undefined
    data[field] = { value: fitted(field, value) }
  }
  return id === '' ? undefined : { id, data }
}

type Token =
  { readonly kind: 'token'; readonly text: string } | { readonly kind: 'none'; readonly outcome: SendOutcome }

/** WeChat official account: a stable access token and template messages. */
export function wechat(settings: WechatSettings, tools: DriverTools): Driver {
  const { origin } = new URL(settings.url)
  let token: { readonly text: string; readonly endsMs: number } | undefined
  let asking: Promise<Token> | undefined

  const post = (path: string, body: unknown) =>
    ask(tools, `${origin}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json; charset=utf-8' },
    })

  const askToken = async (): Promise<Token> => {
    const asked = await post('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: settings.appId,
      secret: settings.appSecret,
    })
    // Nothing is sent while a token is asked for, so silence here costs no message.
    if (asked.kind === 'none') return { kind: 'none', outcome: { kind: 'later', code: 'token', waitMs: 2000 } }
    const text = textOf(asked.body, 'access_token')
    if (text === '') return { kind: 'none', outcome: outcomeOf(textOf(asked.body, 'errcode') || '50001', codes) }
    token = { text, endsMs: tools.nowMs() + Number(asked.body['expires_in']) * 1000 - renewBeforeMs }
    return { kind: 'token', text }
  }

  const tokenNow = (): Promise<Token> => {
    if (token !== undefined && token.endsMs > tools.nowMs()) return Promise.resolve({ kind: 'token', text: token.text })
    asking ??= askToken().finally(() => (asking = undefined))
    return asking
  }

  const sendOnce = async (body: unknown): Promise<SendOutcome> => {
    const found = await tokenNow()
    if (found.kind === 'none') return found.outcome
    const asked = await post(`/cgi-bin/message/template/send?access_token=${encodeURIComponent(found.text)}`, body)
    if (asked.kind === 'none') return asked.outcome
    const code = textOf(asked.body, 'errcode')
    if (code === '0') return { kind: 'accepted', messageId: textOf(asked.body, 'msgid') }
    if (code === '') return { kind: 'unknown', code: `http.${asked.status}` }
    if (tokenIsStale.test(code) && token?.text === found.text) token = undefined
    return outcomeOf(code, codes)
  }

  return {
    provider: 'wechat',
    channel: 'wechat',
    repeatableMs: repeatWindowMs,
    // Template messages have no query: the report tells, or sending the same again within the window.
    find: () => Promise.resolve({ kind: 'unclear', code: 'no_query' }),
    send: async (message) => {
      const found = filled(message, settings.codes)
      const made = found === undefined ? undefined : wechatData(found)
      if (made === undefined) return { kind: 'failed', code: 'template.unmatched' }
      const body = {
        touser: message.address,
        template_id: made.id,
        data: made.data,
        client_msg_id: clientIdOf(message.delivery),
      }
      const first = await sendOnce(body)
      // Somebody else has renewed the token: once more with a new one, for nothing was sent.
      return first.kind === 'later' && tokenIsStale.test(first.code) ? sendOnce(body) : first
    },
  }
}
