import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApp, type TestApp } from './app.ts'
import { problemIn } from './refused.ts'
import { away, home, world, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World
let recruiter: string

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  recruiter = await t.tokenOf('recruiter', { employer: own.ids.employer })
})
afterAll(() => t.close())

const jobPosting = {
  '@context': 'https://schema.org',
  '@type': 'JobPosting',
  identifier: { '@type': 'PropertyValue', name: '某公司', value: 'J-7' },
  title: '缝纫工',
  description: '<p>缝制工作服，包吃住，长白班。</p>',
  validThrough: '2026-12-31',
  totalJobOpenings: 4,
  baseSalary: {
    '@type': 'MonetaryAmount',
    currency: 'CNY',
    value: { '@type': 'QuantitativeValue', minValue: 3500, maxValue: 4500, unitText: 'MONTH' },
  },
}

const post = (body: object, employer = own.ids.employer, more = '') =>
  t.send(recruiter, 'POST', `/v1/job-postings?employer=${employer}${more}`, body, {
    'content-type': 'application/ld+json',
  })

it('takes a schema.org JobPosting and gives it back as one', async () => {
  const dry = await post(jobPosting, own.ids.employer, '&dryRun=true')
  expect(dry.json()).toEqual({ result: 'would_create' })
  const made = await post(jobPosting)
  expect(made.statusCode, made.body).toBe(201)
  expect(made.json()).toMatchObject({
    title: '缝纫工',
    externalId: 'J-7',
    openings: 4,
    terms: { wage: { minYuan: 3500, maxYuan: 4500 } },
  })
  const found = await t.send(recruiter, 'GET', `${String(made.headers.location)}/job-posting`)
  expect(found.headers['content-type']).toMatch(/^application\/ld\+json/)
  const { identifier, title, baseSalary, totalJobOpenings } = jobPosting
  expect(found.json()).toMatchObject({
    '@type': 'JobPosting',
    title,
    baseSalary,
    totalJobOpenings,
    identifier: { value: identifier.value },
  })
})

it('keeps that a wage is open above, from the text of a recruiter to the JobPosting', async () => {
  const { baseSalary: _salary, ...unpaid } = jobPosting
  const more = { identifier: { '@type': 'PropertyValue', value: 'J-8' }, description: '缝工作服，月薪4000起' }
  const made = await post({ ...unpaid, ...more })
  expect(made.json(), made.body).toMatchObject({ terms: { wage: { minYuan: 4000, maxYuan: 4000, openAbove: true } } })
  const found = await t.send(recruiter, 'GET', `${String(made.headers.location)}/job-posting`)
  expect(found.json()).toMatchObject({ baseSalary: { value: { minValue: 4000, description: '上不封顶' } } })
})

it('names what a JobPosting lacks, and holds what it says to the bounds of a posting', async () => {
  const { validThrough: _end, ...endless } = jobPosting
  expect(problemIn(await post(endless), 422, 'request.invalid').errors).toMatchObject([{ pointer: '/validThrough' }])
  expect(problemIn(await post({ title: 'x' }), 422, 'request.invalid').errors).toMatchObject([
    { pointer: '/@type' },
    {},
    {},
  ])
  const huge = { ...jobPosting, identifier: { '@type': 'PropertyValue', value: 'x'.repeat(5000) } }
  expect(problemIn(await post(huge), 422, 'request.invalid').errors).toMatchObject([{ pointer: '/externalId' }])
  problemIn(await post({ ...jobPosting, description: '缝纫工，限女性' }), 422, 'posting.discriminates')
})

it('posts for no other employer', async () => {
  const [hidden, unknown] = [await post(jobPosting, foreign.ids.employer), await post(jobPosting, 'emp-none')]
  const { instance: _one, ...first } = problemIn(hidden, 422, 'employer.unknown')
  const { instance: _other, ...second } = problemIn(unknown, 422, 'employer.unknown')
  expect(first).toEqual(second)
})

it('takes that media type here alone', async () => {
  const found = await t.send(recruiter, 'POST', '/v1/postings', jobPosting, { 'content-type': 'application/ld+json' })
  problemIn(found, 415, 'request.media_type')
})
