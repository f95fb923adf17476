import type { Posting } from '../posting.ts'
import { isSoonGot } from './judge.ts'
import type { GateCode, GateFailure, GateToCheck } from './matching.ts'

/** One thing said in Chinese, to the person, and in English, of them. */
export interface Words {
  readonly zh: string
  readonly en: string
}

export const shiftWords: Readonly<Record<string, string>> = {
  day: '白班',
  night: '夜班',
  rotating: '倒班',
  flexible: '弹性',
}
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
export const educationWords: Readonly<Record<string, string>> = {
  none: '不限',
  primary: '小学',
  junior: '初中',
  senior: '高中',
  vocational: '中专',
  college: '大专',
  bachelor: '本科',
  master: '硕士',
}

/** Values in a row, each by its word if it has one. */
export const all = (value: GateFailure['wanted'], words: Readonly<Record<string, string>> = {}): string =>
  (Array.isArray(value) ? value : [value]).map((one) => words[String(one)] ?? String(one)).join('、')

/** What each gate says when it is not passed, from the two values compared. */
export const gateWords: Readonly<Record<GateCode, (gate: GateFailure) => Words>> = {
  occupation: ({ wanted, found }) => ({
    zh: `“${all(found)}”与您说的“${all(wanted)}”差别较大`,
    en: `"${all(found)}" is far from "${all(wanted)}"`,
  }),
  refused: ({ wanted }) => ({
    zh: `您说过不想干${all(wanted)}`,
    en: `they said that they do not want: ${all(wanted)}`,
  }),
  not_open: () => ({ zh: '岗位已不再招人', en: 'the posting is no longer open' }),
  distance: ({ wanted, found }) => ({
    zh: `离家约 ${all(found)} 公里，超过您说的 ${all(wanted)} 公里`,
    en: `about ${all(found)} km from home, beyond the ${all(wanted)} km they named`,
  }),
  wage: ({ wanted, found }) => ({
    zh: `最高工资 ${all(found)} 元，低于您要求的 ${all(wanted)} 元`,
    en: `pays at most ${all(found)} yuan, less than the ${all(wanted)} they ask`,
  }),
  shift: ({ wanted, found }) => ({
    zh: `班次是${all(found, shiftWords)}，您不上${all(wanted, shiftWords)}`,
    en: `works ${all(found)} shifts; they refuse ${all(wanted)}`,
  }),
  lodging: () => ({ zh: '不提供住宿，您需要住宿', en: 'has no lodging, which they need' }),
  kind: ({ found }) => ({
    zh: `属于${all(found, kindWords)}，您不愿去这类单位`,
    en: `is of a kind they refuse (${all(found)})`,
  }),
  place: () => ({ zh: '不在您愿意工作的地方', en: 'is not in a place where they would work' }),
  health: ({ found }) => ({
    zh: `需要${all(found, demandWords)}，您的身体不适合`,
    en: `demands ${all(found)}, which their health rules out`,
  }),
  certificate: ({ wanted, found }) =>
    found === 'expired'
      ? { zh: `需要${all(wanted)}，您的已过期`, en: `needs the certificate ${all(wanted)}; theirs has expired` }
      : { zh: `需要${all(wanted)}，您还没有`, en: `needs the certificate ${all(wanted)}` },
  skill: ({ wanted }) => ({ zh: `必须会${all(wanted)}`, en: `requires the skill ${all(wanted)}` }),
  start: ({ wanted, found }) => ({
    zh: `${all(found)} 上岗，您 ${all(wanted)} 才能开始`,
    en: `starts on ${all(found)}, before they can on ${all(wanted)}`,
  }),
  care_hours: ({ found }) => ({
    zh: `只有${all(found, shiftWords)}，照顾家人的人上不了`,
    en: `only ${all(found)} shifts, which care at home does not allow`,
  }),
}

/** What is to be asked before the offer, from what the side that is known wants. */
export const checkWords: Readonly<Partial<Record<GateCode, (gate: GateToCheck) => Words>>> = {
  distance: ({ wanted }) => ({
    zh: `上班地点要核实：您说最远 ${all(wanted)} 公里`,
    en: `the place of work is to be checked against their ${all(wanted)} km`,
  }),
  wage: ({ wanted }) => ({
    zh: `工资要面谈：您要求 ${all(wanted)} 元以上`,
    en: `the wage is to be asked; they want ${all(wanted)} yuan or more`,
  }),
  shift: () => ({ zh: '班次要核实', en: 'the shifts are to be checked' }),
  lodging: () => ({ zh: '有没有住处要核实', en: 'lodging is to be checked' }),
  health: ({ wanted }) => ({
    zh: `要问清有没有${all(wanted, demandWords)}的活`,
    en: `to be asked whether the work involves ${all(wanted)}`,
  }),
  certificate: ({ wanted }) =>
    isSoonGot(all(wanted))
      ? {
          zh: `需要${all(wanted)}，没有的话上岗前要办好`,
          en: `needs the certificate ${all(wanted)}, to be got before starting by who has none`,
        }
      : {
          zh: `需要${all(wanted)}，您有没有还要核实`,
          en: `needs the certificate ${all(wanted)}; whether they hold it is to be checked`,
        },
  skill: ({ wanted }) => ({
    zh: `必须会${all(wanted)}，您会不会还要核实`,
    en: `requires the skill ${all(wanted)}; whether they have it is to be checked`,
  }),
}
