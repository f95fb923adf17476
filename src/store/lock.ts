import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** Tells two locks of one process id apart. */
  readonly token: string
  /** The machine's uptime when the lock was taken: a smaller one now means that it was started anew. */
  readonly uptimeS: number
  /** When the process began, where the system tells; a process id may be given out again. */
  readonly began: string | null
}

/** Folders that this very process holds; a file with our id that is not among them is from before a restart. */
const heldHere = new Set<string>()

const fileOf = (folder: string): string => join(folder, 'lock')

/** Throws the StartError `store.locked` when this very process holds the folder already. */
export function refuseSecondOpening(folder: string): void {
  if (heldHere.has(realpathSync(folder))) throw locked(folder, process.pid, hostname())
}

/**
 * Takes the folder by a file with this process's id, from nobody or from a holder that is dead; a live holder is refused
 * with the StartError `store.locked`. The caller lets one process at a time in here. Returns the way to give it back.
 */
export function lockFolder(folder: string): () => void {
  const file = fileOf(folder)
  const holder = holderIn(file)
  if (holder !== undefined && mayLive(holder)) throw locked(folder, holder.pid, holder.host)
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
    uptimeS: Math.floor(uptime()),
    began: beganOf(process.pid),
  }
  // A file that appears whole or not at all: nobody may read half a holder.
  const draft = `${file}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
  renameSync(draft, file)
  const path = realpathSync(folder)
  heldHere.add(path)
  return () => {
    heldHere.delete(path)
    if (holderIn(file)?.token === mine.token) rmSync(file, { force: true })
  }
}

/** The holder that the file names; undefined without a file, or when the file is none of ours. */
function holderIn(file: string): Holder | undefined {
  if (!existsSync(file)) return undefined
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder> | null
    const { pid, host, token, uptimeS = 0, began = null } = found ?? {}
    return pid === undefined || host === undefined || token === undefined
      ? undefined
      : { pid, host, token, uptimeS, began }
  } catch {
    return undefined
  }
}

/** False only when the holder cannot be alive any more. */
function mayLive({ pid, host, uptimeS, began }: Holder): boolean {
  if (host !== hostname()) return true
  if (uptimeS > uptime() + 1) return false
  // A container gives the same process id to each start: what has our id, and is not held here, is over.
  if (pid === process.pid || !runs(pid)) return false
  const now = beganOf(pid)
  return now === null || began === null || now === began
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When a process began, in ticks since boot (proc(5), stat, field 22); null where the system does not tell. */
function beganOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in brackets that may hold anything, so count from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function locked(folder: string, pid: number, host: string): StartError {
  if (host === hostname())
    return new StartError(
      'store.locked',
      `数据目录 ${folder} 正被进程 ${pid} 使用：请先停止该进程，或用 YISANYI_DATA 指定其他目录。`,
      `The data folder ${folder} is in use by process ${pid}: stop that process, or name another folder in YISANYI_DATA.`,
    )
  const file = fileOf(folder)
  return new StartError(
    'store.locked',
    `数据目录 ${folder} 正被主机 ${host} 上的进程 ${pid} 使用：请先停止该进程；若该主机已不再使用此目录，请删除 ${file}。`,
    `The data folder ${folder} is in use by process ${pid} on host ${host}: stop it; if that host no longer uses the folder, delete ${file}.`,
  )
}
