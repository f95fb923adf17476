import type { Role, Scope } from '../../src/domain/access.ts'
import { isOpen } from '../../src/domain/posting.ts'
import { planYearOf } from '../../src/domain/time.ts'
import type { Services } from '../../src/wire.ts'
import { makeKey } from '../../src/first-key.ts'

/** The person of the running year who has most to answer: a page worth looking at. */
async function mostToAnswer(services: Services): Promise<string | undefined> {
  const { store, district, clock } = services
  const period = planYearOf(clock.now())
  let best: { seeker: string; questions: number } | undefined
  for await (const { seeker, offers, guidance, training } of store.guarantees.each({
    index: 'byPeriod',
    equals: { district, period },
  })) {
    const answerable = offers.filter(({ state }) => state === 'delivered').map(({ posting }) => posting)
    const waiting = (await store.postings.getMany(answerable)).filter((one) => isOpen(one, clock.now())).length
    const seat = training.some(({ state, startsAt }) => state === 'invited' && startsAt > clock.now()) ? 1 : 0
    const session = guidance.some(({ state }) => state === 'booked') ? 0 : 1
    const questions = waiting + seat + session
    if (waiting > 0 && questions > (best?.questions ?? 0)) best = { seeker, questions }
  }
  return best?.seeker
}

/** A link such as a message carries, to try on a phone or a narrow window. */
async function printLink(services: Services, url: string): Promise<void> {
  const id = await mostToAnswer(services)
  const seeker = id === undefined ? undefined : await services.store.seekers.get(id)
  if (seeker === undefined) return
  const path = await services.links.pathOf(seeker, services.clock.now())
  console.log(`\n求职者的页面(手机看) / a job-seeker's own page, as on a phone: ${url}${path}`)
}

interface Example {
  readonly role: Role
  readonly who: string
  readonly scope: Scope
  readonly call: (url: string) => string
}

/** One key and one call for each kind of user, so that a newcomer can try the API at once. */
export async function printKeys(services: Services, url: string): Promise<void> {
  const { district } = services
  const [employer] = (await services.store.employers.find({ index: 'byDistrict', equals: { district } }, { limit: 1 }))
    .rows
  const [seeker] = (await services.store.seekers.find({ index: 'byDistrict', equals: { district } }, { limit: 1 })).rows
  const get = (path: string) => (at: string) => `${at}${path}`
  const examples: readonly Example[] = [
    {
      role: 'recruiter',
      who: '招聘方 recruiter',
      scope: employer === undefined ? {} : { employer: employer._id },
      call: get('/v1/postings?limit=3'),
    },
    {
      role: 'caseworker',
      who: '联络员 caseworker',
      scope: seeker === undefined ? {} : { township: seeker.township },
      call: get('/v1/reviews?limit=3'),
    },
    {
      role: 'grid_worker',
      who: '网格员 grid worker',
      scope: seeker === undefined ? {} : { village: seeker.village },
      call: get('/v1/seekers?limit=3'),
    },
    { role: 'notifier', who: '发送程序 notifier', scope: {}, call: get('/v1/deliveries?limit=3') },
    { role: 'office', who: '办公室 office', scope: {}, call: get('/v1/reports/summary') },
    { role: 'admin', who: '管理员 operator', scope: {}, call: get('/v1/keys') },
  ]
  console.log(`\n服务已启动 / listening on ${url}\n  总览页 overview  ${url}/\n  接口文档 docs    ${url}/docs\n`)
  console.log('演示密钥(90 天) / demo keys (90 days):')
  for (const { role, who, scope, call } of examples) {
    const { token } = await makeKey(services, role, scope, `demo ${role}`)
    console.log(`\n  ${who}\n  curl -H 'Authorization: Bearer ${token}' '${call(url)}'`)
  }
  if (seeker !== undefined) console.log(`\n一个人的台账 / one person's ledger: ${url}/people/${seeker._id}`)
  await printLink(services, url)
  console.log('\nCtrl+C 结束 / to stop')
}
