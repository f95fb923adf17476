import { randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { manualClock } from '../../src/clock.ts'
import { change } from '../../src/domain/aggregate.ts'
import { openMongoStore } from '../../src/store/mongo.ts'
import type { Store } from '../../src/store/store.ts'
import { district, event, summaryDraft, withFields } from '../support/documents.ts'
import { dropDatabase } from '../support/servers.ts'
import { startOfTests } from './store-stage.ts'

/** A connection through the go-between, and whether it has carried the waiting for changes. */
interface Pair {
  readonly near: Socket
  readonly far: Socket
  carriesChanges: boolean
}

/** Stands between a store and its server, so that a test can make connections fall silent without closing them. */
async function goBetween(port: number) {
  const pairs = new Set<Pair>()
  const server = createServer((near) => {
    const pair: Pair = { near, far: connect(port, '127.0.0.1'), carriesChanges: false }
    pairs.add(pair)
    near.on('data', (chunk) => {
      if (chunk.includes('getMore')) pair.carriesChanges = true
    })
    near.pipe(pair.far).pipe(near)
    for (const one of [near, pair.far])
      one
        .on('error', () => undefined)
        .on('close', () => {
          pairs.delete(pair)
          near.destroy()
          pair.far.destroy()
        })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    /** Nothing more comes through the connections that wait for changes; their number. */
    silenceChanges: (): number => {
      const waiting = [...pairs].filter(({ carriesChanges }) => carriesChanges)
      for (const { near, far } of waiting) {
        near.unpipe(far)
        far.unpipe(near)
      }
      return waiting.length
    },
    close: async (): Promise<void> => {
      for (const { near } of pairs) near.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What the store on a server must survive of its connections. */
export function mongoConnections(uri: string): void {
  describe('the MongoDB store, when a connection is lost', () => {
    const address = new URL(uri)
    address.pathname = `/connections-${randomUUID()}`
    const sockets: Socket[] = []
    const noteSocket = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket)
    const opened: (() => Promise<void>)[] = []
    const open = async (options: { port?: number; callMs?: number; silentMs?: number }): Promise<Store> => {
      const own = new URL(address)
      if (options.port !== undefined) {
        own.port = String(options.port)
        // Else the driver would go to where the server says that it is, past the go-between.
        own.searchParams.set('directConnection', 'true')
      }
      const store = await openMongoStore({ uri: own.href, clock: manualClock(startOfTests), district, ...options })
      opened.push(() => store.close())
      return store
    }
    beforeAll(() => {
      subscribe('net.client.socket', noteSocket)
    })
    afterEach(async () => {
      for (const close of opened.splice(0).toReversed()) await close()
    })
    afterAll(async () => {
      unsubscribe('net.client.socket', noteSocket)
      await dropDatabase(address.href)
    })

    it('ends every kind of call, though the connection goes while its command is written', async () => {
      sockets.length = 0
      const store = await open({ callMs: 300 })
      const { summaries } = store.collections
      await summaries.insert(summaryDraft('t-lost', 'x'), [event('a.made')], 'a')
      const calls: (() => Promise<unknown>)[] = [
        () => summaries.get('t-lost'),
        () => summaries.getMany(['t-lost']),
        () => summaries.insert(summaryDraft(randomUUID(), randomUUID()), [], 'a'),
        () =>
          summaries.change('t-lost', 'a', (found) => change(withFields(found, { figures: { n: 1 } }), event('a.b'))),
        () => summaries.settle('t-lost', ['t-lost.1.0']),
        () => summaries.remove('t-none'),
        () => summaries.stretch(undefined, 10),
        () => summaries.find({ index: 'byName', equals: { district } }, { limit: 10 }),
        () => summaries.count({ index: 'byName', equals: { district } }),
        () => store.health(),
      ]
      // More rounds than the pool has connections: one that a lost call kept would be missed in the end.
      let unanswered = 0
      for (let round = 0; round < 60; round += 1) {
        const call = calls[round % calls.length]
        for (const socket of sockets.splice(0)) socket.destroy()
        await call?.().catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'store.unavailable' })
          unanswered += 1
        })
      }
      expect(unanswered).toBeGreaterThan(0)
      await vi.waitFor(async () => expect(await summaries.get('t-lost')).toBeDefined(), { timeout: 10_000 })
      const all = Array.from({ length: 50 }, () => summaries.get('t-lost'))
      expect(await Promise.all(all)).toHaveLength(50)
    }, 60_000)

    it('hears of changes again after the connection that brought them fell silent', async () => {
      const between = await goBetween(Number(address.port))
      opened.push(() => between.close())
      const writer = await open({})
      const replica = await open({ port: between.port, silentMs: 2_500 })
      const heard: string[] = []
      replica.watch(({ id }) => heard.push(id))
      const write = async (id: string): Promise<void> => {
        await writer.collections.summaries.insert(summaryDraft(id, id), [], 'a')
        await vi.waitFor(() => expect(heard).toContain(id), { timeout: 15_000, interval: 50 })
      }
      await write('t-before')
      await vi.waitFor(() => expect(between.silenceChanges()).toBeGreaterThan(0), { timeout: 10_000, interval: 50 })
      await write('t-meanwhile')
      await writer.collections.summaries.remove('t-meanwhile')
      heard.length = 0
      await write('t-after')
    }, 60_000)
  })
}
