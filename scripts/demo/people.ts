import { idCheckDigit } from '../../src/domain/privacy.ts'
import type { Place, Point } from '../../src/domain/place.ts'
import type { ChannelPreference, Education, Profile, Shift, Transport, WorkDemand } from '../../src/domain/seeker.ts'
import type { HouseholdKind } from '../../src/domain/household.ts'
import type { RefusalReason } from '../../src/domain/guarantee/items.ts'
import { dayPlus, type Day } from '../../src/domain/time.ts'
import type { Random } from './random.ts'
import { trades, type Trade } from './trades.ts'

/** What the office does not know of a person; only the simulation does. */
export interface Truth {
  readonly phoneDead: boolean
  /** Chance of answering an offer on any day. */
  readonly answersPerDay: number
  /** Chance that an answer is no. */
  readonly declines: number
  readonly declineReason?: RefusalReason
  /** Chance of missing an appointment. */
  readonly misses: number
}

export interface DemoHousehold {
  readonly key: string
  readonly kind: HouseholdKind
  readonly village: string
}

export interface DemoPerson {
  readonly household: string
  readonly role: 'head' | 'member'
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly wechat?: string
  readonly ethnicity: string
  readonly village: string
  readonly point: Point
  readonly profile: Partial<Profile>
  readonly channels: readonly ChannelPreference[]
  readonly wantsWork: boolean
  readonly truth: Truth
}

const surnames = [
  '马',
  '马',
  '马',
  '马',
  '杨',
  '王',
  '李',
  '丁',
  '白',
  '金',
  '田',
  '哈',
  '海',
  '撒',
  '苏',
  '周',
  '何',
  '罗',
  '吴',
  '张',
]
const womenNames = [
  '秀兰',
  '玉梅',
  '小花',
  '海燕',
  '金花',
  '桂英',
  '丽娟',
  '阿依舍',
  '小红',
  '春梅',
  '彩霞',
  '晓燕',
  '淑珍',
  '雪琴',
]
const menNames = [
  '建国',
  '小军',
  '志强',
  '学文',
  '忠',
  '国庆',
  '海龙',
  '伏生',
  '少华',
  '占林',
  '文明',
  '东',
  '晓亮',
  '成虎',
]

/** Districts of this code were never assigned, so no number of the demo can be a real person's. */
const unassignedRegion = '640399'
/** No operator has mobile numbers of this prefix, so none of the demo's can ring anywhere. */
const unassignedPrefix = '154'

const idNumberOf = (sequence: number, birth: Day, isWoman: boolean): string => {
  const order = String((sequence * 2) % 1000).padStart(3, '0')
  const digits = `${unassignedRegion}${birth.replaceAll('-', '')}${order.slice(0, 2)}${isWoman ? '2' : '1'}`
  return digits + idCheckDigit(digits)
}

/** Another person of the same birthday must not get the same number. */
function uniqueIdNumber(taken: Set<string>, random: Random, birthYear: number, isWoman: boolean): string {
  for (;;) {
    const birth = `${birthYear}-${String(random.integer(1, 12)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`
    const found = idNumberOf(random.integer(0, 499), birth, isWoman)
    if (taken.has(found)) continue
    taken.add(found)
    return found
  }
}

/** Within two kilometres or so of the place's own point. */
export const near = (place: Point, random: Random): Point => ({
  latitude: Math.round((place.latitude + (random.next() - 0.5) * 0.03) * 10_000) / 10_000,
  longitude: Math.round((place.longitude + (random.next() - 0.5) * 0.03) * 10_000) / 10_000,
})

const educationOf = (random: Random, birthYear: number): Education =>
  birthYear < 1975
    ? random.weighted([
        ['none', 3],
        ['primary', 5],
        ['junior', 2],
      ])
    : random.weighted([
        ['primary', 2],
        ['junior', 5],
        ['senior', 2],
        ['vocational', 1],
        ['college', 1],
      ])

const roundTo = (value: number, step: number): number => Math.round(value / step) * step

interface Circumstances {
  readonly trade: Trade
  readonly second: Trade
  readonly birthYear: number
  readonly isWoman: boolean
  readonly start: Day
}

function profileOf(random: Random, { trade, second, birthYear, isWoman, start }: Circumstances): Partial<Profile> {
  const careDuty = random.chance(isWoman ? 0.35 : 0.06)
  const refusesNight: readonly Shift[] = careDuty ? ['night', 'rotating'] : random.chance(0.3) ? ['night'] : []
  const transport = random.weighted<Transport>([
    ['none', 2],
    ['bicycle', 2],
    ['motorcycle', 4],
    ['bus', 2],
    ['car', 2],
  ])
  const healthLimits: readonly WorkDemand[] = random.chance(0.12)
    ? [random.pick(['heavy_lifting', 'long_standing', 'heights', 'dust_or_chemicals'] as const)]
    : []
  const isOut = random.chance(0.72)
  const holds = trade.certificate !== undefined && random.chance(0.5)
  const wants = [random.pick(trade.wants), ...(random.chance(0.6) ? [random.pick(second.wants)] : [])]
  return {
    skills: random
      .sample(trade.skills, random.integer(1, 2))
      .map((text) => ({ text, ...(random.chance(0.5) ? { years: random.integer(1, 10) } : {}) })),
    ...(holds ? { certificates: [{ text: trade.certificate }] } : random.chance(0.4) ? { certificates: [] } : {}),
    experience: random.chance(0.8) ? random.pick(trade.past) : '没出去干过活',
    education: educationOf(random, birthYear),
    birthYear,
    workStatus: isOut
      ? 'unemployed'
      : random.weighted([
          ['farming', 3],
          ['employed', 1],
        ]),
    ...(isOut ? { outOfWorkSince: dayPlus(start, -random.integer(20, 700)) } : {}),
    occupations: [...new Set(wants)],
    distanceMaxKm: { none: 8, bicycle: 10, motorcycle: 20, bus: 25, car: 40 }[transport] + random.integer(0, 5),
    ...(random.chance(0.85) ? { wageMinYuan: roundTo(trade.wage[0] * (0.75 + random.next() * 0.3), 100) } : {}),
    shiftsRefused: refusesNight,
    lodgingNeeded: random.chance(0.06),
    careDuty,
    disability: random.chance(0.05),
    healthLimits,
    transport,
    ...(random.chance(0.6) ? { trainingWanted: [random.chance(0.7) ? trade.lesson : second.lesson] } : {}),
  }
}

const truthOf = (random: Random): Truth => ({
  phoneDead: random.chance(0.09),
  answersPerDay: random.weighted([
    [0.5, 5],
    [0.2, 3],
    [0.03, 2],
  ]),
  declines: random.weighted([
    [0.1, 6],
    [0.35, 3],
    [0.8, 1],
  ]),
  ...(random.chance(0.3)
    ? { declineReason: random.pick(['cannot_shift', 'cannot_distance', 'wage_too_low'] as const) }
    : {}),
  misses: random.weighted([
    [0.05, 6],
    [0.25, 3],
    [0.6, 1],
  ]),
})

const channelsOf = (random: Random): readonly ChannelPreference[] => {
  const likesWechat = random.chance(0.35)
  const sms = { channel: 'sms' as const, consent: random.chance(0.97) }
  const wechat = { channel: 'wechat' as const, consent: likesWechat }
  const people = [
    { channel: 'phone' as const, consent: true },
    { channel: 'visit' as const, consent: true },
  ]
  return likesWechat ? [wechat, sms, ...people] : [sms, wechat, ...people]
}

/** Villages with their weight: most people live in the seven settlements. */
export function villageWeights(places: readonly Place[]): readonly (readonly [Place, number])[] {
  const sizes = [20, 16, 14, 13, 12, 10, 9]
  let settlement = 0
  return places
    .filter((place) => place.code !== place.town)
    .map((place): readonly [Place, number] => [place, place.settlement ? (sizes[settlement++] ?? 8) : 0.12])
}

/** Households one after the other, each with its people. */
export function* households(
  random: Random,
  places: readonly Place[],
  people: number,
  start: Day,
): Generator<{ household: DemoHousehold; members: readonly DemoPerson[] }> {
  const weights = villageWeights(places)
  const working = trades.filter((trade) => trade.people > 0)
  const taken = new Set<string>()
  let made = 0
  for (let number = 1; made < people; number += 1) {
    const village = random.weighted(weights)
    const household: DemoHousehold = {
      key: `h${number}`,
      kind: random.chance(0.8) ? 'policy_resettled' : 'self_moved',
      village: village.code,
    }
    const size = Math.min(
      people - made,
      random.weighted([
        [1, 5],
        [2, 4],
        [3, 1],
      ]),
    )
    const surname = random.pick(surnames)
    const home = near(village, random)
    const members = Array.from({ length: size }, (_, at): DemoPerson => {
      made += 1
      const trade = random.weighted(working.map((one) => [one, one.people]))
      const isWoman = random.chance(trade.women)
      const birthYear = Number(start.slice(0, 4)) - random.integer(19, 58)
      const second = random.weighted(
        working.filter((one) => Math.abs(one.women - trade.women) < 0.4).map((one) => [one, one.people]),
      )
      return {
        household: household.key,
        role: at === 0 ? 'head' : 'member',
        name: `${random.chance(0.7) ? surname : random.pick(surnames)}${random.pick(isWoman ? womenNames : menNames)}`,
        idNumber: uniqueIdNumber(taken, random, birthYear, isWoman),
        phone: `${unassignedPrefix}${random.pick(['0', '1', '3', '5', '7', '9'])}${String(random.integer(0, 9_999_999)).padStart(7, '0')}`,
        ...(random.chance(0.5) ? { wechat: `wx_demo_${made}` } : {}),
        ethnicity: random.weighted([
          ['回族', 6],
          ['汉族', 4],
        ]),
        village: village.code,
        point: home,
        profile: profileOf(random, { trade, second, birthYear, isWoman, start }),
        channels: channelsOf(random),
        wantsWork: true,
        truth: truthOf(random),
      }
    })
    yield { household, members }
  }
}
