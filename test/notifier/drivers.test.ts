import { afterEach, describe, expect, it } from 'vitest'
import { aliyun } from '../../scripts/notifier/aliyun.ts'
import type { Driver, DriverTools, Outgoing } from '../../scripts/notifier/driver.ts'
import { simulatedAccount, startSimulator, type Simulator } from '../../scripts/notifier/simulator.ts'
import { noFaults, type Faults } from '../../scripts/notifier/simulator/faults.ts'
import { codesOf } from '../../scripts/notifier/templates.ts'
import { tencent } from '../../scripts/notifier/tencent.ts'
import { wechat } from '../../scripts/notifier/wechat.ts'
import { render, templates } from '../../src/domain/message.ts'

const codes = codesOf('offer=SMS_1;guidance=SMS_2')!
const wechatCodes = codesOf('offer=tpl-1:thing1.title,thing2.employer')!
const { text } = render(templates.offer, {
  title: '分拣工',
  employer: '利通纺织',
  wage: '月工资3000-4500元',
  place: '金丰社区',
  reasons: '离家近',
})
const message = (more: Partial<Outgoing> = {}): Outgoing => ({
  delivery: 'dlv-1',
  attempt: 1,
  address: '13812345678',
  text,
  template: 'offer',
  ...more,
})

let nonce = 0
const tools: DriverTools = {
  fetch,
  nowMs: () => Date.now(),
  nonce: () => `n${(nonce += 1)}-${Date.now()}`,
  timeoutMs: 300,
}
const running: Simulator[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.close()
})

const simulator = async (faults: Partial<Faults> = {}): Promise<Simulator> => {
  const found = await startSimulator({ port: 0, faults: { ...noFaults, ...faults } })
  running.push(found)
  return found
}

const account = simulatedAccount
const makers: Record<string, (url: string, secret?: string) => Driver> = {
  aliyun: (url, secret) =>
    aliyun(
      { url, keyId: account.aliyun.id, keySecret: secret ?? account.aliyun.secret, sign: '利通就业', codes },
      tools,
    ),
  tencent: (url, secret) =>
    tencent(
      {
        url,
        secretId: account.tencent.id,
        secretKey: secret ?? account.tencent.secret,
        appId: '1400006666',
        sign: '利通就业',
        region: 'ap-guangzhou',
        codes,
      },
      tools,
    ),
  wechat: (url, secret) =>
    wechat(
      { url, appId: account.wechat.appId, appSecret: secret ?? account.wechat.appSecret, codes: wechatCodes },
      tools,
    ),
}
const each = Object.entries(makers)
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe.each(each)('the driver of %s', (provider, make) => {
  it('sends what the gateway accepts, and gives its message id to the last digit', async () => {
    const { url, acceptances } = await simulator()
    const outcome = await make(url).send(message())
    const [one] = acceptances()
    expect(outcome).toEqual({ kind: 'accepted', messageId: one?.messageId })
    expect(one?.provider).toBe(provider)
    if (provider !== 'wechat') expect(one?.reference).toBe('dlv-1/1')
  })

  it('is refused with a wrong secret, as a fault of ours and not of the person', async () => {
    const { url, acceptances } = await simulator()
    expect(await make(url, 'wrong').send(message())).toMatchObject({ kind: 'later', isOurs: true })
    expect(acceptances()).toEqual([])
  })

  it('asks again later when throttled', async () => {
    const { url } = await simulator({ throttleShare: 1 })
    const outcome = await make(url).send(message())
    expect(outcome).toMatchObject({ kind: 'later' })
    expect(outcome).not.toHaveProperty('isOurs')
  })

  it('does not take silence for an answer, whether or not the message was taken', async () => {
    const taken = await simulator({ lostAnswerShare: 1 })
    const lost = await simulator({ lostRequestShare: 1 })
    const driver = make(taken.url)
    expect(await driver.send(message())).toEqual({ kind: 'unknown', code: 'timeout' })
    expect(taken.acceptances()).toHaveLength(1)
    expect(await make(lost.url).send(message())).toEqual({ kind: 'unknown', code: 'timeout' })
    expect(lost.acceptances()).toHaveLength(0)
  })

  it('gives up a wrong address, and a text that no template of the provider gives', async () => {
    const { url } = await simulator()
    expect(await make(url).send(message({ address: '1' }))).toMatchObject({ kind: 'failed' })
    expect(await make(url).send(message({ text: '别的' }))).toEqual({ kind: 'failed', code: 'template.unmatched' })
    expect(await make(url).send(message({ template: 'training' }))).toMatchObject({ code: 'template.unmatched' })
  })

  it('waits when nobody listens', async () => {
    const found = await simulator()
    const { url } = found
    await found.close()
    expect(await make(url).send(message())).toMatchObject({ kind: 'later' })
  })
})

describe('a query', () => {
  it.each(['aliyun', 'tencent'])('of %s finds what was taken in silence, by our own id', async (provider) => {
    const { url, acceptances } = await simulator({ lostAnswerShare: 1, reportDelayMs: [0, 0] })
    const driver = makers[provider]!(url)
    const sentMs = Date.now()
    await driver.send(message())
    await later(30)
    const found = await driver.find({ delivery: 'dlv-1', address: '13812345678', sentMs })
    expect(found).toMatchObject({ kind: 'report', report: { status: 'delivered', reference: 'dlv-1/1' } })
    if (provider === 'tencent') expect(found).toMatchObject({ report: { messageId: acceptances()[0]?.messageId } })
  })

  it('of Aliyun says that a message was never taken; one of Tencent cannot', async () => {
    const { url } = await simulator()
    const question = { delivery: 'dlv-1', address: '13812345678', sentMs: Date.now() }
    expect(await makers['aliyun']!(url).find(question)).toEqual({ kind: 'absent' })
    expect(await makers['tencent']!(url).find(question)).toMatchObject({ kind: 'unclear' })
    expect(await makers['wechat']!(url).find(question)).toMatchObject({ kind: 'unclear' })
  })

  it('of Aliyun does not take another message to the same number for this one', async () => {
    const { url } = await simulator()
    const driver = makers['aliyun']!(url)
    await driver.send(message({ delivery: 'dlv-2' }))
    const question = { delivery: 'dlv-1', address: '13812345678', sentMs: Date.now() }
    expect(await driver.find(question)).toEqual({ kind: 'absent' })
  })
})

it('WeChat takes the same message once, however often it is sent, and each attempt gets the same id', async () => {
  const { url, acceptances } = await simulator()
  const driver = makers['wechat']!(url)
  const first = await driver.send(message())
  expect(await driver.send(message({ attempt: 2 }))).toEqual(first)
  expect(acceptances()).toHaveLength(1)
})

it('the gateway fails for the same messages under the same seed', async () => {
  const outcomes = async (seed: number): Promise<string> => {
    const { url } = await simulator({ seed, throttleShare: 0.5 })
    const kinds = []
    for (let at = 0; at < 12; at += 1)
      kinds.push((await makers['aliyun']!(url).send(message({ delivery: `dlv-${at}` }))).kind)
    return kinds.join()
  }
  const first = await outcomes(3)
  expect(await outcomes(3)).toBe(first)
  expect(first).toContain('later')
  expect(first).toContain('accepted')
})
