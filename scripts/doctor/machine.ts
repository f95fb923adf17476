import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { systemClock } from '../../src/clock.ts'
import { holidays } from '../../src/data/holidays.ts'
import { calendarOf } from '../../src/domain/calendar.ts'
import { dayOf } from '../../src/domain/time.ts'
import { failure, type Finding } from './finding.ts'

const diskMinBytes = 2 * 2 ** 30

/** Whether Node is new enough. */
export function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isRight = major > 20 || (major === 20 && minor >= 19)
  const what = `Node ${process.version}`
  return {
    state: isRight ? 'ok' : 'bad',
    what: { zh: what, en: what },
    remedy: { zh: '安装 Node 20.19 或更新', en: 'install Node 20.19 or newer' },
  }
}

/** Whether the data folder can be written and has room. */
export async function checkDisk(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const size = (free / 2 ** 30).toFixed(1)
    return {
      state: free < diskMinBytes ? 'bad' : 'ok',
      what: { zh: `${folder}:剩余 ${size} GiB`, en: `${size} GiB free` },
      remedy: {
        zh: '清理磁盘或改用别的数据目录',
        en: 'free the disk, or give YISANYI_DATA another folder',
      },
    }
  } catch (error) {
    return {
      state: 'bad',
      what: { zh: `数据目录 ${folder} 不能写入(${failure(error)})`, en: 'the data folder cannot be written' },
      remedy: {
        zh: '检查目录权限，或改用别的数据目录(YISANYI_DATA)',
        en: 'check its permissions, or give YISANYI_DATA another folder',
      },
    }
  }
}

/** The working days of this year, and of the next once its notice is usually out. */
export function checkCalendar(): Finding {
  const today = dayOf(systemClock.now())
  const year = Number(today.slice(0, 4))
  const wanted = today.slice(5) >= '12-01' ? [year, year + 1] : [year]
  const absent = wanted.filter((one) => !calendarOf(holidays).knows(String(one)))
  return {
    state: absent.length === 0 ? 'ok' : 'note',
    what:
      absent.length === 0
        ? { zh: `${wanted.join('、')} 年的工作日`, en: `working days of ${wanted.join(', ')}` }
        : { zh: `缺 ${absent.join('、')} 年的放假和调休`, en: `no holidays of ${absent.join(', ')}` },
    remedy: {
      zh: '按国务院办公厅通知在 src/data/holidays.ts 补上该年放假和调休',
      en: 'add the year to src/data/holidays.ts from the State Council’s notice',
    },
  }
}
