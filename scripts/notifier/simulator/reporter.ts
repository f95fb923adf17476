import type { Provider } from '../reports.ts'
import { wechatSignature } from '../reports.ts'
import { aliyunReportBody } from './aliyun.ts'
import type { Report } from './exchange.ts'
import { tencentReportBody } from './tencent.ts'
import { wechatReportBody } from './wechat.ts'

export interface ReporterOptions {
  /** Where reports go: `<base>/aliyun`, `<base>/tencent`, `<base>/wechat`; undefined: nowhere. */
  readonly base: string | undefined
  /** The token of WeChat's callback address. */
  readonly wechatToken: string
  readonly nowMs: () => number
}

const gatherMs = 20
const retryMs = 300
const triesMax = 400
const timeoutMs = 5000
const bodiesOf = (provider: Provider, reports: readonly Report[]): readonly string[] => {
  if (provider === 'wechat') return reports.map(wechatReportBody)
  return [provider === 'aliyun' ? aliyunReportBody(reports) : tencentReportBody(reports)]
}
/** What the receiver must say for a provider to be content. */
const contentOf: Readonly<Record<Provider, RegExp>> = {
  aliyun: /"code"\s*:\s*0/,
  tencent: /"result"\s*:\s*0/,
  wechat: /^(success)?$/,
}

/** Posts reports in the providers' own formats, newest first of those that are due together, again and again until they are taken. */
export function createReporter({ base, wechatToken, nowMs }: ReporterOptions) {
  const due: Record<Provider, Report[]> = { aliyun: [], tencent: [], wechat: [] }
  const waiting = new Set<NodeJS.Timeout>()
  let isClosed = false
  let open = 0

  const later = (act: () => void, ms: number): void => {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      if (!isClosed) act()
    }, ms)
    waiting.add(timer)
  }

  const addressOf = (provider: Provider): string => {
    if (provider !== 'wechat') return `${base ?? ''}/${provider}`
    const timestamp = String(Math.floor(nowMs() / 1000))
    const signature = wechatSignature(wechatToken, timestamp, 'sim')
    return `${base ?? ''}/wechat?signature=${signature}&timestamp=${timestamp}&nonce=sim`
  }

  const post = async (provider: Provider, body: string, tries: number): Promise<void> => {
    const type = provider === 'wechat' ? 'text/xml' : 'application/json'
    try {
      const answer = await fetch(addressOf(provider), {
        method: 'POST',
        body,
        headers: { 'content-type': `${type}; charset=utf-8` },
        signal: AbortSignal.timeout(timeoutMs),
      })
      const said = await answer.text()
      if (answer.ok && contentOf[provider].test(said)) {
        open -= 1
        return
      }
    } catch {
      // The receiver is down; a provider asks again.
    }
    if (tries < triesMax) later(() => void post(provider, body, tries + 1), retryMs)
    else open -= 1
  }

  const flush = (provider: Provider): void => {
    const reports = due[provider].splice(0).reverse()
    const bodies = bodiesOf(provider, reports)
    open += bodies.length - reports.length
    for (const body of bodies) void post(provider, body, 1)
  }

  return {
    send: (report: Report, delayMs: number): void => {
      if (base === undefined || isClosed) return
      const { provider } = report.taken
      open += 1
      later(() => {
        due[provider].push(report)
        if (due[provider].length === 1) later(() => flush(provider), gatherMs)
      }, delayMs)
    },
    /** Reports that are still on their way. */
    open: (): number => open,
    close: (): void => {
      isClosed = true
      for (const timer of waiting) clearTimeout(timer)
    },
  }
}
