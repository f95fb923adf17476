import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channel } from './driver.ts'
import { receiptKey, type Provider, type ProviderReport, type ReceiptRow } from './reports.ts'

/**
 * sending: the request may be on its way · accepted: the provider has it · released: it was surely not taken · failed: it
 * will never be · doubted: nobody can tell, and the service was told so.
 */
export type SendState = 'sending' | 'accepted' | 'released' | 'failed' | 'doubted'

/** What is known of one delivery on one channel; never the address. */
export interface Send {
  readonly delivery: string
  readonly attempt: number
  readonly channel: Channel
  readonly provider: Provider
  readonly state: SendState
  readonly messageId?: string
  readonly atMs: number
}

type Entry =
  | { readonly kind: 'send'; readonly send: Send }
  | { readonly kind: 'report'; readonly report: ProviderReport; readonly atMs: number }
  | { readonly kind: 'receipt'; readonly row: ReceiptRow }
  | { readonly kind: 'told'; readonly keys: readonly string[]; readonly atMs: number }

/** Entries older than this are forgotten at the next start; longer than a delivery lives. */
const keepMs = 40 * 86_400_000
const fileName = 'journal.jsonl'

const sendKey = (delivery: string, channel: Channel): string => `${delivery}/${channel}`
const messageKey = (provider: Provider, messageId: string): string => `${provider}/${messageId}`

/** Appends lines and waits for the disk; what is written at the same time shares one wait. */
function lineWriter(file: FileHandle): (line: string) => Promise<void> {
  let waiting: string[] = []
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()
  const write = async (): Promise<void> => {
    const lines = waiting
    waiting = []
    next = undefined
    await file.appendFile(lines.join(''))
    await file.datasync()
  }
  return (line) => {
    waiting.push(`${line}\n`)
    next ??= running = running.then(write)
    return next
  }
}

/** The state that entries make, in the order in which they were written. */
function createState() {
  const sends = new Map<string, Send>()
  const byMessage = new Map<string, string>()
  const news = new Map<string, { readonly report: ProviderReport; readonly atMs: number }>()
  const receipts = new Map<string, ReceiptRow>()
  const told = new Map<string, number>()

  const apply = (entry: Entry): void => {
    if (entry.kind === 'send') {
      const { send } = entry
      const key = sendKey(send.delivery, send.channel)
      sends.set(key, send)
      if (send.messageId !== undefined) byMessage.set(messageKey(send.provider, send.messageId), key)
    } else if (entry.kind === 'report') {
      const { report, atMs } = entry
      const key = messageKey(report.provider, report.messageId)
      // Arrived is final, whatever else is said of the same message.
      if (news.get(key)?.report.status !== 'delivered') news.set(key, { report, atMs })
    } else if (entry.kind === 'receipt') {
      const key = receiptKey(entry.row)
      if (!told.has(key)) receipts.set(key, entry.row)
    } else
      for (const key of entry.keys) {
        receipts.delete(key)
        told.set(key, entry.atMs)
      }
  }

  /** Everything that is still worth knowing, as entries that make the same state. */
  const entries = (sinceMs: number): readonly Entry[] => {
    const keys = [...told].filter(([, atMs]) => atMs >= sinceMs)
    return [
      ...[...sends.values()].filter((one) => one.atMs >= sinceMs).map((send): Entry => ({ kind: 'send', send })),
      ...[...news.values()].filter((one) => one.atMs >= sinceMs).map((one): Entry => ({ kind: 'report', ...one })),
      ...keys.map(([key, atMs]): Entry => ({ kind: 'told', keys: [key], atMs })),
      ...[...receipts.values()].map((row): Entry => ({ kind: 'receipt', row })),
    ]
  }
  return { sends, byMessage, news, receipts, told, apply, entries }
}

/** The entries of a file; a last line that a kill cut off was never relied on. */
async function entriesOf(path: string): Promise<readonly Entry[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Entry]
    } catch {
      return []
    }
  })
}

/**
 * Opens the notifier's memory: which message went where, what became of it, and what the service has not been told yet.
 * Every change is on the disk when its promise resolves. One process at a time may hold a folder.
 */
export async function openJournal(folder: string, nowMs: () => number) {
  await mkdir(folder, { recursive: true })
  const path = join(folder, fileName)
  const state = createState()
  for (const entry of await entriesOf(path)) state.apply(entry)
  const draft = await open(`${path}.new`, 'w', 0o600)
  await draft.writeFile(
    state
      .entries(nowMs() - keepMs)
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join(''),
  )
  await draft.sync()
  await draft.close()
  await rename(`${path}.new`, path)
  const file = await open(path, 'a', 0o600)
  const append = lineWriter(file)
  const write = (entry: Entry): Promise<void> => {
    state.apply(entry)
    return append(JSON.stringify(entry))
  }

  return {
    sendOf: (delivery: string, channel: Channel): Send | undefined => state.sends.get(sendKey(delivery, channel)),
    sendOfMessage: (provider: Provider, messageId: string): Send | undefined =>
      state.sends.get(state.byMessage.get(messageKey(provider, messageId)) ?? ''),
    newsOf: (provider: Provider, messageId: string): ProviderReport | undefined =>
      state.news.get(messageKey(provider, messageId))?.report,
    /** Sends in this state. */
    sendsIn: (wanted: SendState): readonly Send[] => [...state.sends.values()].filter(({ state: is }) => is === wanted),
    putSend: (send: Send): Promise<void> => write({ kind: 'send', send }),
    putReport: (report: ProviderReport): Promise<void> => write({ kind: 'report', report, atMs: nowMs() }),
    /** Keeps a receipt until the service has it; one that it has, or that waits already, is not kept twice. */
    putReceipt: (row: ReceiptRow): Promise<void> => {
      const key = receiptKey(row)
      return state.told.has(key) || state.receipts.has(key) ? Promise.resolve() : write({ kind: 'receipt', row })
    },
    /** Receipts that the service has not been told. */
    untold: (max: number): readonly ReceiptRow[] => [...state.receipts.values()].slice(0, max),
    putTold: (rows: readonly ReceiptRow[]): Promise<void> =>
      write({ kind: 'told', keys: rows.map(receiptKey), atMs: nowMs() }),
    close: async (): Promise<void> => {
      await append('')
      await file.close()
    },
  }
}

export type Journal = Awaited<ReturnType<typeof openJournal>>
