import type { Posting } from '../posting.ts'
import type { TextEngine } from '../text/text.ts'
import { badBelow, goodFrom, levelMax } from './features.ts'
import type { Contribution, Explanation, FeatureName, GateCode, GateFailure, GateToCheck, Match } from './matching.ts'
import { defaultWeights, type Weights } from './score.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

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

/** What is to be asked before the offer, from what the side that is known wants. */
const checkWords: Readonly<Partial<Record<GateCode, (gate: GateToCheck) => Words>>> = {
  distance: ({ wanted }) => ({
    zh: `上班地点要核实:您说最远 ${all(wanted)} 公里`,
    en: `the place of work is to be checked against their ${all(wanted)} km`,
  }),
  wage: ({ wanted }) => ({
    zh: `工资要面谈:您要求 ${all(wanted)} 元以上`,
    en: `the wage is to be asked; they want ${all(wanted)} yuan or more`,
  }),
  shift: () => ({ zh: '班次要核实', en: 'the shifts are to be checked' }),
  lodging: () => ({ zh: '有没有住处要核实', en: 'lodging is to be checked' }),
  health: ({ wanted }) => ({
    zh: `要问清有没有${all(wanted, demandWords)}的活`,
    en: `to be asked whether the work involves ${all(wanted)}`,
  }),
  certificate: ({ wanted }) => ({
    zh: `需要${all(wanted)},您有没有还要核实`,
    en: `needs the certificate ${all(wanted)}; whether they hold it is to be checked`,
  }),
}

const unknownWords: Readonly<Partial<Record<FeatureName, Words>>> = {
  occupation: { zh: '还不知道您想做什么工作', en: 'it is not known what work they want' },
  distance: { zh: '离家远近要核实', en: 'the way to work is to be checked' },
}

type Tone = Explanation['reasons'][number]['sign']
type Say = (part: Contribution, tone: Tone, match: Match) => Words | undefined

/** True when the nearest words are what the person can do rather than what they wish. */
const isClaim = (part: Contribution, { contributions }: Match): boolean =>
  contributions.some((one) => one.feature === 'meaning' && one.seekerSide !== '' && one.seekerSide === part.seekerSide)

const occupationWords: Say = (part, tone, match) => {
  const { seekerSide, postingSide } = part
  const claims = isClaim(part, match)
  const zh = claims ? `您说的“${seekerSide}”` : `您想做的“${seekerSide}”`
  const en = claims ? `what they can do ("${seekerSide}")` : `the wanted "${seekerSide}"`
  if (tone === 'for') return { zh: `“${postingSide}”与${zh}相近`, en: `"${postingSide}" is close to ${en}` }
  if (tone === 'against') return { zh: `“${postingSide}”与${zh}差别较大`, en: `"${postingSide}" is far from ${en}` }
  return { zh: `“${postingSide}”与${zh}有些关联`, en: `"${postingSide}" is somewhat related to ${en}` }
}

const wageWords: Say = ({ seekerSide, postingSide }) => {
  if (seekerSide === '') return { zh: `工资 ${postingSide} 元`, en: `pays ${postingSide} yuan a month` }
  const [least = '', most = least] = postingSide.split('-')
  const asked = Number(seekerSide)
  const en = `pays ${postingSide} yuan a month; they ask ${seekerSide}`
  if (asked > Number(most)) return { zh: `工资 ${postingSide} 元,低于您要求的 ${seekerSide} 元`, en }
  if (asked > Number(least)) return { zh: `工资 ${postingSide} 元,做得好才到您要求的 ${seekerSide} 元`, en }
  return { zh: `工资 ${postingSide} 元,不低于您要求的 ${seekerSide} 元`, en }
}

const distanceWords: Say = ({ seekerSide, postingSide }) => {
  const en = `about ${postingSide} km from home`
  if (seekerSide === '') return { zh: `离家约 ${postingSide} 公里`, en }
  return Number(postingSide) <= Number(seekerSide)
    ? {
        zh: `离家约 ${postingSide} 公里,在您说的 ${seekerSide} 公里以内`,
        en: `${en}, within the ${seekerSide} km they named`,
      }
    : {
        zh: `离家约 ${postingSide} 公里,比您说的 ${seekerSide} 公里远`,
        en: `${en}, farther than the ${seekerSide} km they named`,
      }
}

const onlyFor =
  (say: (part: Contribution) => Words): Say =>
  (part, tone) =>
    tone === 'for' ? say(part) : undefined

/** What each contribution says, from its two sides; nothing where there is nothing worth hearing. */
const featureWords: Readonly<Record<FeatureName, Say>> = {
  occupation: occupationWords,
  skills: ({ postingSide }, tone) =>
    tone === 'for'
      ? { zh: `要求的“${postingSide}”您会`, en: `they have the asked skill: ${postingSide}` }
      : {
          zh: `要求会“${postingSide}”,您说过不会或还不够熟练`,
          en: `asks ${postingSide}, which they say they cannot do well`,
        },
  meaning: onlyFor(({ seekerSide, postingSide }) => ({
    zh: `您会的“${seekerSide}”用得上`,
    en: `what they can do ("${seekerSide}") is of use as ${postingSide}`,
  })),
  experience: onlyFor(({ seekerSide, postingSide }) =>
    postingSide.endsWith('年')
      ? {
          zh: `要求 ${postingSide}经验,您有 ${seekerSide}`,
          en: `asks ${postingSide.slice(0, -1)} years of practice; they have ${seekerSide.slice(0, -1)}`,
        }
      : { zh: `您以前“${seekerSide}”,与这份工作相近`, en: `they have done close work: ${seekerSide}` },
  ),
  wage: wageWords,
  distance: distanceWords,
  shift: ({ postingSide }) => ({ zh: `班次:${all(postingSide.split(','), shiftWords)}`, en: `shifts: ${postingSide}` }),
  lodging: ({ postingSide }, tone) =>
    tone !== 'for'
      ? { zh: '不包吃住', en: 'no board or lodging' }
      : postingSide === 'lodging,meals'
        ? { zh: '包吃包住', en: 'board and lodging are given' }
        : postingSide === 'lodging'
          ? { zh: '包住', en: 'lodging is given' }
          : { zh: '包吃', en: 'meals are given' },
  education: ({ seekerSide, postingSide }, tone) =>
    tone === 'for'
      ? {
          zh: `学历够(要求${educationWords[postingSide] ?? postingSide})`,
          en: `meets the asked education (${postingSide})`,
        }
      : {
          zh: `要求${educationWords[postingSide] ?? postingSide},您是${educationWords[seekerSide] ?? seekerSide}`,
          en: `asks ${postingSide}; they have ${seekerSide}`,
        },
  freshness: onlyFor(() => ({ zh: '岗位刚发布不久', en: 'the posting is recent' })),
}

/** Features that are worth hearing even where they speak neither for nor against. */
const alwaysHeard: ReadonlySet<FeatureName> = new Set(['occupation', 'wage', 'distance'])

type Reason = Explanation['reasons'][number]

function reasonOf(part: Contribution, match: Match): Reason | undefined {
  const { feature, level } = part
  if (level === undefined) {
    const words = match.toCheck.some((gate) => gate.code === feature) ? undefined : unknownWords[feature]
    return words && { sign: 'neutral', feature, ...words }
  }
  const tone: Tone = level * levelMax >= goodFrom ? 'for' : level * levelMax < badBelow ? 'against' : 'neutral'
  if (tone === 'neutral' && !alwaysHeard.has(feature)) return undefined
  const words = featureWords[feature](part, tone, match)
  return words && { sign: tone, feature, ...words }
}

/**
 * The reasons of a pair in words: gates that fail, then contributions, the farthest from neutral first, then what is to
 * be checked; from nothing but those numbers and their two sides.
 */
export function explain(
  match: Match,
  { weights = defaultWeights }: { readonly text: Pick<TextEngine, 'nameOf'>; readonly weights?: Weights },
): Explanation {
  const pull = ({ feature, value }: Contribution): number => Math.abs(value - weights.parts[feature] * weights.neutral)
  const gates = match.gates.map((gate): Reason => ({
    sign: 'against',
    feature: gate.code,
    ...gateWords[gate.code](gate),
  }))
  const parts = match.contributions
    .filter((part) => !match.gates.some((gate) => gate.code === part.feature))
    .sort((a, b) => pull(b) - pull(a))
    .flatMap((part) => reasonOf(part, match) ?? [])
  const checks = match.toCheck.flatMap((gate): Reason[] => {
    const words = checkWords[gate.code]?.(gate)
    return words === undefined ? [] : [{ sign: 'neutral', feature: gate.code, ...words }]
  })
  const reasons = [...gates, ...parts, ...checks]
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
