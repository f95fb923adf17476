import type { Place, Point } from '../../src/domain/place.ts'
import type { PostingKind, Shift } from '../../src/domain/seeker.ts'
import type { GuidanceMode } from '../../src/domain/slot.ts'
import { near } from './people.ts'
import type { Random } from './random.ts'
import { trades, type Trade } from './trades.ts'

export interface DemoEmployer {
  readonly key: string
  readonly name: string
  readonly kind: PostingKind
  readonly township: string
  readonly trade: string
}

export interface DemoPosting {
  readonly employer: string
  readonly externalId: string
  readonly kind: PostingKind
  readonly title: string
  readonly text: string
  readonly tags: readonly string[]
  readonly openings: number
  readonly village: string
  readonly point: Point
  /** Day of the simulation on which it appears, and for how many days it is open. */
  readonly appearsOnDay: number
  readonly openDays: number
}

export interface DemoSlot {
  readonly counsellor: string
  readonly counsellorName: string
  readonly mode: GuidanceMode
  readonly place: string
  /** Day of the simulation and hour in Asia/Shanghai. */
  readonly onDay: number
  readonly hour: number
  readonly lengthMinutes: number
  readonly capacity: number
}

export interface DemoClass {
  readonly title: string
  readonly kind: 'skill' | 'entrepreneurship' | 'broker'
  readonly occupation: string
  readonly skillsTaught: readonly string[]
  readonly certificate?: string
  readonly provider: string
  readonly place: string
  readonly onDay: number
  readonly lengthDays: number
  readonly capacity: number
}

const brands = [
  '宁兴',
  '金积',
  '塞上',
  '古渠',
  '牛首山',
  '青铜峡口',
  '秦渠',
  '汉渠',
  '红柳',
  '绿洲',
  '黄河岸',
  '东塔',
  '同心缘',
  '扁担沟',
  '早元',
  '利通源',
]
const suffixes: Readonly<Record<PostingKind, readonly string[]>> = {
  enterprise: ['商贸有限公司', '实业有限公司', '服务有限公司', '科技有限公司'],
  workshop: ['就业帮扶车间', '扶贫车间'],
  community_factory: ['社区工厂', '加工厂'],
  agriculture: ['农牧有限公司', '种植专业合作社', '家庭农场'],
  public_welfare: ['村民服务站', '劳务工作站'],
}

const towns = (places: readonly Place[]): readonly Place[] => places.filter((place) => place.code === place.town)

/** Employers, about one for every three postings. */
export function makeEmployers(random: Random, places: readonly Place[], postings: number): readonly DemoEmployer[] {
  const inTowns = towns(places)
  return Array.from({ length: Math.max(3, Math.ceil(postings / 3)) }, (_, at) => {
    const trade = random.weighted(trades.map((one) => [one, one.postings]))
    const township = random.pick(inTowns)
    const label = at < brands.length ? brands[at] : `${random.pick(brands)}${at}`
    return {
      key: `e${at + 1}`,
      name: `${label ?? ''}${random.pick(suffixes[trade.kind])}`,
      kind: trade.kind,
      township: township.code,
      trade: trade.key,
    }
  })
}

const shiftWords: Readonly<Record<Shift, readonly string[]>> = {
  day: ['长白班', '白班8小时', '正常班，不上夜班'],
  night: ['夜班', '晚班值守'],
  rotating: ['两班倒', '三班倒', '上一休一'],
  flexible: ['时间灵活', '弹性上班'],
}

/** The same wage in one of the forms in which recruiters write it. */
function wageText(random: Random, low: number, high: number): string {
  const thousands = (yuan: number): string => String(Math.round(yuan / 100) / 10)
  return random.weighted<() => string>([
    [() => `${low}-${high}元/月`, 5],
    [() => `${thousands(low)}-${thousands(high)}千/月`, 3],
    [() => `${thousands(low)}千-${thousands(high)}千`, 2],
    [() => `${Math.round(low / 26)}-${Math.round(high / 26)}元/天`, 1],
    [() => `月薪${low}起`, 1],
    [() => '面议', 1],
  ])()
}

function textOf(random: Random, trade: Trade, openings: number): { text: string; tags: readonly string[] } {
  const spread = trade.wage[1] - trade.wage[0]
  const low = Math.round((trade.wage[0] + random.next() * spread * 0.4) / 100) * 100
  const high = Math.round((low + spread * (0.25 + random.next() * 0.35)) / 100) * 100
  const shift = random.weighted(trade.shifts)
  const board = random.chance(trade.lodging)
    ? random.pick(['包食宿', '包吃住', '提供宿舍和工作餐'])
    : random.pick(['不提供住宿', '管午饭', '', ''])
  const parts = [
    `工作内容：${random.sample(trade.duties, random.integer(1, 2)).join(';')}`,
    `要求：${random.sample(trade.asks, random.integer(1, trade.asks.length)).join(',')}${random.chance(0.5) ? ',无需经验' : ''}`,
    `班次：${random.pick(shiftWords[shift])}`,
    `工资：${wageText(random, low, high)}${random.chance(0.2) ? ',有全勤奖' : ''}`,
    ...(board === '' ? [] : [board]),
    ...(random.chance(0.08) ? [random.pick(['18-50岁', '55岁以下'])] : []),
    `招${openings}人`,
  ]
  const tags = random.sample(['社会保险', '五险', '全勤奖', '班车', '免费培训', '年终奖', '日结'], random.integer(0, 2))
  return { text: `${parts.join('。')}。`, tags }
}

/** Postings one after the other; two thirds stand on the first day, the others appear later. */
export function* makePostings(
  random: Random,
  places: readonly Place[],
  employers: readonly DemoEmployer[],
  postings: number,
): Generator<DemoPosting> {
  const villages = places.filter((place) => place.code !== place.town)
  const byTrade = new Map<string, DemoEmployer[]>()
  for (const employer of employers) byTrade.set(employer.trade, [...(byTrade.get(employer.trade) ?? []), employer])
  for (let number = 1; number <= postings; number += 1) {
    const trade = random.weighted(trades.filter((one) => byTrade.has(one.key)).map((one) => [one, one.postings]))
    const employer = random.pick(byTrade.get(trade.key) ?? employers)
    const inTown = villages.filter((place) => place.town === employer.township)
    const settled = villages.filter((place) => place.settlement)
    const place =
      trade.kind === 'workshop' || trade.kind === 'community_factory' || trade.kind === 'public_welfare'
        ? random.pick(settled)
        : random.pick(inTown.length > 0 ? inTown : villages)
    const openings = random.weighted([
      [1, 3],
      [2, 4],
      [4, 3],
      [8, 2],
      [15, 1],
    ])
    yield {
      employer: employer.key,
      externalId: `demo-${number}`,
      kind: trade.kind,
      title: random.chance(0.2)
        ? `${random.pick(['急聘', '高薪诚聘', '附近'])}${random.pick(trade.titles)}`
        : random.pick(trade.titles),
      ...textOf(random, trade, openings),
      openings,
      village: place.code,
      point: near(place, random),
      appearsOnDay: random.chance(0.66) ? 0 : random.integer(1, 45),
      openDays: random.integer(20, 90),
    }
  }
}

const counsellors = ['马晓梅', '王建军', '丁秀英', '杨海波', '李春花', '白玉龙']

/** Guidance slots over the days: mornings at the settlements and by phone, a few group sessions. */
export function makeSlots(random: Random, places: readonly Place[], people: number, days: number): readonly DemoSlot[] {
  const settled = places.filter((place) => place.settlement)
  const perDay = Math.max(2, Math.ceil((people * 1.5) / days / 4))
  const slots: DemoSlot[] = []
  for (let day = 3; day < days; day += 1) {
    if (day % 7 === 5 || day % 7 === 6) continue
    for (let at = 0; at < perDay; at += 1) {
      const who = (day * perDay + at) % counsellors.length
      const mode = random.weighted<GuidanceMode>([
        ['place', 5],
        ['phone', 3],
        ['group', 1],
      ])
      slots.push({
        counsellor: `c${who + 1}`,
        counsellorName: counsellors[who] ?? '',
        mode,
        place: random.pick(settled).code,
        onDay: day,
        hour: random.pick([9, 10, 14, 15]),
        lengthMinutes: mode === 'group' ? 90 : 60,
        capacity: mode === 'group' ? 12 : 4,
      })
    }
  }
  return slots
}

/** Free classes over the days, with a few fewer seats than people. */
export function makeClasses(random: Random, places: readonly Place[], people: number): readonly DemoClass[] {
  const settled = places.filter((place) => place.settlement)
  const lessons = [
    ...new Map(trades.filter((trade) => trade.people > 0).map((trade) => [trade.lesson, trade])).values(),
  ]
  const count = Math.max(lessons.length, Math.ceil((people * 1.3) / 30))
  return Array.from({ length: count }, (_, at): DemoClass => {
    const trade = lessons[at % lessons.length]
    if (trade === undefined) throw new Error('no lesson')
    return {
      title: `${trade.lesson}免费培训班`,
      kind: 'skill',
      occupation: trade.titles[0] ?? trade.lesson,
      skillsTaught: [...trade.skills],
      ...(trade.certificate === undefined ? {} : { certificate: trade.certificate }),
      provider: random.pick(['利通区职业技能培训学校', '吴忠市技工学校', '启明职业培训中心']),
      place: random.pick(settled).code,
      onDay: random.integer(12, 75),
      lengthDays: random.integer(7, 20),
      capacity: random.pick([20, 30, 40]),
    }
  })
}
