import type { Posting } from '../posting.ts'
import type { TextEngine } from '../text/text.ts'
import type { Contribution, Explanation, FeatureName, GateCode, GateFailure, Match } from './matching.ts'

interface Words {
  readonly zh: string
  readonly en: string
}
type Sign = Explanation['reasons'][number]['sign']

const shiftWords: Readonly<Record<string, string>> = { day: '白班', night: '夜班', rotating: '倒班', flexible: '弹性' }
const demandWords: Readonly<Record<string, string>> = {
  heavy_lifting: '重体力',
  long_standing: '久站',
  heights: '高空作业',
  dust_or_chemicals: '粉尘或化学品',
  cold_room: '冷库低温',
  fine_eyesight: '精细用眼',
  night_work: '夜班',
}
const kindWords: Readonly<Record<Posting['kind'], string>> = {
  enterprise: '企业',
  workshop: '就业帮扶车间',
  community_factory: '社区工厂',
  agriculture: '农业',
  public_welfare: '公益性岗位',
}
const educationWords: Readonly<Record<string, string>> = {
  none: '不限',
  primary: '小学',
  junior: '初中',
  senior: '高中',
  vocational: '中专',
  college: '大专',
  bachelor: '本科',
  master: '硕士',
}

const all = (value: GateFailure['wanted'], words: Readonly<Record<string, string>> = {}): string =>
  (Array.isArray(value) ? value : [value]).map((one) => words[String(one)] ?? String(one)).join('、')

/** What each gate says when it is not passed, from the two values compared. */
const gateWords: Readonly<Record<GateCode, (gate: GateFailure) => Words>> = {
  not_open: () => ({ zh: '岗位已不再招人', en: 'the posting is no longer open' }),
  distance: ({ wanted, found }) => ({
    zh: `离家约 ${all(found)} 公里,超过您说的 ${all(wanted)} 公里`,
    en: `about ${all(found)} km from home, beyond the ${all(wanted)} km they named`,
  }),
  wage: ({ wanted, found }) => ({
    zh: `最高工资 ${all(found)} 元,低于您要求的 ${all(wanted)} 元`,
    en: `pays at most ${all(found)} yuan, less than the ${all(wanted)} they ask`,
  }),
  shift: ({ wanted, found }) => ({
    zh: `班次是${all(found, shiftWords)},您不上${all(wanted, shiftWords)}`,
    en: `works ${all(found)} shifts; they refuse ${all(wanted)}`,
  }),
  lodging: () => ({ zh: '不提供住宿,您需要住宿', en: 'has no lodging, which they need' }),
  kind: ({ found }) => ({
    zh: `属于${all(found, kindWords)},您不愿去这类单位`,
    en: `is of a kind they refuse (${all(found)})`,
  }),
  place: () => ({ zh: '不在您愿意工作的地方', en: 'is not in a place where they would work' }),
  health: ({ found }) => ({
    zh: `需要${all(found, demandWords)},您的身体不适合`,
    en: `demands ${all(found)}, which their health rules out`,
  }),
  certificate: ({ wanted }) => ({ zh: `需要${all(wanted)},您还没有`, en: `needs the certificate ${all(wanted)}` }),
  skill: ({ wanted }) => ({ zh: `必须会${all(wanted)}`, en: `requires the skill ${all(wanted)}` }),
  start: ({ wanted, found }) => ({
    zh: `${all(found)} 上岗,您 ${all(wanted)} 才能开始`,
    en: `starts on ${all(found)}, before they can on ${all(wanted)}`,
  }),
  care_hours: ({ found }) => ({
    zh: `只有${all(found, shiftWords)},照顾家人的人上不了`,
    en: `only ${all(found)} shifts, which care at home does not allow`,
  }),
}

const unknownWords: Readonly<Partial<Record<FeatureName, Words>>> = {
  occupation: { zh: '还不知道想做什么工作', en: 'it is not known what work they want' },
  wage: { zh: '工资要面谈', en: 'the wage is open' },
  distance: { zh: '上班地点要核实', en: 'the place of work is to be checked' },
  shift: { zh: '班次要核实', en: 'the shifts are to be checked' },
}

type Say = (part: Contribution, isGood: boolean) => Words | undefined

/** What each contribution says, from its two sides. */
const featureWords: Readonly<Record<FeatureName, Say>> = {
  occupation: ({ seekerSide, postingSide }, isGood) => ({
    zh: isGood ? `“${postingSide}”与您想做的“${seekerSide}”相近` : `“${postingSide}”与您想做的“${seekerSide}”差别较大`,
    en: `"${postingSide}" is ${isGood ? 'close to' : 'far from'} the wanted "${seekerSide}"`,
  }),
  skills: ({ seekerSide, postingSide }, isGood) => ({
    zh: isGood ? `要求的“${postingSide}”您会(${seekerSide})` : `要求“${postingSide}”,您会的是“${seekerSide}”`,
    en: isGood ? `they have the asked skill ${postingSide}` : `asks ${postingSide}; they have ${seekerSide}`,
  }),
  meaning: ({ seekerSide, postingSide }, isGood) =>
    isGood
      ? { zh: `您会的“${seekerSide}”用得上`, en: `what they can do (${seekerSide}) fits ${postingSide}` }
      : undefined,
  experience: ({ seekerSide, postingSide }, isGood) =>
    isGood
      ? { zh: `您以前做过“${seekerSide}”`, en: `they have done ${seekerSide}, close to ${postingSide}` }
      : undefined,
  wage: ({ seekerSide, postingSide }, isGood) => ({
    zh: isGood
      ? `工资 ${postingSide} 元,不低于您要求的 ${seekerSide} 元`
      : `工资 ${postingSide} 元,刚够您要求的 ${seekerSide} 元`,
    en: `pays ${postingSide} yuan; they ask ${seekerSide}`,
  }),
  distance: ({ seekerSide, postingSide }, isGood) => ({
    zh: `离家约 ${postingSide} 公里${seekerSide === '' ? '' : `,${isGood ? '在' : '接近'}您说的 ${seekerSide} 公里${isGood ? '以内' : ''}`}`,
    en: `about ${postingSide} km from home${seekerSide === '' ? '' : ` (limit ${seekerSide} km)`}`,
  }),
  shift: ({ postingSide }, isGood) => ({
    zh: `班次:${all(postingSide.split(','), shiftWords)}`,
    en: `${isGood ? 'day or flexible' : 'night or rotating'} shifts (${postingSide})`,
  }),
  lodging: (_part, isGood) =>
    isGood ? { zh: '包吃或包住', en: 'board or lodging is given' } : { zh: '不包吃住', en: 'no board or lodging' },
  education: ({ postingSide }, isGood) => ({
    zh: isGood
      ? `学历要求(${educationWords[postingSide] ?? postingSide})达到`
      : `学历要求${educationWords[postingSide] ?? postingSide}`,
    en: `${isGood ? 'meets' : 'is below'} the asked education (${postingSide})`,
  }),
  freshness: () => undefined,
}

/** From this level on a contribution speaks for the pair, below the other against it. */
const goodFrom = 0.55
const badBelow = 0.35

function reasonOf(part: Contribution): Explanation['reasons'][number] | undefined {
  const { feature, level } = part
  if (level === undefined) {
    const words = unknownWords[feature]
    return words && { sign: 'neutral', feature, ...words }
  }
  const sign: Sign = level >= goodFrom ? 'for' : level < badBelow ? 'against' : 'neutral'
  if (sign === 'neutral') return undefined
  const words = featureWords[feature](part, sign === 'for')
  return words && { sign, feature, ...words }
}

/** How much a contribution lifts the score above, or pulls it below, what an unknown one would give. */
const weightOf = ({ value, level }: Contribution): number =>
  level === undefined || level === 0 ? value : Math.abs(value - (value / level) * 0.5)

/** The reasons of a pair in words, strongest first: gates that fail, then contributions; from nothing but those numbers. */
export function explain(match: Match, _tools: { readonly text: Pick<TextEngine, 'nameOf'> }): Explanation {
  const gates = match.gates.map((gate) => ({
    sign: 'against' as const,
    feature: gate.code,
    ...gateWords[gate.code](gate),
  }))
  const parts = [...match.contributions]
    .sort((a, b) => weightOf(b) - weightOf(a))
    .flatMap((part) => reasonOf(part) ?? [])
  const reasons = [...gates, ...parts]
  const points = Math.round(match.score / 10_000)
  const verdict = match.suitable ? { zh: '合适', en: 'suitable' } : { zh: '不合适', en: 'not suitable' }
  const first = reasons.find((one) => one.sign === (match.suitable ? 'for' : 'against'))
  return {
    summary: {
      zh: `${verdict.zh}(${points} 分)${first === undefined ? '' : `:${first.zh}`}`,
      en: `${verdict.en} (${points} points)${first === undefined ? '' : `: ${first.en}`}`,
    },
    reasons,
  }
}
