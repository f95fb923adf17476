import type { Exchange, Report } from './exchange.ts'
import { acsRefusal, chinaText, objectOf, type Received, type Reply } from './request.ts'

const numberPattern = /^1[3-9]\d{9}$/

/** Aliyun's SendSms and QuerySendDetails over an exchange; wrong signatures are refused. */
export function aliyunApi(
  exchange: Exchange,
  key: { readonly id: string; readonly secret: string },
  nowMs: () => number,
): (received: Received) => Reply {
  const nonces = new Set<string>()
  let requests = 0
  const answer = (status: number, Code: string, more: object = {}): Reply => {
    requests += 1
    return { status, document: { RequestId: `SIM-${requests}`, Code, Message: Code, ...more } }
  }

  const send = (query: URLSearchParams): Reply => {
    const address = query.get('PhoneNumbers') ?? ''
    if (!query.get('SignName') || !query.get('TemplateCode')?.startsWith('SMS_'))
      return answer(200, 'isv.SMS_TEMPLATE_ILLEGAL')
    if (objectOf(query.get('TemplateParam') ?? '') === undefined) return answer(200, 'isv.INVALID_JSON_PARAM')
    if (!numberPattern.test(address)) return answer(200, 'isv.MOBILE_NUMBER_ILLEGAL')
    const found = exchange.take('aliyun', query.get('OutId') ?? '', address)
    if (found.kind === 'silent') return 'silence'
    if (found.kind === 'throttled') return answer(200, 'isv.BUSINESS_LIMIT_CONTROL')
    return answer(200, 'OK', { BizId: found.taken.messageId })
  }

  const details = (query: URLSearchParams): Reply => {
    const date = query.get('SendDate') ?? ''
    const shown = exchange
      .shown('aliyun', query.get('PhoneNumber') ?? '')
      .filter(({ taken }) => chinaText(taken.atMs).slice(0, 10).replaceAll('-', '') === date)
      .filter(({ taken }) => !query.has('BizId') || taken.messageId === query.get('BizId'))
    const SmsSendDetailDTO = shown.map(({ taken, report }) => ({
      PhoneNum: taken.address,
      SendStatus: report === undefined ? 1 : report.arrived ? 3 : 2,
      ErrCode: report?.code ?? '',
      OutId: taken.reference,
      SendDate: chinaText(taken.atMs),
      ...(report === undefined ? {} : { ReceiveDate: chinaText(report.atMs) }),
    }))
    return answer(200, 'OK', { TotalCount: String(shown.length), SmsSendDetailDTOs: { SmsSendDetailDTO } })
  }

  return (received) => {
    const refusal = acsRefusal(received, key, { nowMs: nowMs(), nonces })
    if (refusal !== undefined) return answer(400, refusal)
    const action = received.headers['x-acs-action']
    if (action === 'SendSms') return send(received.url.searchParams)
    return action === 'QuerySendDetails' ? details(received.url.searchParams) : answer(404, 'InvalidAction.NotFound')
  }
}

/** Reports as Aliyun's SmsReport posts them. */
export const aliyunReportBody = (reports: readonly Report[]): string =>
  JSON.stringify(
    reports.map(({ taken, arrived, code, atMs }) => ({
      phone_number: taken.address,
      send_time: chinaText(taken.atMs),
      report_time: chinaText(atMs),
      success: arrived,
      err_code: code,
      err_msg: arrived ? '用户接收成功' : '未送达',
      sms_size: '1',
      biz_id: taken.messageId,
      out_id: taken.reference,
    })),
  )
