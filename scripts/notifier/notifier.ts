import { setMaxListeners } from 'node:events'
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import PQueue from 'p-queue'
import { StartError } from '../../src/start-error.ts'
import { lockFolder } from '../../src/store/lock.ts'
import { aliyun } from './aliyun.ts'
import { listenForReports } from './callbacks.ts'
import type { Driver, DriverTools } from './driver.ts'
import { createHolder } from './holder.ts'
import { openJournal } from './journal.ts'
import type { Log } from './log.ts'
import { createOutbox } from './outbox.ts'
import { createProduct, ProductError } from './product.ts'
import { createSender, type Sender } from './sender.ts'
import type { NotifierSettings } from './settings.ts'
import { createTaker } from './taker.ts'
import { tencent } from './tencent.ts'
import { wechat } from './wechat.ts'

const stopMs = 5000
const leaseMax = 200

function driversOf(settings: NotifierSettings, nowMs: () => number): readonly Driver[] {
  const tools: DriverTools = { fetch, nowMs, nonce: randomUUID, timeoutMs: settings.limits.timeoutMs }
  return [
    ...(settings.aliyun === undefined ? [] : [aliyun(settings.aliyun, tools)]),
    ...(settings.tencent === undefined ? [] : [tencent(settings.tencent, tools)]),
    ...(settings.wechat === undefined ? [] : [wechat(settings.wechat, tools)]),
  ]
}

/** One process at a time keeps a journal. */
async function lock(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true })
  try {
    return lockFolder(folder)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    throw new StartError(
      'notifier.locked',
      `目录 ${folder} 正被另一个发送程序使用：请先停止它，或用 NOTIFIER_FOLDER 指定其他目录。`,
      `The folder ${folder} is in use by another notifier: stop it, or name another folder in NOTIFIER_FOLDER.`,
    )
  }
}

/** A running notifier. */
export interface Notifier {
  /** Where the providers' reports are received. */
  readonly port: number
  close(): Promise<void>
}

/** Starts a notifier: it leases messages, sends each once, receives reports and tells the service what became of them. */
export async function startNotifier(settings: NotifierSettings, log: Log): Promise<Notifier> {
  const { limits } = settings
  const nowMs = (): number => Date.now()
  const unlock = await lock(settings.folder)
  const journal = await openJournal(settings.folder, nowMs)
  const { productUrl: url, productKey: key } = settings
  const product = createProduct({ url, key, timeoutMs: limits.timeoutMs, nowMs })
  const outbox = createOutbox({ journal, product, log }, limits.tellMs)
  const holder = createHolder(product, limits.leaseSeconds, nowMs)
  const calls = new PQueue({ concurrency: limits.concurrency })
  const stopping = new AbortController()
  // Every wait of every message in hand listens to it, and stops listening when it ends.
  setMaxListeners(0, stopping.signal)
  const sleep = async (ms: number): Promise<void> => {
    await after(ms, undefined, { signal: stopping.signal, ref: true }).catch(() => undefined)
    if (stopping.signal.aborted) throw new Stopped()
  }
  const take = createTaker(journal, outbox, (delivery) => sender.forget(delivery))
  const sender: Sender = createSender({
    drivers: driversOf(settings, nowMs),
    journal,
    outbox,
    holder,
    product,
    take,
    inTurn: (call) => calls.add(call),
    sleep,
    nowMs,
    log,
    limits,
  })
  const callbacks = await listenForReports({
    host: settings.host,
    port: settings.port,
    secret: settings.secret,
    wechatToken: settings.wechat?.token,
    take,
    nowMs,
    log,
  })
  const working = new Set<Promise<void>>()
  const work = (act: () => Promise<void>): void => {
    const one = act()
      .catch((error: unknown) => {
        if (!(error instanceof Stopped)) log('fault', { code: error instanceof Error ? error.name : 'fault' })
      })
      .finally(() => working.delete(one))
    working.add(one)
  }

  const leaseSome = async (): Promise<number> => {
    if (working.size >= limits.inHandMax) await Promise.race([...working, sleep(limits.pollMs)])
    const room = Math.min(leaseMax, limits.inHandMax - working.size)
    const channels = sender.channels()
    if (room <= 0 || channels.length === 0) return 0
    const askedMs = nowMs()
    const rows = await product.lease({ max: room, channels, seconds: limits.leaseSeconds, bundle: settings.bundle })
    for (const row of rows) {
      holder.take(row, askedMs)
      work(() => sender.send(row))
    }
    return rows.length
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const leased = await leaseSome().catch((error: unknown) => {
        if (!(error instanceof ProductError)) throw error
        log('lease.later', { code: error.code })
        return sleep(error.waitMs).then(() => 0)
      })
      if (leased === 0) await sleep(limits.pollMs)
    }
  }
  const looping = loop().catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error
  })
  let chasing = false
  const chase = setInterval(() => {
    if (chasing) return
    chasing = true
    work(() => sender.chase(limits.silenceMs).finally(() => (chasing = false)))
  }, limits.chaseMs)

  return {
    port: callbacks.port,
    close: async () => {
      stopping.abort()
      clearInterval(chase)
      await looping
      await Promise.race([Promise.all(working), after(stopMs)])
      await callbacks.close()
      await holder.close()
      await outbox.close()
      await journal.close()
      unlock()
    },
  }
}

/** Work that ends because the process stops; what it leaves is in the journal and returns with its lease. */
class Stopped extends Error {}
