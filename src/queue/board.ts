import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { FastifyAdapter } from '@bull-board/fastify'
import type { Queue as BullQueue } from 'bullmq'
import type { FastifyInstance } from 'fastify'

/** Adds the queues' dashboard below a path; read-only, because what is to be done again stands in the store. */
export async function addBoard(app: FastifyInstance, queues: readonly BullQueue[], path: string): Promise<void> {
  const server = new FastifyAdapter()
  const options = { uiConfig: { boardTitle: '一三一 任务队列' } }
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: server,
    options,
  })
  server.setBasePath(path)
  await app.register(server.registerPlugin(), { prefix: path })
}
