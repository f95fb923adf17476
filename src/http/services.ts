import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Gazetteer } from '../domain/place.ts'
import type { KeyRing } from '../domain/privacy.ts'
import type { audits } from '../services/audits.ts'
import type { deliveries } from '../services/deliveries.ts'
import type { deliveryReports } from '../services/delivery-reports.ts'
import type { employers } from '../services/employers.ts'
import type { forecast } from '../services/forecast.ts'
import type { guarantees } from '../services/guarantees.ts'
import type { guidance } from '../services/guidance.ts'
import type { households } from '../services/households.ts'
import type { keys } from '../services/keys.ts'
import type { matches } from '../services/matches.ts'
import type { Answering } from '../services/answering.ts'
import type { leasing } from '../services/leasing.ts'
import type { Links } from '../services/links.ts'
import type { postings } from '../services/postings.ts'
import type { Replies } from '../services/replies.ts'
import type { ReplyTasks } from '../services/reply-tasks.ts'
import type { reports } from '../services/reports.ts'
import type { reviews } from '../services/reviews.ts'
import type { seekers } from '../services/seekers.ts'
import type { SelfService } from '../services/self.ts'
import type { sending } from '../services/sending.ts'
import type { shortage } from '../services/shortage.ts'
import type { training } from '../services/training.ts'
import type { webhookMessages } from '../services/webhook-messages.ts'
import type { webhooks } from '../services/webhooks.ts'
import type { Collection } from '../store/store.ts'

/** Everything that the API and the pages call; a part of what `wire` builds. */
export interface HttpServices {
  readonly district: string
  readonly clock: Clock
  readonly places: Gazetteer
  readonly ring: KeyRing
  readonly store: { readonly answers: Collection<'answers'> }
  /** Adds the queue's dashboard, where the queue is one of many processes. */
  readonly board?: (app: FastifyInstance, path: string) => Promise<void>
  readonly health: () => Promise<{ readonly ok: boolean; readonly detail: string }>
  readonly answering: Answering
  readonly links: Links
  readonly replies: Replies
  readonly replyTasks: ReplyTasks
  readonly self: SelfService
  readonly audit: ReturnType<typeof audits>
  readonly deliveries: ReturnType<typeof deliveries> &
    ReturnType<typeof sending> & { readonly lease: ReturnType<typeof leasing> }
  readonly deliveryReports: Pick<ReturnType<typeof deliveryReports>, 'report' | 'newest'>
  readonly employers: ReturnType<typeof employers>
  readonly forecast: Pick<ReturnType<typeof forecast>, 'report' | 'newest'>
  readonly guarantees: ReturnType<typeof guarantees>
  readonly guidance: ReturnType<typeof guidance>
  readonly households: ReturnType<typeof households>
  readonly keys: ReturnType<typeof keys>
  readonly matches: ReturnType<typeof matches>
  readonly postings: ReturnType<typeof postings>
  readonly reports: ReturnType<typeof reports>
  readonly reviews: ReturnType<typeof reviews>
  readonly seekers: ReturnType<typeof seekers>
  readonly shortage: Pick<ReturnType<typeof shortage>, 'report' | 'newest'>
  readonly training: ReturnType<typeof training>
  readonly webhooks: ReturnType<typeof webhooks> & { readonly messages: ReturnType<typeof webhookMessages> }
}
