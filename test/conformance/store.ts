import { afterAll, beforeAll, describe } from 'vitest'
import { manualClock } from '../../src/clock.ts'
import { storeKeeps } from './store-keeps.ts'
import { storeOrders } from './store-orders.ts'
import { storeReads } from './store-reads.ts'
import { startOfTests, type Stage, type StoreAdapter, type StorePlace } from './store-stage.ts'
import { storeTells } from './store-tells.ts'
import { storeWrites } from './store-writes.ts'

/** What every store must do, whatever it is made of. */
export function storeConformance(adapter: StoreAdapter): void {
  describe(`the ${adapter.name} store`, () => {
    const parts = [
      ['writes', storeWrites],
      ['reads', storeReads],
      ['orders', storeOrders],
      ['tells', storeTells],
    ] as const
    for (const [title, part] of parts)
      describe(title, () => {
        let place: StorePlace | undefined
        let stage: Stage | undefined
        beforeAll(async () => {
          place = await adapter.place()
          const clock = manualClock(startOfTests)
          stage = { store: await place.open(clock), clock }
        })
        afterAll(async () => {
          await stage?.store.close()
          await place?.drop()
        })
        part(() => {
          if (stage === undefined) throw new Error('the store is not open')
          return stage
        })
      })
    describe('keeps', () => storeKeeps(adapter))
  })
}
