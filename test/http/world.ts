import type { Belonging, Caller } from '../../src/domain/access.ts'
import { deliveryId } from '../../src/domain/delivery.ts'
import { proposeOffer } from '../../src/domain/guarantee/offers.ts'
import { guaranteeId, offerId } from '../../src/domain/guarantee/guarantee.ts'
import { reviewId } from '../../src/domain/review.ts'
import { plusDays } from '../../src/domain/time.ts'
import { replyId } from '../../src/services/reply-tasks.ts'
import { found } from '../../src/services/seekers.ts'
import type { TestApp } from './app.ts'

/** The kinds of object that an address can name. */
export const kinds = [
  'employer',
  'posting',
  'seeker',
  'household',
  'slot',
  'class',
  'review',
  'delivery',
  'offer',
  'key',
  'reply',
  'webhook',
  'message',
] as const
export type Kind = (typeof kinds)[number]

/** One object of every kind, all of one village and one employer. */
export interface World {
  readonly ids: Readonly<Record<Kind, string>>
  readonly where: Required<Omit<Belonging, 'employer'>> & { readonly employer: string }
}

/** 金丰社区 and its town 金积镇. */
export const home = { village: '640302100003', township: '640302100' } as const
/** 涝河桥村 and its town 上桥镇. */
export const away = { village: '640302104203', township: '640302104' } as const

let phones = 0
const nextPhone = (): string => `138${String(10_000_000 + phones++)}`

/** What a grid worker says of a person who is new. */
export const newcomer = (village: string, name = '马小花') => ({
  name,
  phone: nextPhone(),
  village,
  profile: { occupations: ['缝纫工'], distanceMaxKm: 30, workStatus: 'unemployed' as const },
  source: 'grid_worker',
  wantsWork: true,
  consent: true,
})

/** What a recruiter says of a new posting. */
export const vacancy = (t: TestApp, employer: string, title = '缝纫工') => ({
  employer,
  title,
  text: '缝制工作服，月薪3500-4500元，包吃住，长白班。',
  openings: 3,
  closesAt: plusDays(t.clock.now(), 60),
})

async function paper(
  t: TestApp,
  by: Caller,
  ids: { seeker: string; posting: string; employer: string },
  where: Belonging,
) {
  const { services } = t
  const { seeker, posting, employer } = ids
  await services.ledgers.followSeeker(seeker)
  const guarantee = guaranteeId(seeker, '2026')
  const proposal = { posting, employer, title: '缝纫工', score: 700_000, modelVersion: 'test', approvedByRule: false }
  await services.ledgers.changeOf(seeker, by.key, (found, act) => proposeOffer(found, proposal, act))
  const offer = offerId(guarantee, posting)
  const { district, township = '', village = '' } = where
  const common = { district, township, village, seeker, guarantee }
  const review = reviewId(offer)
  const delivery = deliveryId(offer)
  const dueAt = t.clock.now()
  await services.store.reviews.insert(
    {
      ...common,
      _id: review,
      offer,
      posting,
      employer,
      score: 700_000,
      why: ['score_low'],
      state: 'open',
      dueAt,
      history: [],
    },
    [],
    by.key,
  )
  await services.store.deliveries.insert(
    {
      ...common,
      _id: delivery,
      purpose: 'offer',
      item: offer,
      body: { template: 'offer', templateVersion: 1, text: '【利通就业】您好，为您推荐工作。' },
      plan: ['sms', 'visit'],
      step: 0,
      state: 'queued',
      attempts: [],
      dueAt,
      expiresAt: plusDays(dueAt, 10),
    },
    [],
    by.key,
  )
  return { offer, review, delivery }
}

/** Makes one object of every kind. */
export async function world(
  t: TestApp,
  by: Caller,
  place: { village: string; township: string },
  name: string,
): Promise<World> {
  const { services } = t
  const startsAt = plusDays(t.clock.now(), 7)
  const employer = (
    await services.employers.create(by, { name: `${name}公司`, kind: 'enterprise', township: place.township })
  )._id
  const posting = (await services.postings.create(by, vacancy(t, employer)))._id
  const seeker = (await services.seekers.register(by, newcomer(place.village, `${name}求职者`)))._id
  const household = (await services.households.create(by, { kind: 'self_moved', village: place.village }))._id
  const slot = (
    await services.guidance.create(by, {
      counsellor: 'c-1',
      counsellorName: `${name}指导员`,
      mode: 'place',
      place: place.village,
      startsAt,
      lengthMinutes: 60,
      capacity: 5,
    })
  )._id
  const trainingClass = (
    await services.training.create(by, {
      title: `${name}电工班`,
      kind: 'skill',
      occupation: '电工',
      skillsTaught: ['电工'],
      provider: '职校',
      free: true,
      place: place.village,
      startsAt,
      endsOn: '2026-04-01',
      capacity: 5,
    })
  )._id
  const { key } = await services.keys.create(by, {
    role: 'auditor',
    scope: {},
    label: name,
    expiresAt: plusDays(t.clock.now(), 30),
  })
  const { webhook } = await services.webhooks.create(by, {
    url: 'https://hooks.example.com/yisanyi',
    label: name,
    types: ['posting.opened'],
    employer,
  })
  const told = await services.webhooks.messages.test(by, webhook._id)
  const hooks = { webhook: webhook._id, message: told._id }
  const where = { district: by.district, ...place, employer }
  await services.replyTasks.ask(found(await services.store.seekers.get(seeker)), 'form-1')
  const reply = replyId(by.district, seeker, 'form-1')
  const papers = await paper(t, by, { seeker, posting, employer }, where)
  return {
    ids: { employer, posting, seeker, household, slot, class: trainingClass, key: key._id, reply, ...hooks, ...papers },
    where,
  }
}
