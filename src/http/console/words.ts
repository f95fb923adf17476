import type { DeliveryState, Purpose, ReceiptStatus } from '../../domain/delivery-types.ts'
import type { Verdict } from '../../domain/guarantee/counting.ts'
import type { EntitlementStatus, GuaranteeItem } from '../../domain/guarantee/guarantee.ts'
import type { GuidanceState, OfferState, TrainingState } from '../../domain/guarantee/items.ts'
import type { Channel, WorkStatus } from '../../domain/seeker.ts'
import type { GuidanceMode } from '../../domain/slot.ts'
import { dayOf, hourOf, type Instant } from '../../domain/time.ts'

/** What a caseworker reads for each code. */
export const itemWords: Readonly<Record<GuaranteeItem, string>> = {
  guidance: '职业指导',
  offers: '岗位推荐',
  training: '免费培训',
}

export const statusWords: Readonly<Record<EntitlementStatus, string>> = {
  fulfilled: '已落实',
  waived: '本人放弃',
  under_way: '进行中',
  open: '待安排',
  overdue: '已逾期',
}

export const verdictWords: Readonly<Record<Verdict['result'], string>> = {
  counts: '计入',
  under_way: '在途',
  does_not_count: '不计入',
}

export const channelWords: Readonly<Record<Channel, string>> = {
  sms: '短信',
  wechat: '微信',
  phone: '电话',
  visit: '上门',
}

export const purposeWords: Readonly<Record<Purpose, string>> = {
  offer: '岗位推荐',
  guidance: '指导通知',
  training: '培训通知',
  called_off: '取消通知',
}

export const deliveryWords: Readonly<Record<DeliveryState, string>> = {
  queued: '等待发送',
  leased: '发送中',
  sent: '已发出，待回执',
  delivered: '已送达',
  handed_over: '已当面交付',
  undelivered: '未送达',
  withdrawn: '已撤回',
}

export const receiptWords: Readonly<Record<ReceiptStatus, string>> = {
  sent: '已发出',
  delivered: '已送达',
  failed: '失败',
  unknown: '不明，待人工核实',
}

export const offerWords: Readonly<Record<OfferState, string>> = {
  proposed: '待审核',
  approved: '已通过',
  rejected: '未通过',
  sent: '已发送',
  withdrawn: '已撤回',
  delivered: '已送达',
  undelivered: '未送达',
  accepted: '愿意',
  declined: '不愿意',
  lapsed: '逾期未答复',
  hired: '已就业',
  not_hired: '未录用',
}

export const guidanceWords: Readonly<Record<GuidanceState, string>> = {
  booked: '已预约',
  attended: '已参加',
  no_show: '未到场',
  excused: '请假',
  cancelled: '已取消',
}

export const trainingWords: Readonly<Record<TrainingState, string>> = {
  held: '已留名额',
  invited: '已通知',
  confirmed: '已确认',
  returned: '已放弃该班',
  lapsed: '未答复',
  released: '已收回',
  attended: '已参加',
  absent: '未到课',
  certified: '已取证',
}

export const modeWords: Readonly<Record<GuidanceMode, string>> = { place: '现场', phone: '电话', group: '集体' }

export const workWords: Readonly<Record<WorkStatus, string>> = {
  unemployed: '未就业',
  employed: '已就业',
  farming: '务农',
  self_employed: '自主经营',
  studying: '在学',
  unable: '无劳动能力',
}

/** A moment as a clock in Asia/Shanghai shows it: `2026-03-01 16:00`. */
export function timeText(at: Instant): string {
  const minutes = Math.floor(hourOf(at) * 60 + 1e-6)
  const pad = (count: number): string => String(count).padStart(2, '0')
  return `${dayOf(at)} ${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}

/** Why a call or visit did not find the person. */
export const missedWords: Readonly<Record<string, string>> = {
  no_answer: '没人接',
  wrong_number: '号码不对',
  not_home: '不在家',
  moved_away: '已搬走',
}
