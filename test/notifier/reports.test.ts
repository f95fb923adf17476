import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aliyunReports,
  chinaTime,
  codeOf,
  receiptsOf,
  tencentReports,
  wechatReports,
  type ProviderReport,
  type ReceiptRow,
} from '../../scripts/notifier/reports.ts'
import { holidays } from '../../src/data/holidays.ts'
import { policies } from '../../src/data/policies.ts'
import { calendarOf } from '../../src/domain/calendar.ts'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { acknowledge, lease, stepLimit, takeReceipt } from '../../src/domain/delivery.ts'
import { policyAt } from '../../src/domain/policy.ts'
import { dayOne, docOf } from '../support/ledger.ts'

const now = '2026-03-02T09:00:00.000Z'

describe('reports', () => {
  it('of Aliyun are read with our reference, its id, its code and its time in China', () => {
    const entry = {
      phone_number: '13812345678',
      send_time: '2026-03-02 10:00:00',
      report_time: '2026-03-02 10:00:05',
      success: true,
      err_code: 'DELIVERED',
      err_msg: '用户接收成功',
      sms_size: '1',
      biz_id: '12345^678',
      out_id: 'dlv-1/2',
    }
    expect(aliyunReports([entry, { ...entry, success: false, err_code: 'MK:0001' }], now)).toEqual({
      malformed: 0,
      reports: [
        {
          provider: 'aliyun',
          messageId: '12345^678',
          reference: 'dlv-1/2',
          status: 'delivered',
          code: 'DELIVERED',
          at: '2026-03-02T02:00:05.000Z',
        },
        expect.objectContaining({ status: 'failed', code: 'MK:0001' }),
      ],
    })
  })

  it('of Tencent are read by their sid', () => {
    const entry = {
      user_receive_time: '2026-03-02 10:00:05',
      nationcode: '86',
      mobile: '13812345678',
      report_status: 'FAIL',
      errmsg: 'MK:0010',
      description: '用户短信接收失败',
      sid: '2433:1700000001',
    }
    expect(tencentReports([entry], now).reports).toEqual([
      {
        provider: 'tencent',
        messageId: '2433:1700000001',
        status: 'failed',
        code: 'MK:0010',
        at: '2026-03-02T02:00:05.000Z',
      },
    ])
  })

  it.each([
    ['success', 'delivered', 'success'],
    ['failed:user block', 'failed', 'user_block'],
    ['failed: system failed', 'failed', 'system_failed'],
  ])('of WeChat say %s', (said, status, code) => {
    const xml = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><CreateTime>1772416805</CreateTime>
      <Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>3452435345345300001</MsgID><Status><![CDATA[${said}]]></Status></xml>`
    expect(wechatReports(xml, now).reports).toEqual([
      { provider: 'wechat', messageId: '3452435345345300001', status, code, at: '2026-03-02T02:00:05.000Z' },
    ])
  })

  it('that cannot be read are counted and never guessed', () => {
    expect(aliyunReports([{ biz_id: '1' }, 7, null], now)).toEqual({ reports: [], malformed: 3 })
    expect(tencentReports({ sid: '1', report_status: 'MAYBE' }, now)).toEqual({ reports: [], malformed: 1 })
    expect(tencentReports(undefined, now)).toEqual({ reports: [], malformed: 1 })
    expect(wechatReports('<xml><Event>subscribe</Event></xml>', now)).toEqual({ reports: [], malformed: 0 })
    expect(wechatReports('<xml><Event>TEMPLATESENDJOBFINISH</Event></xml>', now)).toEqual({ reports: [], malformed: 1 })
  })

  it('never carry a number of a person, whatever the provider put into its code', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^1[3-9]\d{9}$/), fc.string(), (before, phone, after) => {
        expect(codeOf(`${before}${phone}${after}`, 'UNKNOWN')).not.toMatch(/\d{7}/)
      }),
    )
    const report = { biz_id: '1', success: false, err_code: '13812345678', phone_number: '13812345678' }
    expect(JSON.stringify(aliyunReports([report], now))).not.toMatch(/138/)
  })

  it('from the future or without a time are taken for what came now', () => {
    expect(chinaTime('2026-03-02 18:00:00', now)).toBe(now)
    expect(chinaTime('soon', now)).toBe(now)
    expect(chinaTime('2026-03-02 16:59:59', now)).toBe('2026-03-02T08:59:59.000Z')
  })
})

const limit = stepLimit(policyAt(policies, dayOne).delivery.stepHours, calendarOf(holidays))
const base: Delivery = {
  _id: 'dlv-1',
  district: '640302',
  version: 1,
  schema: 1,
  createdAt: dayOne,
  updatedAt: dayOne,
  pending: [],
  seeker: 's1',
  guarantee: 'g1',
  purpose: 'offer',
  item: 'o1',
  township: 't',
  village: 'v',
  body: { template: 'offer', templateVersion: 1, text: '…' },
  plan: ['sms', 'wechat', 'visit'],
  step: 0,
  state: 'queued',
  attempts: [],
  dueAt: dayOne,
  expiresAt: '2026-04-01T00:00:00.000Z',
}
const sent = docOf(
  acknowledge(docOf(lease(base, { holder: 'n', id: 'l', now: dayOne, seconds: 60 })), { id: 'l', now: dayOne }, limit),
)
const receive = (rows: readonly ReceiptRow[]): Delivery =>
  rows.reduce((found, { delivery: _delivery, ...row }) => docOf(takeReceipt(found, row, limit, 'n')), sent)
const find = () => ({ delivery: 'dlv-1', attempt: 1 })
const report = (status: ProviderReport['status'], code: string, second: number): ProviderReport => ({
  provider: 'tencent',
  messageId: 'm1',
  status,
  code,
  at: `2026-03-02T02:00:0${second}.000Z`,
})

describe('the receipts of reports', () => {
  const told = [report('failed', 'MK:0010', 1), report('delivered', 'DELIVRD', 2)]

  it('end in one state, repeated and in any order, in one bulk or one by one', () => {
    const many = [...told, ...told, ...told]
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (order) => {
        expect(receiptsOf(order, find)).toEqual(receiptsOf(told, find))
        const oneByOne = order.flatMap((one) => receiptsOf([one], find).receipts)
        for (const rows of [oneByOne, receiptsOf(order, find).receipts])
          expect(receive(rows)).toMatchObject({ state: 'delivered', evidence: { at: told[1]?.at } })
      }),
    )
  })

  it('of messages that nobody knows are given back, not invented', () => {
    expect(receiptsOf(told, () => undefined)).toEqual({ receipts: [], unmatched: told })
  })
})
