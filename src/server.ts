import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { buildApp } from './http/app.ts'
import { StartError } from './start-error.ts'
import type { Services } from './wire.ts'

/** A listening server and where it listens. */
export interface Server {
  readonly app: FastifyInstance
  readonly url: string
}

/** Starts the API and pages; a taken port ends the start with one clear line. */
export async function listen(services: Services, config: Config, options: { demo: boolean }): Promise<Server> {
  const app = await buildApp({
    services,
    config: { ratePerMinuteMax: config.ratePerMinuteMax, logLevel: config.logLevel, demo: options.demo },
  })
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')))
      throw error
    throw new StartError(
      'port.taken',
      `端口 ${config.port} 已被占用或无权使用：请关闭占用它的程序，或用 PORT=其他端口 再启动。`,
      `Port ${config.port} is taken or not allowed: stop the program that uses it, or start again with PORT=another.`,
    )
  }
  const { port } = app.server.address() as AddressInfo
  return { app, url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}` }
}
