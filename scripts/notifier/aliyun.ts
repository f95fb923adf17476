import { codeOf } from './reports.ts'
import { ask, outcomeOf, referenceOf, textOf, type CodeTable, type Driver, type DriverTools } from './driver.ts'
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

/** Error codes of SendSms that are not the end of the message. */
const codes: CodeTable = [
  [/^isv\.(BUSINESS_LIMIT_CONTROL|DAY_LIMIT_CONTROL|MONTH_LIMIT_CONTROL)$|^Throttling|^ServiceUnavailable$/, 'later'],
  [/^isp\.|^InternalError$|^UnknownError$/, 'unknown'],
  [/^isv\.(OUT_OF_SERVICE|PRODUCT_UN_SUBSCRIPT|PRODUCT_UNSUBSCRIBE|ACCOUNT_NOT_EXISTS|ACCOUNT_ABNORMAL)$/, 'ours'],
  [/^isv\.(AMOUNT_NOT_ENOUGH|SMS_TEMPLATE_ILLEGAL|SMS_SIGNATURE_ILLEGAL|SMS_SIGN_ILLEGAL|SMS_SIGNATURE_SCENE)/, 'ours'],
  [/^(SignatureDoesNotMatch|SignatureNonceUsed|InvalidTimeStamp|IncompleteSignature|InvalidAccessKeyId)/, 'ours'],
  [/^(Forbidden|isp\.RAM_PERMISSION_DENY|InvalidVersion|InvalidAction|MissingParameter)/, 'ours'],
]

/** Aliyun SMS: SendSms of Dysmsapi with signature version 3. `OutId` carries delivery and attempt and comes back in the report. */
export function aliyun(settings: AliyunSettings, tools: DriverTools): Driver {
  const base = new URL(settings.url)
  return {
    provider: 'aliyun',
    channel: 'sms',
    send: async (message) => {
      const found = filled(message, settings.codes)
      if (found === undefined) return { kind: 'failed', code: 'template.unmatched' }
      const query = {
        OutId: referenceOf(message),
        PhoneNumbers: message.address,
        SignName: settings.sign,
        TemplateCode: found.code,
        TemplateParam: JSON.stringify(Object.fromEntries(found.values)),
      }
      const headers = {
        host: base.host,
        'x-acs-action': 'SendSms',
        'x-acs-content-sha256': payloadHash(''),
        'x-acs-date': new Date(tools.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z'),
        'x-acs-signature-nonce': tools.nonce(),
        'x-acs-version': version,
      }
      const request = { method: 'POST', path: '/', query, headers, payload: '' }
      const authorization = acs3Authorization(request, { id: settings.keyId, secret: settings.keySecret })
      const { host: _host, ...sent } = headers
      const asked = await ask(tools, `${base.origin}/?${canonicalQuery(query)}`, {
        method: 'POST',
        headers: { ...sent, authorization },
      })
      if (asked.kind === 'none') return asked.outcome
      const code = codeOf(textOf(asked.body, 'Code'), `http.${asked.status}`)
      if (code === 'OK') return { kind: 'accepted', messageId: textOf(asked.body, 'BizId') }
      // An answer without a code of the service says nothing of what it did.
      return code.startsWith('http.') ? { kind: 'unknown', code } : outcomeOf(code, codes)
    },
  }
}
