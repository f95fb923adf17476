import { epochMsOf, instantOf, type Instant } from '../../src/domain/time.ts'
import { referredBy, rowsOf, textOf, type Found, type Question } from './driver.ts'
import { chinaTime, codeOf } from './reports.ts'

type Fields = Readonly<Record<string, unknown>>

/** The newest record that carries our delivery. */
const ownOf = (rows: readonly Fields[], field: string, { delivery }: Question): Fields | undefined =>
  rows.filter((row) => referredBy(textOf(row, field))?.delivery === delivery).at(-1)

/**
 * What Aliyun's QuerySendDetails tells of a message, found by its OutId: SendStatus 1 waits for a report, 2 failed,
 * 3 arrived. The list is complete for a number and day, so that what is not in it was not taken. The answer has no
 * BizId; a message whose BizId is not known is named by its OutId.
 */
export function aliyunFound(body: Fields, question: Question, now: Instant): Found {
  const rows = rowsOf((body['SmsSendDetailDTOs'] as Fields | undefined)?.['SmsSendDetailDTO'])
  const own = ownOf(rows, 'OutId', question)
  if (own === undefined) {
    // Some accounts get a count without the list: then nothing is known.
    return Number(body['TotalCount'] ?? 0) > rows.length
      ? { kind: 'unclear', code: 'list.partial' }
      : { kind: 'absent' }
  }
  const messageId = question.messageId ?? textOf(own, 'OutId')
  const status = Number(own['SendStatus'])
  if (status !== 2 && status !== 3) return { kind: 'accepted', messageId }
  return {
    kind: 'report',
    report: {
      provider: 'aliyun',
      messageId,
      reference: textOf(own, 'OutId'),
      status: status === 3 ? 'delivered' : 'failed',
      code: codeOf(own['ErrCode'], status === 3 ? 'DELIVERED' : 'UNKNOWN'),
      at: chinaTime(own['ReceiveDate'], now),
    },
  }
}

/**
 * What Tencent's PullSmsSendStatusByPhoneNumber tells of a message, found by its SessionContext or SerialNo. It lists
 * only what the carrier has reported on, so that what is not in it may be on its way.
 */
export function tencentFound(body: Fields, question: Question, now: Instant): Found {
  const rows = rowsOf(body['PullSmsSendStatusSet'])
  const own =
    ownOf(rows, 'SessionContext', question) ?? rows.findLast((row) => textOf(row, 'SerialNo') === question.messageId)
  const status = textOf(own, 'ReportStatus')
  if (own === undefined || (status !== 'SUCCESS' && status !== 'FAIL')) return { kind: 'unclear', code: 'no_report' }
  const epochMs = Number(own['UserReceiveTime']) * 1000
  const isTime = Number.isFinite(epochMs) && epochMs > 0 && epochMs <= epochMsOf(now)
  const reference = textOf(own, 'SessionContext')
  return {
    kind: 'report',
    report: {
      provider: 'tencent',
      messageId: textOf(own, 'SerialNo'),
      ...(reference === '' ? {} : { reference }),
      status: status === 'SUCCESS' ? 'delivered' : 'failed',
      code: codeOf(own['Description'], status === 'SUCCESS' ? 'DELIVRD' : 'UNKNOWN'),
      at: isTime ? instantOf(epochMs) : now,
    },
  }
}
