import { codeOf } from './reports.ts'
import { ask, outcomeOf, referenceOf, textOf, type CodeTable, type Driver, type DriverTools } from './driver.ts'
import { tc3Authorization } from './signatures.ts'
import { filled } from './templates.ts'

export interface TencentSettings {
  readonly url: string
  readonly secretId: string
  readonly secretKey: string
  readonly appId: string
  readonly sign: string
  readonly region: string
  /** Tencent's template ids by our templates. */
  readonly codes: ReadonlyMap<string, string>
}

const version = '2021-01-11'

/** Error codes of SendSms that are not the end of the message. */
const codes: CodeTable = [
  [/^LimitExceeded\.|^RequestLimitExceeded|^FailedOperation\.ContainSensitiveWord\.Retry/, 'later'],
  [/^InternalError|^FailedOperation\.FailResolvePacket$/, 'unknown'],
  [/^AuthFailure|^UnauthorizedOperation|^FailedOperation\.(InsufficientBalance|JsonParseFail)/, 'ours'],
  [
    /^(FailedOperation|UnsupportedOperation)\.(Signature|Template)|^FailedOperation\.(MissingSignature|MissingTemplate)/,
    'ours',
  ],
  [
    /^(InvalidParameterValue\.SdkAppId|InvalidParameter\.AppidAndBizId|NoSuchVersion|InvalidAction|MissingParameter)/,
    'ours',
  ],
]

interface Answer {
  readonly Error?: { readonly Code?: unknown }
  readonly SendStatusSet?: readonly { readonly Code?: unknown; readonly SerialNo?: unknown }[]
}

/** Tencent SMS: SendSms with signature version 3; the id that reports name is the SerialNo of the answer. */
export function tencent(settings: TencentSettings, tools: DriverTools): Driver {
  const base = new URL(settings.url)
  const key = { id: settings.secretId, secret: settings.secretKey }
  return {
    provider: 'tencent',
    channel: 'sms',
    send: async (message) => {
      const found = filled(message, settings.codes)
      if (found === undefined) return { kind: 'failed', code: 'template.unmatched' }
      const payload = JSON.stringify({
        PhoneNumberSet: [message.address.startsWith('+') ? message.address : `+86${message.address}`],
        SmsSdkAppId: settings.appId,
        SignName: settings.sign,
        TemplateId: found.code,
        TemplateParamSet: found.values.map(([, value]) => value),
        SessionContext: referenceOf(message),
      })
      const epochSeconds = Math.floor(tools.nowMs() / 1000)
      const signed = { 'content-type': 'application/json; charset=utf-8', host: base.host }
      const request = { method: 'POST', path: '/', query: {}, headers: signed, payload }
      const asked = await ask(tools, `${base.origin}/`, {
        method: 'POST',
        body: payload,
        headers: {
          'content-type': signed['content-type'],
          authorization: tc3Authorization(request, key, { service: 'sms', epochSeconds }),
          'x-tc-action': 'SendSms',
          'x-tc-version': version,
          'x-tc-region': settings.region,
          'x-tc-timestamp': String(epochSeconds),
        },
      })
      if (asked.kind === 'none') return asked.outcome
      const answer = (asked.body['Response'] ?? {}) as Answer
      const [status] = answer.SendStatusSet ?? []
      const said = textOf(answer.Error, 'Code') || textOf(status, 'Code')
      if (said === 'Ok') return { kind: 'accepted', messageId: textOf(status, 'SerialNo') }
      if (said === '') return { kind: 'unknown', code: `http.${asked.status}` }
      return outcomeOf(codeOf(said, 'UNKNOWN'), codes)
    },
  }
}
