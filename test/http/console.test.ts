import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plusHours } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { sendForm } from './office-form.ts'
import { away, home, world, type World } from './world.ts'

let t: TestApp
let own: World
afterEach(() => t.close())

const start = async (demo: boolean) => {
  t = await testApp({ demo })
  own = await world(t, t.admin, home, '<b>本地</b>&"')
}

const page = (url: string, cookie?: string) =>
  t.app.inject({ method: 'GET', url, headers: { accept: 'text/html', ...(cookie === undefined ? {} : { cookie }) } })

const form = (url: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  sendForm(t, url, fields, headers)

const login = async (token: string, next = '/') => {
  const found = await form('/login', { key: token, next })
  return { found, cookie: String(found.headers['set-cookie'] ?? '').split(';')[0] ?? '' }
}

describe('in the demo', () => {
  beforeEach(() => start(true))

  it('the overview shows the figures of each settlement and leads to its people, for everybody', async () => {
    const found = await page('/')
    expect(found.statusCode).toBe(200)
    expect(found.body).toContain('演示数据')
    expect(found.body).toContain('金丰社区')
    expect(found.body).toMatch(/lang="zh-CN"/)
    const links = [...found.body.matchAll(/href="(\/places\/[^"]+)"/g)].map(([, link]) => link!)
    expect(links).toEqual([`/places/${home.village}`])
    const people = await page(links[0]!)
    expect(people.body).toContain(`/people/${own.ids.seeker}`)
  })

  it('a person’s page shows the three promises with reasons in words, every message, and numbers masked', async () => {
    const found = await page(`/people/${own.ids.seeker}`)
    expect(found.statusCode).toBe(200)
    for (const words of [
      '职业指导',
      '岗位推荐',
      '免费培训',
      '等待联络员审核',
      '还没有可预约的时段',
      '到期',
      '缝纫工',
      '短信',
      '138****',
    ])
      expect(found.body).toContain(words)
    expect(found.body).not.toMatch(/138\d{8}/)
  })

  it('the endpoints of other systems are shown with how they do', async () => {
    const found = await page('/endpoints')
    expect(found.statusCode).toBe(200)
    expect(found.body).toContain('回调接收端')
    expect(found.body).toContain('启用')
    expect(found.body).not.toContain('hooks.example.com')
  })

  it('what people wrote is shown as text, never as markup', async () => {
    for (const url of [`/places/${home.village}`, `/people/${own.ids.seeker}`]) {
      const found = await page(url)
      expect(found.body).toContain('&lt;b&gt;本地&lt;/b&gt;&amp;&quot;')
      expect(found.body).not.toContain('<b>本地')
    }
  })

  it('pages allow their own style alone, and load nothing', async () => {
    const { body, headers } = await page('/')
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(body).not.toMatch(/<script|<link|<img|style="|\son\w+="|https?:\/\//)
  })

  it('an unknown person, place or address has a page that says so', async () => {
    for (const url of ['/people/skr-none', '/places/none', '/nowhere']) {
      const found = await page(url)
      expect(found.statusCode).toBe(404)
      expect(found.headers['content-type']).toMatch(/^text\/html/)
      expect(found.body).toContain('返回总览')
    }
  })

  it('a town leads to its villages, and the error table has a row for every anchor', async () => {
    expect((await page('/places/640302100')).body).toContain('/places/640302100')
    expect((await page('/problems')).body).toContain('id="slot.full"')
  })
})

it('an empty store has an overview that says what to do', async () => {
  t = await testApp({ demo: true })
  const found = await page('/')
  expect(found.statusCode).toBe(200)
  expect(found.body).toContain('还没有服务保障台账')
})

describe('outside the demo', () => {
  beforeEach(() => start(false))

  it('pages with people lead to the login, and back', async () => {
    for (const url of ['/', `/places/${home.village}`, `/people/${own.ids.seeker}`]) {
      const found = await page(url)
      expect([found.statusCode, found.headers.location]).toEqual([303, `/login?next=${encodeURIComponent(url)}`])
      expect(found.body).not.toContain('本地')
    }
    const { found, cookie } = await login(await t.tokenOf('office'), `/people/${own.ids.seeker}`)
    expect([found.statusCode, found.headers.location]).toEqual([303, `/people/${own.ids.seeker}`])
    const shown = await page(`/people/${own.ids.seeker}`, cookie)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).not.toContain('演示数据')
  })

  it('a session is a signed cookie that scripts and other sites cannot use', async () => {
    const { found, cookie } = await login(await t.tokenOf('office'))
    expect(found.headers['set-cookie']).toMatch(/; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict$/)
    const [name = '', value = ''] = cookie.split('=')
    const [key, ends, mac] = value.split('.')
    for (const forged of [
      `${key}.${Number(ends) + 1}.${mac}`,
      `key-000001.${ends}.${mac}`,
      `${key}.${ends}.${'A'.repeat(43)}`,
      'x',
      '',
    ])
      expect((await page('/', `${name}=${forged}`)).statusCode).toBe(303)
    expect((await page('/', `other=1; ${cookie}`)).statusCode).toBe(200)
    expect((await t.app.inject({ method: 'GET', url: '/v1/employers', headers: { cookie } })).statusCode).toBe(401)
  })

  it('a session ends with its time, and with its key at once', async () => {
    const token = await t.tokenOf('office')
    const { cookie } = await login(token)
    const now = t.clock.now()
    t.clock.set(plusHours(now, 8))
    expect((await page('/', cookie)).statusCode).toBe(303)
    t.clock.set(now)
    expect((await page('/', cookie)).statusCode).toBe(200)
    await t.services.keys.revoke(t.admin, token.split('_')[1] ?? '')
    expect((await page('/', cookie)).statusCode).toBe(303)
  })

  it('a wrong key is told so and begins no session, and guessing is slowed', async () => {
    const { found } = await login('ysy_key-000001_wrong')
    expect(found.statusCode).toBe(401)
    expect(found.body).toContain('密钥无效')
    expect(found.headers['set-cookie']).toBeUndefined()
    const more = await Promise.all(Array.from({ length: 12 }, () => login('wrong')))
    expect(more.at(-1)?.found.statusCode).toBe(429)
    expect(more.at(-1)?.found.headers['retry-after']).toBeDefined()
  })

  it('forms of other sites are refused', async () => {
    const key = await t.tokenOf('office')
    for (const headers of [
      { origin: 'http://evil.test' },
      { origin: 'null' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
    ]) {
      const found = await form('/login', { key }, headers)
      expect(found.statusCode).toBe(403)
      expect(found.headers['set-cookie']).toBeUndefined()
    }
    const { cookie } = await login(key)
    expect((await form('/logout', { token: 'x' }, { cookie })).statusCode).toBe(403)
    expect((await form('/logout', {}, { cookie, origin: 'http://evil.test' })).statusCode).toBe(403)
    expect((await page('/', cookie)).statusCode).toBe(200)
  })

  it('logging out ends the session in the browser', async () => {
    const { cookie } = await login(await t.tokenOf('office'))
    const token = /name="token" value="([^"]+)"/.exec((await page('/', cookie)).body)?.[1] ?? ''
    const found = await form('/logout', { token }, { cookie })
    expect([found.statusCode, found.headers.location]).toEqual([303, '/login'])
    expect(found.headers['set-cookie']).toMatch(/^ysy_session=; .*Max-Age=0/)
  })

  it('leads nowhere else after a login', async () => {
    const key = await t.tokenOf('office')
    for (const next of ['//evil.test', 'https://evil.test', '/\\evil.test', '/people/../../x', '/people/a?b'])
      expect((await login(key, next)).found.headers.location).toBe('/')
  })

  it('shows each key only its own part', async () => {
    const other = await world(t, t.admin, away, '外地')
    const { cookie } = await login(await t.tokenOf('grid_worker', { village: home.village }))
    expect((await page(`/people/${own.ids.seeker}`, cookie)).statusCode).toBe(200)
    const hidden = await page(`/people/${other.ids.seeker}`, cookie)
    const unknown = await page('/people/skr-none', cookie)
    const body = (text: string) => text.replace(/req-\w+/, '')
    expect([hidden.statusCode, body(hidden.body)]).toEqual([404, body(unknown.body)])
    expect((await page(`/places/${away.village}`, cookie)).body).not.toContain('外地')
    expect((await page('/', cookie)).statusCode).toBe(403)
  })
})
