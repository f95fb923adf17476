import { instantOf } from '../../src/domain/time.ts'
import {
  ask,
  outcomeOf,
  referenceOf,
  rowsOf,
  textOf,
  type Asked,
  type CodeTable,
  type Driver,
  type DriverTools,
} from './driver.ts'
import { tencentFound } from './found.ts'
import { codeOf } from './reports.ts'
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

/** Calls an action of the SMS service with signature version 3; the parameters go as JSON. */
const caller =
  (settings: TencentSettings, tools: DriverTools) =>
  async (action: string, body: Readonly<Record<string, unknown>>): Promise<Asked> => {
    const base = new URL(settings.url)
    const key = { id: settings.secretId, secret: settings.secretKey }
    const payload = JSON.stringify(body)
    const epochSeconds = Math.floor(tools.nowMs() / 1000)
    const signed = { 'content-type': 'application/json; charset=utf-8', host: base.host }
    const request = { method: 'POST', path: '/', query: {}, headers: signed, payload }
    return ask(tools, `${base.origin}/`, {
      method: 'POST',
      body: payload,
      headers: {
        'content-type': signed['content-type'],
        authorization: tc3Authorization(request, key, { service: 'sms', epochSeconds }),
        'x-tc-action': action,
        'x-tc-version': version,
        'x-tc-region': settings.region,
        'x-tc-timestamp': String(epochSeconds),
      },
    })
  }

const numberOf = (address: string): string => (address.startsWith('+') ? address : `+86${address}`)
const responseOf = (body: unknown): Readonly<Record<string, unknown>> =>
  (body as { readonly Response?: Readonly<Record<string, unknown>> | null }).Response ?? {}

/** Tencent SMS: SendSms and PullSmsSendStatusByPhoneNumber; reports name the SerialNo of the answer. */
export function tencent(settings: TencentSettings, tools: DriverTools): Driver {
  const call = caller(settings, tools)
  return {
    provider: 'tencent',
    channel: 'sms',
    repeatableMs: 0,
    send: async (message) => {
      const found = filled(message, settings.codes)
      if (found === undefined) return { kind: 'failed', code: 'template.unmatched' }
      const asked = await call('SendSms', {
        PhoneNumberSet: [numberOf(message.address)],
        SmsSdkAppId: settings.appId,
        SignName: settings.sign,
        TemplateId: found.code,
        TemplateParamSet: found.values.map(([, value]) => value),
        SessionContext: referenceOf(message),
      })
      if (asked.kind === 'none') return asked.outcome
      const answer = responseOf(asked.body)
      const [status] = rowsOf(answer['SendStatusSet'])
      const said = textOf(answer['Error'], 'Code') || textOf(status, 'Code')
      if (said === 'Ok') return { kind: 'accepted', messageId: textOf(status, 'SerialNo') }
      if (said === '') return { kind: 'unknown', code: `http.${asked.status}` }
      return outcomeOf(codeOf(said, 'UNKNOWN'), codes)
    },
    find: async (question) => {
      const asked = await call('PullSmsSendStatusByPhoneNumber', {
        BeginTime: Math.floor(question.sentMs / 1000) - 60,
        EndTime: Math.ceil(tools.nowMs() / 1000),
        Offset: 0,
        Limit: 100,
        PhoneNumber: numberOf(question.address),
        SmsSdkAppId: settings.appId,
      })
      if (asked.kind === 'none') return { kind: 'unclear', code: asked.outcome.kind }
      const answer = responseOf(asked.body)
      const said = textOf(answer['Error'], 'Code')
      if (said !== '') return { kind: 'unclear', code: codeOf(said, 'UNKNOWN') }
      return tencentFound(answer, question, instantOf(tools.nowMs()))
    },
  }
}
