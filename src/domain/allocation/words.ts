import type { GateCode } from '../matching/matching.ts'
import { postingKinds, shifts, type PostingKind, type Shift } from '../seeker.ts'
import type { CanvassedPosting, Gain, PostingProfile } from './canvass.ts'
import type { Relaxation } from './relax.ts'
import type { BindingReason, StepTally } from './shortage.ts'

/** The same in the office's language and in English. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** What each gate is about, and the two states beside them. */
export const obstacleWords: Readonly<Record<GateCode | 'full' | 'none', Words>> = {
  not_open: { zh: '岗位已关闭', en: 'the posting is closed' },
  occupation: { zh: '工种差别较大', en: 'the work is far from theirs' },
  refused: { zh: '说过不想干', en: 'they said that they do not want it' },
  distance: { zh: '距离太远', en: 'the way is too long' },
  wage: { zh: '工资低于要求', en: 'the wage is too low' },
  shift: { zh: '班次不接受', en: 'the shift is refused' },
  lodging: { zh: '不提供住宿', en: 'there is no lodging' },
  kind: { zh: '岗位类别不接受', en: 'the kind of work is refused' },
  place: { zh: '不在愿去的地点', en: 'it is not where they would work' },
  health: { zh: '身体条件不允许', en: 'health does not allow it' },
  certificate: { zh: '缺少证书', en: 'a certificate is missing' },
  skill: { zh: '缺少技能', en: 'a skill is missing' },
  start: { zh: '到岗时间不合', en: 'it begins too early' },
  care_hours: { zh: '照护时段冲突', en: 'it clashes with care duties' },
  full: { zh: '合适岗位已满', en: 'what suits is full' },
  none: { zh: '没有接近合适的岗位', en: 'nothing comes near to suiting' },
}

const shiftWords: Readonly<Record<Shift, Words>> = {
  day: { zh: '白班', en: 'day shift' },
  night: { zh: '夜班', en: 'night shift' },
  rotating: { zh: '倒班', en: 'rotating shift' },
  flexible: { zh: '弹性班', en: 'flexible hours' },
}
const kindWords: Readonly<Record<PostingKind, Words>> = {
  enterprise: { zh: '企业岗位', en: 'enterprises' },
  workshop: { zh: '就业帮扶车间', en: 'workshops' },
  community_factory: { zh: '社区工厂', en: 'community factories' },
  agriculture: { zh: '农业岗位', en: 'agriculture' },
  public_welfare: { zh: '公益性岗位', en: 'public-welfare posts' },
}
const termOf = (name: string): Words => {
  const shift = shifts.find((one) => one === name)
  const kind = postingKinds.find((one) => one === name)
  return shift !== undefined ? shiftWords[shift] : kind !== undefined ? kindWords[kind] : { zh: name, en: name }
}
const termsOf = (names: readonly string[]): Words => ({
  zh: names.map((one) => termOf(one).zh).join('、'),
  en: names.map((one) => termOf(one).en).join(', '),
})

/** Why one person goes short, in a sentence with its numbers. */
export function reasonWords(reason: BindingReason): Words {
  switch (reason.code) {
    case 'no_posting':
      return { zh: '没有岗位通过全部条件', en: 'no posting passes every gate' }
    case 'few_postings':
      return {
        zh: `合适的岗位只有 ${reason.suitable} 个，已全部推荐`,
        en: `only ${reason.suitable} postings suit, and all are given`,
      }
    case 'full': {
      const [most] = reason.postings
      const crowd = most === undefined ? undefined : most.waiting
      return {
        zh: `${reason.count} 个合适的岗位都已满${crowd === undefined ? '' : `,其中一个有 ${crowd} 人在等`}；可调换到的 ${reason.cut.postings} 个岗位也都已满`,
        en: `${reason.count} suitable postings are full${crowd === undefined ? '' : `, ${crowd} people wait for one of them`}; so are all ${reason.cut.postings} that could be reached by moving others`,
      }
    }
    case 'employer_rule':
      return {
        zh: `${reason.postings} 个合适的岗位属于已推荐够次数的用人单位`,
        en: `${reason.postings} suitable postings are of employers of whom enough are given`,
      }
  }
}

const resultOf = ({ offers, complete }: Pick<Relaxation, 'offers' | 'complete'>): Words => ({
  zh: complete ? '所欠推荐全部落实' : `本轮可得 ${offers} 个推荐`,
  en: complete ? 'everything owed is given' : `${offers} offers in this run`,
})

/** What the smallest step of one kind would bring one person. */
export function relaxationWords(relaxation: Relaxation, titleOf: (classId: string) => string): Words {
  const { kind, from = 0, to } = relaxation
  const then = resultOf(relaxation)
  const step = ((): Words => {
    if (kind === 'distance')
      return { zh: `愿意走 ${String(to)} 公里(现 ${from} 公里)`, en: `${String(to)} km instead of ${from}` }
    if (kind === 'wage')
      return { zh: `月薪 ${String(to)} 元也接受(现 ${from} 元)`, en: `${String(to)} yuan a month instead of ${from}` }
    if (kind === 'certificate') return { zh: `取得${String(to)}`, en: `with the certificate ${String(to)}` }
    if (kind === 'class')
      return { zh: `参加《${titleOf(String(to))}》并取得结业`, en: `having done the class ${titleOf(String(to))}` }
    const { zh, en } = termsOf(to as readonly string[])
    return { zh: `接受${zh}`, en: `accepting ${en}` }
  })()
  return { zh: `${step.zh}:${then.zh}`, en: `${step.en}: ${then.en}` }
}

/** How many people one size of step would serve. */
export function stepWords({ kind, step, people, complete }: StepTally, titleOf: (classId: string) => string): Words {
  const what = ((): Words => {
    if (kind === 'distance') return { zh: `多走至多 ${step} 公里`, en: `going at most ${step} km farther` }
    if (kind === 'wage') return { zh: `月薪至多低 ${step} 元`, en: `at most ${step} yuan a month less` }
    if (kind === 'certificate') return { zh: `取得${step}`, en: `with the certificate ${step}` }
    if (kind === 'class') return { zh: `参加《${titleOf(step)}》`, en: `having done the class ${titleOf(step)}` }
    const { zh, en } = termsOf(step.split('+'))
    return { zh: `接受${zh}`, en: `accepting ${en}` }
  })()
  return {
    zh: `${what.zh}:${people} 人可多得推荐，其中 ${complete} 人全部落实`,
    en: `${what.en}: ${people} people get more offers, ${complete} of them all that they are owed`,
  }
}

const gainWords = ({ people, complete, offers }: Gain): Words => ({
  zh: `${people} 人可多得 ${offers} 个推荐，其中 ${complete} 人全部落实`,
  en: `would serve ${people} people with ${offers} offers more, ${complete} of them completely`,
})

/** A posting to canvass for and what it would give. */
export function canvassWords(profile: PostingProfile, gain: CanvassedPosting, placeName: string): Words {
  const { title, shift, withinKm, wageYuan } = profile
  const then = gainWords(gain)
  const where: Words =
    withinKm === 0
      ? { zh: `在${placeName}`, en: `in ${placeName}` }
      : { zh: `在${placeName}周边 ${withinKm} 公里内`, en: `within ${withinKm} km of ${placeName}` }
  const wage: Words =
    wageYuan === 0
      ? { zh: '', en: '' }
      : { zh: `、月薪 ${wageYuan} 元以上`, en: ` at ${wageYuan} yuan a month or more` }
  return {
    zh: `${where.zh}招 ${gain.openings} 个${shiftWords[shift].zh}岗位(${title}、不要求证书${wage.zh}),${then.zh}`,
    en: `${gain.openings} ${shiftWords[shift].en} posts (${title}) without certificate${wage.en} ${where.en} ${then.en}`,
  }
}

/** A class worth opening and what its certificate would give. */
export function classWords(certificate: string, lacking: number, gain: Gain): Words {
  const then = gainWords(gain)
  return {
    zh: `开办${certificate}培训班(${lacking} 人只差此证),${then.zh}`,
    en: `a class for ${certificate} (${lacking} people lack it alone) ${then.en}`,
  }
}
