import type { TextEngine } from '../text/text.ts'
import { badBelow, farBelow, goodFrom, levelMax } from './features.ts'
import { all as named, checkWords, educationWords, gateWords, shiftWords, type Words } from './gate-words.ts'
import type { Contribution, Explanation, FeatureName, Match } from './matching.ts'
import { defaultWeights, type Weights } from './score.ts'

const unknownWords: Readonly<Partial<Record<FeatureName, Words>>> = {
  occupation: { zh: '还不知道您想做什么工作', en: 'it is not known what work they want' },
  distance: { zh: '离家远近要核实', en: 'the way to work is to be checked' },
}

const anyWork: Words = { zh: '您说过什么工作都行', en: 'they said that any work will do' }

type Tone = Explanation['reasons'][number]['sign']
type Say = (part: Contribution, tone: Tone) => Words | undefined

const occupationWords: Say = ({ seekerSide, postingSide, isWish }, tone) => {
  if (seekerSide === '') return isWish === true ? anyWork : undefined
  const zh = isWish === true ? `您想做的“${seekerSide}”` : `您说的“${seekerSide}”`
  const en = isWish === true ? `the wanted "${seekerSide}"` : `what they can do ("${seekerSide}")`
  if (tone === 'for') return { zh: `“${postingSide}”与${zh}相近`, en: `"${postingSide}" is close to ${en}` }
  if (tone === 'against') return { zh: `“${postingSide}”与${zh}差别较大`, en: `"${postingSide}" is far from ${en}` }
  return { zh: `“${postingSide}”与${zh}有些关联`, en: `"${postingSide}" is somewhat related to ${en}` }
}

/** A plus behind the figures says that more may be paid. */
const wageWords: Say = ({ seekerSide, postingSide }) => {
  const isOpen = postingSide.endsWith('+')
  const figures = postingSide.replace('+', '')
  const [least = '', most = least] = figures.split('-')
  const pay = `工资 ${figures} 元${isOpen ? (least === most ? '起' : '以上') : ''}`
  const en = `pays ${figures}${isOpen ? ' or more' : ''} yuan a month`
  if (seekerSide === '') return { zh: pay, en }
  const asked = Number(seekerSide)
  const above = isOpen ? '要问清有没有' : '低于'
  const met = asked > Number(most) ? above : asked > Number(least) ? '做得好才到' : '不低于'
  return { zh: `${pay}，${met}您要求的 ${seekerSide} 元`, en: `${en}; they ask ${seekerSide}` }
}

const isFarther = ({ seekerSide, postingSide }: Contribution): boolean =>
  seekerSide !== '' && Number(postingSide) > Number(seekerSide)

const distanceWords: Say = (part) => {
  const { seekerSide, postingSide } = part
  const isNear = Number(postingSide) < 1
  const zh = isNear ? '离家不到 1 公里' : `离家约 ${postingSide} 公里`
  const en = isNear ? 'less than 1 km from home' : `about ${postingSide} km from home`
  if (seekerSide === '') return { zh, en }
  return isFarther(part)
    ? { zh: `${zh}，比您说的 ${seekerSide} 公里远`, en: `${en}, farther than the ${seekerSide} km they named` }
    : { zh: `${zh}，在您说的 ${seekerSide} 公里以内`, en: `${en}, within the ${seekerSide} km they named` }
}

const onlyFor =
  (say: (part: Contribution) => Words): Say =>
  (part, tone) =>
    tone === 'for' ? say(part) : undefined

/** What each contribution says, from its two sides; nothing where there is nothing worth hearing. */
const featureWords: Readonly<Record<FeatureName, Say>> = {
  occupation: occupationWords,
  skills: ({ seekerSide, postingSide }, tone) =>
    tone === 'for'
      ? { zh: `要求会“${postingSide}”，您说过“${seekerSide}”`, en: `asks ${postingSide}; they can: ${seekerSide}` }
      : {
          zh: `要求会“${postingSide}”，您说过不会或还不够熟练`,
          en: `asks ${postingSide}, which they say they cannot do well`,
        },
  meaning: onlyFor(({ seekerSide, postingSide }) => ({
    zh: `您会的“${seekerSide}”用得上`,
    en: `what they can do ("${seekerSide}") is of use as ${postingSide}`,
  })),
  experience: onlyFor(({ seekerSide, postingSide }) =>
    postingSide.endsWith('年')
      ? {
          zh: `要求 ${postingSide}经验，您有 ${seekerSide}`,
          en: `asks ${postingSide.slice(0, -1)} years of practice; they have ${seekerSide.slice(0, -1)}`,
        }
      : { zh: `您以前“${seekerSide}”，与这份工作相近`, en: `they have done close work: ${seekerSide}` },
  ),
  wage: wageWords,
  distance: distanceWords,
  shift: ({ postingSide }) => ({
    zh: `班次：${named(postingSide.split(','), shiftWords)}`,
    en: `shifts: ${postingSide}`,
  }),
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
          zh: `要求${educationWords[postingSide] ?? postingSide}，您是${educationWords[seekerSide] ?? seekerSide}`,
          en: `asks ${postingSide}; they have ${seekerSide}`,
        },
  freshness: onlyFor(() => ({ zh: '岗位刚发布不久', en: 'the posting is recent' })),
}

/** Features that are worth hearing even where they speak neither for nor against. */
const alwaysHeard: ReadonlySet<FeatureName> = new Set(['occupation', 'wage', 'distance'])
const ofWork: ReadonlySet<string> = new Set<FeatureName>(['occupation', 'skills', 'meaning', 'experience'])
/** What a posting asks of a person: where it is not met, that is told beside what speaks for the pair. */
const ofDemand: ReadonlySet<string> = new Set<FeatureName>(['education', 'skills'])

type Reason = Explanation['reasons'][number]

const toneOf = (part: Contribution, level: number): Tone => {
  if (part.feature === 'distance' && isFarther(part)) return 'against'
  if (level * levelMax >= goodFrom) return 'for'
  return level * levelMax < (part.feature === 'occupation' ? farBelow : badBelow) ? 'against' : 'neutral'
}

function reasonOf(part: Contribution, match: Match): Reason | undefined {
  const { feature, level } = part
  if (level === undefined) {
    const isChecked = match.toCheck.some((gate) => gate.code === feature)
    const words = part.isWish === true ? anyWork : isChecked ? undefined : unknownWords[feature]
    return words && { sign: 'neutral', feature, ...words }
  }
  const tone = toneOf(part, level)
  if (tone === 'neutral' && !alwaysHeard.has(feature)) return undefined
  const words = featureWords[feature](part, tone)
  return words && { sign: tone, feature, ...words }
}

/** What a suitable pair is told first: the work, as it speaks for the pair or else as it is, and what is asked and not met. */
function headOf(reasons: readonly Reason[]): readonly Reason[] {
  const work =
    reasons.find((one) => one.sign === 'for' && ofWork.has(one.feature)) ??
    reasons.find((one) => one.feature === 'occupation')
  const first = work ?? reasons.find((one) => one.sign === 'for')
  const unmet = reasons.find((one) => one.sign === 'against' && ofDemand.has(one.feature))
  return [first ?? [], unmet ?? []].flat()
}

/**
 * The reasons of a pair in words: gates that fail, then contributions, the farthest from neutral first, then what is to
 * be checked; where it is suitable, the work before all and next what is asked and not met. From nothing but those
 * numbers and their two sides.
 */
export function explain(
  match: Match,
  { weights = defaultWeights }: { readonly text: Pick<TextEngine, 'nameOf'>; readonly weights?: Weights },
): Explanation {
  const pull = ({ feature, value }: Contribution): number => Math.abs(value - weights.parts[feature] * weights.neutral)
  // Of work that is far off the contribution says more: whether it is far from a wish or from what they can do.
  const closed = match.gates.filter((gate) => gate.code !== 'occupation')
  const gates = closed.map((gate): Reason => ({
    sign: 'against',
    feature: gate.code,
    ...gateWords[gate.code](gate),
  }))
  const parts = match.contributions
    .filter((part) => !closed.some((gate) => gate.code === part.feature))
    .sort((a, b) => pull(b) - pull(a))
    .flatMap((part) => reasonOf(part, match) ?? [])
  const checks = match.toCheck.flatMap((gate): Reason[] => {
    const words = checkWords[gate.code]?.(gate)
    return words === undefined ? [] : [{ sign: 'neutral', feature: gate.code, ...words }]
  })
  const all = [...gates, ...parts, ...checks]
  const head = match.suitable ? headOf(all) : all.filter((one) => one.sign === 'against').slice(0, 1)
  const points = Math.round(match.score / 10_000)
  const verdict = match.suitable ? { zh: '合适', en: 'suitable' } : { zh: '不合适', en: 'not suitable' }
  const told = (words: (reason: Reason) => string, but: string): string =>
    head.map((one, at) => `${at === 0 ? '' : but}${words(one)}`).join('')
  const [zh, en] = [told((one) => one.zh, '；但'), told((one) => one.en, '; but ')]
  return {
    summary: {
      zh: `${verdict.zh}（${points} 分）${zh === '' ? '' : `：${zh}`}`,
      en: `${verdict.en} (${points} points)${en === '' ? '' : `: ${en}`}`,
    },
    reasons: match.suitable ? [...head, ...all.filter((one) => !head.includes(one))] : all,
  }
}
