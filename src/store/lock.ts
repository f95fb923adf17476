import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'

/** Folders that this very process holds; a file with our id that is not among them is from before a restart. */
const held = new Set<string>()

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Takes the folder for this process by a file with its process id; a dead holder's file is taken over, a live one's
 * refuses. Returns the way to give it back.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      held.add(path)
      return () => {
        held.delete(path)
        rmSync(path, { force: true })
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      takeOver(path, folder)
    }
  }
  throw inUse(folder, 0)
}

const inUse = (folder: string, pid: number): StartError =>
  new StartError(
    'store.locked',
    `数据目录 ${folder} 正被进程 ${pid} 使用:请先停止该进程,或用 YISANYI_DATA 指定其他目录。`,
    `The data folder ${folder} is in use by process ${pid}: stop that process, or name another folder in YISANYI_DATA.`,
  )

function takeOver(path: string, folder: string): void {
  const holder = Number(readFileSync(path, 'utf8'))
  const isLive = holder === process.pid ? held.has(path) : Number.isInteger(holder) && holder > 0 && isAlive(holder)
  if (isLive) throw inUse(folder, holder)
  rmSync(path, { force: true })
}
