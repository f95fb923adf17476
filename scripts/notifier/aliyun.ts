import { dayOf, instantOf } from '../../src/domain/time.ts'
import { aliyunFound } from './found.ts'
import {
  ask,
  outcomeOf,
  referenceOf,
  textOf,
  type Asked,
  type CodeTable,
  type Driver,
  type DriverTools,
} from './driver.ts'
import { codeOf } from './reports.ts'
import { acs3Authorization, canonicalQuery, payloadHash } from './signatures.ts'
import { filled } from './templates.ts'

export interface AliyunSettings {
  readonly url: string
  readonly keyId: string
  readonly keySecret: string
  readonly sign: string
  /** Aliyun's template codes by our templates. */
  readonly codes: ReadonlyMap<string, string>
}

const version = '2017-05-25'
/** Most records of one number and day that one query gives. */
const pageSize = '50'

/** Error codes of SendSms that are not the end of the message. */
const codes: CodeTable = [
  [/^isv\.(BUSINESS_LIMIT_CONTROL|DAY_LIMIT_CONTROL|MONTH_LIMIT_CONTROL)$|^Throttling|^ServiceUnavailable$/, 'later'],
  [/^isp\.RAM_PERMISSION_D/, 'ours'],
  [/^isp\.|^InternalError$|^UnknownError$/, 'unknown'],
  [/^isv\.(OUT_OF_SERVICE|PRODUCT_UN_SUBSCRIPT|PRODUCT_UNSUBSCRIBE|ACCOUNT_NOT_EXISTS|ACCOUNT_ABNORMAL)$/, 'ours'],
  [/^isv\.(AMOUNT_NOT_ENOUGH|SMS_TEMPLATE_ILLEGAL|SMS_SIGNATURE_ILLEGAL|SMS_SIGN_ILLEGAL|SMS_SIGNATURE_SCENE)/, 'ours'],
  [/^(SignatureDoesNotMatch|SignatureNonceUsed|InvalidTimeStamp|IncompleteSignature|InvalidAccessKeyId)/, 'ours'],
  [/^(Forbidden|InvalidVersion|InvalidAction|MissingParameter)/, 'ours'],
]

/** Calls an action of Dysmsapi with signature version 3; the parameters go in the query. */
const caller =
  (settings: AliyunSettings, tools: DriverTools) =>
  async (action: string, query: Readonly<Record<string, string>>): Promise<Asked> => {
    const base = new URL(settings.url)
    const headers = {
      host: base.host,
      'x-acs-action': action,
      'x-acs-content-sha256': payloadHash(''),
      'x-acs-date': instantOf(tools.nowMs()).replace(/\.\d+Z$/, 'Z'),
      'x-acs-signature-nonce': tools.nonce(),
      'x-acs-version': version,
    }
    const request = { method: 'POST', path: '/', query, headers, payload: '' }
    const authorization = acs3Authorization(request, { id: settings.keyId, secret: settings.keySecret })
    const { host: _host, ...sent } = headers
    const url = `${base.origin}/?${canonicalQuery(query)}`
    return ask(tools, url, { method: 'POST', headers: { ...sent, authorization } })
  }

/** Aliyun SMS: SendSms and QuerySendDetails of Dysmsapi. `OutId` carries delivery and attempt and comes back in reports and answers. */
export function aliyun(settings: AliyunSettings, tools: DriverTools): Driver {
  const call = caller(settings, tools)
  return {
    provider: 'aliyun',
    channel: 'sms',
    repeatableMs: 0,
    send: async (message) => {
      const found = filled(message, settings.codes)
      if (found === undefined) return { kind: 'failed', code: 'template.unmatched' }
      const asked = await call('SendSms', {
        OutId: referenceOf(message),
        PhoneNumbers: message.address,
        SignName: settings.sign,
        TemplateCode: found.code,
        TemplateParam: JSON.stringify(Object.fromEntries(found.values)),
      })
      if (asked.kind === 'none') return asked.outcome
      const code = codeOf(textOf(asked.body, 'Code'), `http.${asked.status}`)
      if (code === 'OK') return { kind: 'accepted', messageId: textOf(asked.body, 'BizId') }
      // An answer without a code of the service says nothing of what it did.
      return code.startsWith('http.') ? { kind: 'unknown', code } : outcomeOf(code, codes)
    },
    find: async (question) => {
      const asked = await call('QuerySendDetails', {
        ...(question.messageId === undefined ? {} : { BizId: question.messageId }),
        CurrentPage: '1',
        PageSize: pageSize,
        PhoneNumber: question.address,
        SendDate: dayOf(instantOf(question.sentMs)).replaceAll('-', ''),
      })
      if (asked.kind === 'none') return { kind: 'unclear', code: asked.outcome.kind }
      const code = codeOf(textOf(asked.body, 'Code'), `http.${asked.status}`)
      if (code !== 'OK') return { kind: 'unclear', code }
      return aliyunFound(asked.body, question, instantOf(tools.nowMs()))
    },
  }
}
