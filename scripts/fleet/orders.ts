import type { ChildProcess } from 'node:child_process'
import type { Order, OrderAnswer } from './simulated.ts'

/** How long a process may take over an order. */
const orderMs = 60_000

/** Gives a process orders over its channel; each resolves when the process has done it. */
export function commander(child: () => ChildProcess | undefined) {
  let last = 0
  return (order: Omit<Order, 'number'>): Promise<OrderAnswer> => {
    const to = child()
    if (to?.connected !== true) return Promise.reject(new Error('the process takes no orders'))
    const number = (last += 1)
    return new Promise((resolve, reject) => {
      const hear = (answer: OrderAnswer): void => {
        if (answer.number !== number) return
        end()
        if (answer.failed === undefined) resolve(answer)
        else reject(new Error(answer.failed))
      }
      const fail = (): void => {
        end()
        reject(new Error('the process ended, or did not do as it was told in time'))
      }
      const patience = setTimeout(fail, orderMs)
      const end = (): void => {
        clearTimeout(patience)
        to.off('message', hear).off('exit', fail)
      }
      to.on('message', hear).on('exit', fail)
      to.send({ ...order, number })
    })
  }
}

export type Command = ReturnType<typeof commander>
