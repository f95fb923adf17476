import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { wechatSignature } from '../../scripts/notifier/reports.ts'
import { acs3Authorization, canonicalQuery, payloadHash, tc3Authorization } from '../../scripts/notifier/signatures.ts'

const signatureIn = (authorization: string): string => /Signature=(\w+)$/.exec(authorization)?.[1] ?? ''

describe('signatures', () => {
  it('are those of Aliyun’s published example of version 3', () => {
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': payloadHash(''),
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    }
    const query = { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' }
    const key = { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' }
    expect(acs3Authorization({ method: 'POST', path: '/', query, headers, payload: '' }, key)).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
        'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
        'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    )
  })

  it('are those of Tencent’s published example of version 3', () => {
    const payload = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`
    const headers = { 'content-type': 'application/json; charset=utf-8', host: 'cvm.tencentcloudapi.com' }
    const key = { id: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
    const request = { method: 'POST', path: '/', query: {}, headers, payload }
    expect(tc3Authorization(request, key, { service: 'cvm', epochSeconds: 1_551_113_065 })).toBe(
      `TC3-HMAC-SHA256 Credential=${key.id}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, ` +
        'Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    )
  })

  it('of an SMS with Chinese values are what the rule gives, step by step', () => {
    const query = { SignName: '利通 就业*', TemplateParam: '{"title":"分拣工(急)"}', PhoneNumbers: '13812345678' }
    const encoded =
      'PhoneNumbers=13812345678&SignName=%E5%88%A9%E9%80%9A%20%E5%B0%B1%E4%B8%9A%2A' +
      '&TemplateParam=%7B%22title%22%3A%22%E5%88%86%E6%8B%A3%E5%B7%A5%28%E6%80%A5%29%22%7D'
    expect(canonicalQuery(query)).toBe(encoded)
    const empty = createHash('sha256').update('').digest('hex')
    const canonical = `POST\n/\n${encoded}\nhost:h\nx-acs-date:d\n\nhost;x-acs-date\n${empty}`
    const hashed = createHash('sha256').update(canonical).digest('hex')
    const wanted = createHmac('sha256', 's').update(`ACS3-HMAC-SHA256\n${hashed}`).digest('hex')
    const request = { method: 'POST', path: '/', query, headers: { 'x-acs-date': ' d ', host: 'h' }, payload: '' }
    expect(signatureIn(acs3Authorization(request, { id: 'i', secret: 's' }))).toBe(wanted)
  })

  it('change with every part that they cover', () => {
    const base = { method: 'POST', path: '/', query: { a: '1' }, headers: { host: 'h' }, payload: 'p' }
    const key = { id: 'i', secret: 's' }
    const variants = [
      base,
      { ...base, method: 'GET' },
      { ...base, path: '/x' },
      { ...base, query: { a: '2' } },
      { ...base, headers: { host: 'g' } },
      { ...base, payload: 'q' },
    ]
    const scope = { service: 'sms', epochSeconds: 1_700_000_000 }
    expect(new Set(variants.map((one) => signatureIn(acs3Authorization(one, key)))).size).toBe(variants.length)
    expect(new Set(variants.map((one) => signatureIn(tc3Authorization(one, key, scope)))).size).toBe(variants.length)
    const later = tc3Authorization(base, key, { ...scope, epochSeconds: scope.epochSeconds + 86_400 })
    expect(signatureIn(later)).not.toBe(signatureIn(tc3Authorization(base, key, scope)))
  })

  it('of WeChat’s calls are the SHA-1 of the sorted parts', () => {
    const wanted = createHash('sha1')
      .update('1700000000' + 'nonce' + 'token')
      .digest('hex')
    expect(wechatSignature('token', '1700000000', 'nonce')).toBe(wanted)
  })
})
