import type { Journal } from './journal.ts'
import type { Log } from './log.ts'
import { ProductError, type Product } from './product.ts'
import type { ReceiptRow } from './reports.ts'

const rowsMax = 500

/** Tells the service what it has not been told, many receipts at once, until it says that it has them. */
export function createOutbox(
  { journal, product, log }: { journal: Journal; product: Pick<Product, 'receipts'>; log: Log },
  everyMs: number,
) {
  let running: Promise<void> | undefined
  let quietUntilMs = 0

  const flush = async (): Promise<void> => {
    for (let rows = journal.untold(rowsMax); rows.length > 0; rows = journal.untold(rowsMax)) {
      // A refused receipt is about a delivery or an attempt that the service does not have: asking again changes nothing.
      const refused = await product.receipts(rows)
      for (const [code, count] of refused) log('receipts.refused', { code, count })
      await journal.putTold(rows)
    }
  }
  const run = (): Promise<void> =>
    (running ??= flush()
      .catch((error: unknown) => {
        if (!(error instanceof ProductError)) throw error
        quietUntilMs = performance.now() + error.waitMs
        log('receipts.later', { code: error.code })
      })
      .finally(() => (running = undefined)))
  const timer = setInterval(() => {
    if (performance.now() >= quietUntilMs) void run()
  }, everyMs)

  return {
    /** Keeps a receipt; it is safe when this resolves, and told soon after. */
    add: (row: ReceiptRow): Promise<void> => journal.putReceipt(row),
    close: async (): Promise<void> => {
      clearInterval(timer)
      await running
      await run()
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
