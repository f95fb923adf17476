import { createHash, timingSafeEqual } from 'node:crypto'
import { epochMsOf, instantOf, type Instant } from '../../src/domain/time.ts'

/** Whose format a report is in. */
export type Provider = 'aliyun' | 'tencent' | 'wechat'

/** What a provider says became of one message that it had taken; holds neither number nor name of the person. */
export interface ProviderReport {
  readonly provider: Provider
  /** The provider's id of the message: Aliyun `biz_id`, Tencent `sid`, WeChat `MsgID`. */
  readonly messageId: string
  /** What the sender gave along, where the provider gives it back: Aliyun `out_id`. */
  readonly reference?: string
  readonly status: 'delivered' | 'failed'
  /** The provider's code, at most 64 characters of letters, digits and `_.:-`. */
  readonly code: string
  readonly at: Instant
}

/** Reports that could be read, and how many entries could not. */
export interface ReadReports {
  readonly reports: readonly ProviderReport[]
  readonly malformed: number
}

/** A receipt as `POST /v1/deliveries/receipts` takes it. */
export interface ReceiptRow {
  readonly delivery: string
  readonly attempt: number
  readonly status: 'sent' | 'delivered' | 'failed' | 'unknown'
  readonly at: Instant
  readonly code?: string
}

type Fields = Readonly<Record<string, unknown>>

const codeMax = 64

/** A provider's code in the characters that a receipt may carry, without anything that may be a person's number; `fallback` when nothing is left of it. */
export function codeOf(said: unknown, fallback: string): string {
  const text = typeof said === 'string' || typeof said === 'number' ? String(said) : ''
  const code = text
    .trim()
    .replace(/[^A-Za-z0-9_.:-]+/g, '_')
    .replace(/\d{7,}/g, '_')
    .slice(0, codeMax)
  return /[A-Za-z0-9]/.test(code) ? code : fallback
}

/** `2026-03-02 10:00:05`, which providers mean in Asia/Shanghai; `receivedAt` for what is no time or lies ahead of it. */
export function chinaTime(said: unknown, receivedAt: Instant): Instant {
  const found = typeof said === 'string' ? /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(said.trim()) : null
  const epochMs = found === null ? Number.NaN : Date.parse(`${found[1] ?? ''}T${found[2] ?? ''}+08:00`)
  return Number.isNaN(epochMs) || epochMs > epochMsOf(receivedAt) ? receivedAt : instantOf(epochMs)
}

const idOf = (said: unknown): string | undefined => {
  const id = typeof said === 'number' && Number.isSafeInteger(said) ? String(said) : said
  return typeof id === 'string' && /^[\x21-\x7e]{1,128}$/.test(id) ? id : undefined
}

const isFields = (said: unknown): said is Fields => typeof said === 'object' && said !== null && !Array.isArray(said)

const readEach = (body: unknown, read: (entry: Fields) => ProviderReport | undefined): ReadReports => {
  const entries: readonly unknown[] = Array.isArray(body) ? body : [body]
  const found = entries.map((entry) => (isFields(entry) ? read(entry) : undefined))
  const reports = found.filter((one) => one !== undefined)
  return { reports, malformed: found.length - reports.length }
}

/**
 * Aliyun's SmsReport: a JSON array of `biz_id`, `out_id`, `success`, `err_code`, `report_time`. An entry that does not
 * say whether it arrived is malformed; a code that nobody knows is kept as it came.
 */
export const aliyunReports = (body: unknown, receivedAt: Instant): ReadReports =>
  readEach(body, (entry) => {
    const messageId = idOf(entry['biz_id'])
    const reference = idOf(entry['out_id'])
    const said = String(entry['success'])
    if (messageId === undefined || !/^(true|false)$/.test(said)) return undefined
    const success = said === 'true'
    return {
      provider: 'aliyun',
      messageId,
      ...(reference === undefined ? {} : { reference }),
      status: success ? 'delivered' : 'failed',
      code: codeOf(entry['err_code'], success ? 'DELIVERED' : 'UNKNOWN'),
      at: chinaTime(entry['report_time'], receivedAt),
    }
  })

/** Tencent's status callback: a JSON array of `sid`, `report_status` (SUCCESS or FAIL), `errmsg`, `user_receive_time`. */
export const tencentReports = (body: unknown, receivedAt: Instant): ReadReports =>
  readEach(body, (entry) => {
    const messageId = idOf(entry['sid'])
    const status = entry['report_status']
    if (messageId === undefined || (status !== 'SUCCESS' && status !== 'FAIL')) return undefined
    return {
      provider: 'tencent',
      messageId,
      status: status === 'SUCCESS' ? 'delivered' : 'failed',
      code: codeOf(entry['errmsg'], status === 'SUCCESS' ? 'DELIVRD' : 'UNKNOWN'),
      at: chinaTime(entry['user_receive_time'], receivedAt),
    }
  })

const tagOf = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>\\s*(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*?))\\s*</${tag}>`)
    .exec(xml)
    ?.slice(1)
    .find((one) => one)

/**
 * WeChat's TEMPLATESENDJOBFINISH event in clear XML: `MsgID` and `Status`, which is `success`, `failed:user block` or
 * `failed: system failed`. Other events are no report and count as nothing.
 */
export function wechatReports(xml: string, receivedAt: Instant): ReadReports {
  if (tagOf(xml, 'Event')?.trim() !== 'TEMPLATESENDJOBFINISH') return { reports: [], malformed: 0 }
  const messageId = idOf(tagOf(xml, 'MsgID'))
  const status = tagOf(xml, 'Status')?.trim() ?? ''
  const reason = /^failed\s*:?\s*(.*)$/i.exec(status)?.[1]
  const isSuccess = status.toLowerCase() === 'success'
  if (messageId === undefined || (!isSuccess && reason === undefined)) return { reports: [], malformed: 1 }
  const epochMs = Number(tagOf(xml, 'CreateTime')) * 1000
  const isTime = Number.isFinite(epochMs) && epochMs > 0 && epochMs <= epochMsOf(receivedAt)
  return {
    reports: [
      {
        provider: 'wechat',
        messageId,
        status: isSuccess ? 'delivered' : 'failed',
        code: isSuccess ? 'success' : codeOf(reason, 'UNKNOWN'),
        at: isTime ? instantOf(epochMs) : receivedAt,
      },
    ],
    malformed: 0,
  }
}

/** What WeChat signs each call of the callback address with: SHA-1 over token, timestamp and nonce in sorted order. */
export const wechatSignature = (token: string, timestamp: string, nonce: string): string =>
  createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex')

/** True when two texts are the same, in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((one) => createHash('sha256').update(one).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}

/** A receipt's identity: the same news twice has the same one. */
export const receiptKey = (row: ReceiptRow): string => `${row.delivery}/${row.attempt}/${row.status}/${row.code ?? ''}`

/**
 * Receipts for the reports whose message `find` knows, each once and in an order of their own: the same reports,
 * repeated and in any order, give the same receipts. What `find` does not know is given back.
 */
export function receiptsOf(
  reports: readonly ProviderReport[],
  find: (report: ProviderReport) => { readonly delivery: string; readonly attempt: number } | undefined,
): { readonly receipts: readonly ReceiptRow[]; readonly unmatched: readonly ProviderReport[] } {
  const receipts = new Map<string, ReceiptRow>()
  const unmatched: ProviderReport[] = []
  for (const report of reports) {
    const found = find(report)
    if (found === undefined) {
      unmatched.push(report)
      continue
    }
    const { delivery, attempt } = found
    const row: ReceiptRow = { delivery, attempt, status: report.status, at: report.at, code: report.code }
    const key = receiptKey(row)
    const known = receipts.get(key)
    // Of two tellings of one fact the earlier is when it happened.
    if (known === undefined || row.at < known.at) receipts.set(key, row)
  }
  const order = [...receipts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  return { receipts: order, unmatched }
}
