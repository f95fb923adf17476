import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A server of this machine that a test may kill and start again on the same port and data. */
export interface TestServer {
  readonly port: number
  start(): Promise<void>
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function reached(port: number, child: ChildProcess): Promise<void> {
  for (let turn = 0; turn < 300; turn += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await pause(100)
  }
  throw new Error(`no server on port ${port}`)
}

/** A server by its command; `{port}` and `{folder}` stand for what they say. */
export async function testServer(command: string, folder: string): Promise<TestServer> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const [program = '', ...args] = command
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace('{port}', String(port)).replace('{folder}', folder).replace("''", ''))
  let child: ChildProcess | undefined
  return {
    port,
    start: async () => {
      child = spawn(program, args, { stdio: 'ignore', cwd: folder })
      await reached(port, child)
    },
    kill: async (signal = 'SIGKILL') => {
      if (child?.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}

/** A Redis that keeps nothing on disk. */
export const redisCommand = 'redis-server --port {port} --save --appendonly no --maxmemory-policy noeviction'
