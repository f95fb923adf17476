import { textOf } from '../driver.ts'
import type { Exchange, Report } from './exchange.ts'
import { chinaText, objectOf, tcRefusal, type Received, type Reply } from './request.ts'

const numberPattern = /^\+861[3-9]\d{9}$/

/** Tencent's SendSms and PullSmsSendStatusByPhoneNumber over an exchange; wrong signatures are refused. */
export function tencentApi(
  exchange: Exchange,
  key: { readonly id: string; readonly secret: string },
  nowMs: () => number,
): (received: Received) => Reply {
  let requests = 0
  const answer = (more: object): Reply => {
    requests += 1
    return { status: 200, document: { Response: { ...more, RequestId: `sim-${requests}` } } }
  }
  const refuse = (Code: string): Reply => answer({ Error: { Code, Message: Code } })

  const send = (body: Readonly<Record<string, unknown>>): Reply => {
    const [address] = Array.isArray(body['PhoneNumberSet']) ? (body['PhoneNumberSet'] as unknown[]) : []
    const reference = textOf(body, 'SessionContext')
    if (typeof address !== 'string' || !Array.isArray(body['TemplateParamSet'])) return refuse('MissingParameter')
    const status = (Code: string, SerialNo = ''): Reply =>
      answer({
        SendStatusSet: [
          {
            SerialNo,
            PhoneNumber: address,
            Fee: SerialNo === '' ? 0 : 1,
            SessionContext: reference,
            Code,
            Message: Code,
          },
        ],
      })
    if (!numberPattern.test(address)) return status('InvalidParameterValue.IncorrectPhoneNumber')
    const found = exchange.take('tencent', reference, address)
    if (found.kind === 'silent') return 'silence'
    if (found.kind === 'throttled') return status('LimitExceeded.PhoneNumberThirtySecondLimit')
    return status('Ok', found.taken.messageId)
  }

  const pull = (body: Readonly<Record<string, unknown>>): Reply => {
    const beginMs = Number(body['BeginTime']) * 1000
    const shown = exchange.shown('tencent', textOf(body, 'PhoneNumber')).filter(({ taken }) => taken.atMs >= beginMs)
    return answer({
      PullSmsSendStatusSet: shown.flatMap(({ taken, report }) =>
        report === undefined
          ? []
          : [
              {
                UserReceiveTime: Math.floor(report.atMs / 1000),
                CountryCode: '86',
                SubscriberNumber: taken.address.replace('+86', ''),
                PhoneNumber: taken.address,
                SerialNo: taken.messageId,
                ReportStatus: report.arrived ? 'SUCCESS' : 'FAIL',
                Description: report.code,
                SessionContext: taken.reference,
              },
            ],
      ),
    })
  }

  return (received) => {
    const refusal = tcRefusal(received, key, nowMs())
    if (refusal !== undefined) return refuse(refusal)
    const body = objectOf(received.body)
    if (body === undefined) return refuse('InvalidParameter')
    const action = received.headers['x-tc-action']
    if (action === 'SendSms') return send(body)
    return action === 'PullSmsSendStatusByPhoneNumber' ? pull(body) : refuse('InvalidAction')
  }
}

/** Reports as Tencent's status callback posts them. */
export const tencentReportBody = (reports: readonly Report[]): string =>
  JSON.stringify(
    reports.map(({ taken, arrived, code, atMs }) => ({
      user_receive_time: chinaText(atMs),
      nationcode: '86',
      mobile: taken.address.replace('+86', ''),
      report_status: arrived ? 'SUCCESS' : 'FAIL',
      errmsg: code,
      description: arrived ? '用户短信送达成功' : '用户短信送达失败',
      sid: taken.messageId,
    })),
  )
