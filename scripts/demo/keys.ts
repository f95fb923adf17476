import type { Role, Scope } from '../../src/domain/access.ts'
import type { Services } from '../../src/wire.ts'
import { makeKey } from '../../src/first-key.ts'

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
  console.log('\nCtrl+C 结束 / to stop')
}
