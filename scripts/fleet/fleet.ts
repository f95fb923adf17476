import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import type { Instant } from '../../src/domain/time.ts'
import { commander, type Command } from './orders.ts'
import { freePort } from './servers.ts'

/** One process of the product. */
export interface Member {
  readonly role: 'api' | 'worker'
  /** Where an API listens; empty for a worker. */
  readonly url: string
  /** What it has printed. */
  said(): string
  /** Resolves with how it ended: its exit code, or the signal that ended it. */
  kill(signal: NodeJS.Signals): Promise<number | string>
  /** Starts it again after its end. */
  restart(): Promise<void>
  /** Tells a simulated process what to do. */
  readonly command: Command
}

export interface FleetOptions {
  /** The settings of every process: MONGODB_URI, REDIS_URL, YISANYI_KEYS and others. */
  readonly environment: Readonly<Record<string, string>>
  readonly apis: number
  readonly workers: number
  /** The moment at which the processes begin, when their time is simulated; else they have the machine's. */
  readonly simulatedFrom?: Instant
}

export interface Fleet {
  readonly apis: readonly Member[]
  readonly workers: readonly Member[]
  /** The admin key that the first start printed. */
  readonly token: string
  /** Ends all with SIGTERM. */
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const loader = major > 22 || (major === 22 && minor >= 18) ? [] : ['--import', 'tsx']

/** What starts a process of a role. */
const entryOf = (role: Member['role'], simulatedFrom: Instant | undefined): readonly string[] =>
  simulatedFrom === undefined
    ? [role === 'api' ? 'src/main.ts' : 'jobs/main.ts']
    : [`scripts/fleet/${role}.ts`, simulatedFrom]

async function member(
  role: Member['role'],
  { environment, simulatedFrom }: Pick<FleetOptions, 'environment' | 'simulatedFrom'>,
): Promise<Member> {
  const port = role === 'api' ? await freePort() : 0
  const url = role === 'api' ? `http://127.0.0.1:${port}` : ''
  let said = ''
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const entry = entryOf(role, simulatedFrom)
    const env = { ...process.env, LOG_LEVEL: 'warn', ...environment, PORT: String(port) }
    const own = spawn(process.execPath, [...loader, '--disable-warning=ExperimentalWarning', ...entry], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = own
    for (const stream of [own.stdout, own.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()))
    for (let turn = 0; role === 'api' && turn < 600; turn += 1) {
      if (own.exitCode !== null) throw new Error(`the process ended: ${said}`)
      const isReady = await fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (isReady) return
      await pause(100)
    }
  }
  await start()
  return {
    role,
    url,
    said: () => said,
    restart: start,
    command: commander(() => child),
    kill: async (signal) => {
      if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? 0
      const ended = once(child, 'exit') as Promise<[number | null, string | null]>
      child.kill(signal)
      const [code, by] = await ended
      return code ?? by ?? 0
    },
  }
}

/** Starts API and worker processes as an installation does, each alone, over the servers of the environment. */
export async function startFleet({ apis, workers, ...how }: FleetOptions): Promise<Fleet> {
  const first = await member('api', how)
  const token = /ysy_\S+/.exec(first.said())?.[0]
  // The key is printed after the port is open: whoever asks at once may be too early.
  const key = token ?? (await keyOf(first))
  const [others, workerMembers] = await Promise.all([
    Promise.all(Array.from({ length: apis - 1 }, () => member('api', how))),
    Promise.all(Array.from({ length: workers }, () => member('worker', how))),
  ])
  const all = [first, ...others, ...workerMembers]
  return {
    apis: [first, ...others],
    workers: workerMembers,
    token: key,
    stop: async () => {
      await Promise.all(all.map((one) => one.kill('SIGTERM')))
    },
  }
}

async function keyOf(api: Member): Promise<string> {
  for (let turn = 0; turn < 50; turn += 1) {
    const found = /ysy_\S+/.exec(api.said())?.[0]
    if (found !== undefined) return found
    await pause(100)
  }
  throw new Error(`no admin key was printed: ${api.said()}`)
}
