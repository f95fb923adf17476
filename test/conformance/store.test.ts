import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { district } from '../support/documents.ts'
import { dropDatabase } from '../support/servers.ts'
import { storeConformance } from './store.ts'
import type { StoreAdapter } from './store-stage.ts'

const embedded = (name: string, durable: boolean): StoreAdapter => ({
  name,
  place: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yisanyi-store-'))
    return {
      open: (clock) => openEmbeddedStore({ folder, clock, durable }),
      drop: () => rm(folder, { recursive: true, force: true }),
    }
  },
})

/** A database of its own on the server of TEST_MONGODB_URI. */
const mongo = (uri: string, name: string, streams: boolean): StoreAdapter => ({
  name,
  shared: true,
  place: async () => {
    const { openMongoStore } = await import('../../src/store/mongo.ts')
    const address = new URL(uri)
    address.pathname = `/conformance-${randomUUID()}`
    return {
      open: (clock) => openMongoStore({ uri: address.href, clock, district, streams, pollMs: 100 }),
      drop: () => dropDatabase(address.href),
    }
  },
})

const server = process.env['TEST_MONGODB_URI']

const adapters: readonly StoreAdapter[] = [
  embedded('embedded', true),
  embedded('embedded, not durable', false),
  ...(server === undefined ? [] : [mongo(server, 'MongoDB', true), mongo(server, 'MongoDB, polling', false)]),
]

for (const adapter of adapters) storeConformance(adapter)

if (server !== undefined) {
  const { mongoConnections } = await import('./mongo-connections.ts')
  mongoConnections(server)
}
