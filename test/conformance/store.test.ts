import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
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

const adapters: readonly StoreAdapter[] = [embedded('embedded', true), embedded('embedded, not durable', false)]

for (const adapter of adapters) storeConformance(adapter)
