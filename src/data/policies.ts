import { overdueFirst } from '../domain/allocation/ranks.ts'
import type { Policy } from '../domain/policy.ts'

/**
 * The dated rules of the programme. §9 of 吴利政规发〔2021〕7号 promises one guidance session, three suitable posts and
 * one free training place; the days, limits and thresholds are the office's own and change by a new entry, never in place.
 */
export const policies: readonly Policy[] = [
  {
    version: '2021-09',
    from: '2021-08-31T16:00:00.000Z',
    guarantee: {
      guidanceDueDays: 30,
      offersOwed: 3,
      offersDueDays: 60,
      offersPerEmployerMax: 2,
      closedWithinDays: 3,
    },
    offers: {
      scoreMin: 0.5,
      autoApproveScoreMin: 0.62,
      perOpening: 3,
      answerDays: 7,
      openDaysMin: 5,
      candidatesPerSeekerMax: 30,
      ranks: overdueFirst,
    },
    guidance: { noticeHoursMin: 48, distanceMaxKm: 20 },
    training: { holdDays: 10, noticeDaysMin: 4, fitMin: 0.15 },
    review: { undoMinutes: 10, claimHours: 4, dueHours: 48 },
    delivery: {
      stepHours: { sms: 48, wechat: 48, phone: 72, visit: 168 },
      perDayMax: 3,
      alarms: {
        silenceMinutes: 30,
        silenceWaiting: 200,
        idleMinutes: 30,
        idleWaiting: 50,
        failedShare: 0.5,
        failedOf: 50,
      },
      order: ['sms', 'wechat', 'phone', 'visit'],
      quietFromHour: 20,
      quietUntilHour: 8,
      expiryDays: 21,
    },
    escalation: { caseworkerDays: 0, townshipDays: 7, officeDays: 14 },
    longOutOfWorkDays: 365,
    urgentDays: 14,
  },
]
