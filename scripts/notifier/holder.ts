import type { Leased, Product } from './product.ts'

/** The leases in hand: prolonged while work goes on, so that nobody else sends the same message meanwhile. */
export function createHolder(product: Pick<Product, 'extend'>, seconds: number, nowMs: () => number) {
  const held = new Map<string, { readonly row: Leased; untilMs: number }>()
  const prolong = async (): Promise<void> => {
    for (const [id, one] of [...held]) {
      const askedMs = nowMs()
      const said = await product.extend(one.row, seconds)
      if (said === 'yes') one.untilMs = askedMs + seconds * 1000
      if (said === 'lost') held.delete(id)
    }
  }
  let running: Promise<void> | undefined
  const timer = setInterval(
    () => {
      running ??= prolong().finally(() => (running = undefined))
    },
    (seconds * 1000) / 3,
  )

  return {
    /** `askedMs`: when the lease was asked for, so that it is never thought longer than it is. */
    take: (row: Leased, askedMs: number): void => void held.set(row.id, { row, untilMs: askedMs + seconds * 1000 }),
    /** True while the lease is surely ours. */
    has: ({ id, lease }: Leased): boolean => {
      const one = held.get(id)
      return one?.row.lease === lease && nowMs() < one.untilMs
    },
    drop: ({ id, lease }: Leased): void => {
      if (held.get(id)?.row.lease === lease) held.delete(id)
    },
    close: async (): Promise<void> => {
      clearInterval(timer)
      await running
    },
  }
}

export type Holder = ReturnType<typeof createHolder>
