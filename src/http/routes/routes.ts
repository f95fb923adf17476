import type { Route } from '../route.ts'
import { classRoutes } from './classes.ts'
import { deliveryRoutes } from './deliveries.ts'
import { employerRoutes } from './employers.ts'
import { guaranteeRoutes } from './guarantees.ts'
import { householdRoutes } from './households.ts'
import { jobPostingRoutes } from './job-postings.ts'
import { matchRoutes } from './matches.ts'
import { officeRoutes } from './office.ts'
import { placeRoutes } from './places.ts'
import { postingRoutes } from './postings.ts'
import { replyRoutes } from './replies.ts'
import { reviewRoutes } from './reviews.ts'
import { seekerRoutes } from './seekers.ts'
import { slotRoutes } from './slots.ts'
import { templateRoutes } from './templates.ts'
import { webhookRoutes } from './webhooks.ts'

/** What the groups of routes are about, in the order in which the documentation shows them. */
export const tags = [
  { name: 'employers', description: '用人单位' },
  { name: 'postings', description: '岗位' },
  { name: 'seekers', description: '求职者' },
  { name: 'households', description: '户' },
  { name: 'matches', description: '匹配及理由' },
  { name: 'guarantees', description: '服务保障台账 1+3+1' },
  { name: 'guidance', description: '职业指导时段与预约' },
  { name: 'training', description: '培训班与名额' },
  { name: 'reviews', description: '审核' },
  { name: 'deliveries', description: '送达与回执' },
  { name: 'replies', description: '求职者的回复' },
  { name: 'webhooks', description: '回调(Webhook)' },
  { name: 'reports', description: '报表' },
  { name: 'places', description: '地点' },
  { name: 'keys', description: '密钥' },
  { name: 'audit', description: '审计' },
  { name: 'health', description: '运行状态' },
] as const

/** Every route under /v1. */
export const routes: readonly Route[] = [
  ...employerRoutes,
  ...postingRoutes,
  ...jobPostingRoutes,
  ...seekerRoutes,
  ...householdRoutes,
  ...matchRoutes,
  ...guaranteeRoutes,
  ...slotRoutes,
  ...classRoutes,
  ...reviewRoutes,
  ...deliveryRoutes,
  ...replyRoutes,
  ...templateRoutes,
  ...webhookRoutes,
  ...officeRoutes,
  ...placeRoutes,
]
