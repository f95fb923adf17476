import type { SelfQuestion } from '../../domain/correction.ts'
import type { GuidanceState, OfferState, RefusalReason, TrainingState } from '../../domain/guarantee/items.ts'
import type { Shift } from '../../domain/seeker.ts'
import type { GuidanceMode } from '../../domain/slot.ts'
import { dayOf, hourOf, type Instant } from '../../domain/time.ts'
import { errors, type ErrorCode } from '../../errors.ts'

const weekdays = ['日', '一', '二', '三', '四', '五', '六'] as const

/** `3月5日(周四)`. */
export function dayWords(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日(周${weekdays[new Date(`${day}T00:00:00.000Z`).getUTCDay()] ?? ''})`
}

/** `3月5日(周四)上午9:30`, as a clock in Asia/Shanghai shows it. */
export function momentWords(at: Instant): string {
  const minutes = Math.round(hourOf(at) * 60)
  const hour = Math.floor(minutes / 60)
  const part = hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上'
  return `${dayWords(dayOf(at))}${part}${hour > 12 ? hour - 12 : hour}:${String(minutes % 60).padStart(2, '0')}`
}

/** `马*花`: enough to know whose page it is, in a family that shares a phone. */
export const shortName = (name: string): string => {
  const signs = Array.from(name)
  if (signs.length < 2) return name
  return signs.length === 2 ? `${signs[0] ?? ''}*` : `${signs[0] ?? ''}*${signs[signs.length - 1] ?? ''}`
}

export const shiftWords: Readonly<Record<Shift, string>> = {
  day: '白班',
  night: '夜班',
  rotating: '倒班',
  flexible: '时间灵活',
}

export const meetWords: Readonly<Record<GuidanceMode, string>> = {
  place: '见面谈',
  phone: '打电话谈',
  group: '几个人一起谈',
}

/** How far each item has come, to the one whose it is. */
export const ownOfferWords: Readonly<Partial<Record<OfferState, string>>> = {
  sent: '已经发给您',
  delivered: '已经送到',
  lapsed: '您没有答复',
  accepted: '您愿意去',
  declined: '您说不去',
  hired: '您已经上班',
  not_hired: '没有录用',
}

export const ownGuidanceWords: Readonly<Record<GuidanceState, string>> = {
  booked: '约好了',
  attended: '做过了',
  no_show: '您没有来',
  excused: '您请假了',
  cancelled: '取消了',
}

export const ownTrainingWords: Readonly<Record<TrainingState, string>> = {
  held: '给您留了名额',
  invited: '给您留了名额',
  confirmed: '您要参加',
  returned: '您让出了名额',
  lapsed: '您没有答复',
  released: '名额收回了',
  attended: '您参加了',
  absent: '您没有来上课',
  certified: '您拿到证书了',
}

/** Why somebody says no, in their own voice, the most common first. */
export const reasonWords: Readonly<Record<RefusalReason, string>> = {
  has_work: '我已经有活干了',
  cannot_distance: '太远了',
  wage_too_low: '工资太低',
  cannot_shift: '这个班次我上不了',
  needs_lodging: '要住宿，它没有',
  cannot_health: '身体干不了',
  cannot_skill: '我不会这个',
  family: '家里走不开',
  not_interested: '不想干这一行',
  other: '别的原因',
}

/** Reasons that make sense for giving back a place in a class. */
export const seatReasons: readonly RefusalReason[] = [
  'has_work',
  'family',
  'cannot_distance',
  'cannot_health',
  'not_interested',
  'other',
]

interface QuestionWords {
  readonly ask: string
  readonly choices: Readonly<Record<string, string>>
  /** Says a value that lies between the choices. */
  readonly value?: (text: string) => string
}

const canOrNot = { can: '能', cannot: '不能' }

/** The questions about oneself and the answers to each. */
export const questionWords: Readonly<Record<SelfQuestion, QuestionWords>> = {
  workStatus: {
    ask: '我现在',
    choices: {
      unemployed: '没有工作',
      employed: '在上班',
      farming: '在种地、养殖',
      self_employed: '自己做生意',
      studying: '在上学',
    },
    value: () => '干不了活',
  },
  distanceMaxKm: {
    ask: '上班最远能去多远',
    choices: {
      '5': '5公里以内',
      '10': '10公里以内',
      '20': '20公里以内',
      '50': '50公里以内',
      '100': '100公里以内',
      '3000': '多远都行',
    },
    value: (km) => `${km}公里以内`,
  },
  wageMinYuan: {
    ask: '一个月至少要多少工资',
    choices: {
      '1800': '1800元',
      '2500': '2500元',
      '3000': '3000元',
      '3500': '3500元',
      '4000': '4000元',
      '5000': '5000元',
      '6000': '6000元',
    },
    value: (yuan) => `${yuan}元`,
  },
  night: { ask: '能不能上夜班', choices: canOrNot },
  rotating: { ask: '能不能倒班', choices: canOrNot },
  lodgingNeeded: { ask: '要不要单位管住', choices: { yes: '要住宿', no: '不用住宿' } },
  heavy_lifting: { ask: '重活能不能干', choices: canOrNot },
  long_standing: { ask: '能不能长时间站着', choices: canOrNot },
}

/** What a page says after something was done. */
export const toldWords = {
  accept: '记下了：您愿意去这个岗位。联络员会看到您的答复。',
  decline: '记下了：您不去这个岗位。',
  book: '约好了。请记住时间，到时候来。',
  cancel: '取消了。您可以再约别的时间。',
  keep: '记下了：您来参加培训。名额给您留好了。',
  give_back: '记下了：您不参加这个班，名额让给别人了。',
  take_again: '名额又给您留上了。请点“我参加”确认。',
  correct: '改好了。以后按新的情况给您推荐。',
  stop: '以后不给您发短信和微信了。岗位、指导、培训都照样给您留着，有事会打电话或上门。',
  resume: '恢复了，有合适的岗位会发消息告诉您。',
  help: '记下了，已经告诉联络员，请等电话。',
} as const
export type Told = keyof typeof toldWords

const wrongWords: Readonly<Partial<Record<ErrorCode, string>>> = {
  'request.invalid': '还没有选。请先选一个，再点“改成这个”。',
  'posting.not_open': '来晚了一步，这个岗位已经招满。我们会再给您推荐别的。',
  'offer.wrong_state': '这个岗位您已经答复过了，不能再改。要改请点下面的“请打电话给我”。',
  'slot.full': '来晚了一步，这个时间约满了。请换一个时间。',
  'slot.past': '这个时间已经过了。请换一个时间。',
  'slot.cancelled': '这个时间取消了。请换一个时间。',
  'guidance.booked_already': '您已经约好一次了。要换时间，请先取消那一次。',
  'guidance.wrong_state': '这一次已经办过了，不能再改。',
  'class.begun': '已经开班了，不能再改。请点下面的“请打电话给我”。',
  'class.full': '名额已经给了别人。请点下面的“请打电话给我”。',
  'class.cancelled': '这个班取消了。',
  'training.wrong_state': '这个名额您已经答复过了，不能再改。要改请点下面的“请打电话给我”。',
}

/** What a page says when something could not be done. */
export const wrongSaid = (code: string): string | undefined => {
  if (code === 'old') return '这一页打开太久了，什么都没有改。请看看现在的情况，再点一次。'
  return Object.hasOwn(errors, code)
    ? (wrongWords[code as ErrorCode] ?? '没有办成。请再试一次，或者请联络员帮忙。')
    : undefined
}
