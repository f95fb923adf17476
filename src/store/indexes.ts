import type { CollectionName } from './store.ts'

/** A secondary index: rows are found by its first fields and come in the order of all of them, then of `_id`. */
export interface IndexSpec {
  readonly fields: readonly string[]
  /** At most one document per value of the fields; documents that lack one of them are not in the index. */
  readonly unique?: true
  /** Documents that lack one of the fields are not in the index. */
  readonly sparse?: true
}

/**
 * Every index of every collection: both adapters build them from this table and answer no other question.
 * `district` comes first, because it is the shard key's first field; a sparse index holds only documents with all fields.
 */
export const indexes = {
  seekers: {
    byDistrict: { fields: ['district'] },
    byTownship: { fields: ['district', 'township', 'name'] },
    byVillage: { fields: ['district', 'village', 'name'] },
    byIdNumber: { fields: ['district', 'idNumberIndex'], unique: true },
    byPhone: { fields: ['district', 'phoneIndex'], sparse: true },
    byHousehold: { fields: ['district', 'household'], sparse: true },
  },
  households: {
    byDistrict: { fields: ['district'] },
    byVillage: { fields: ['district', 'village'] },
  },
  employers: {
    byDistrict: { fields: ['district'] },
    byCreditCode: { fields: ['district', 'creditCode'], unique: true },
  },
  postings: {
    byDistrict: { fields: ['district'] },
    byState: { fields: ['district', 'state', 'closesAt'] },
    byEmployer: { fields: ['district', 'employer', 'state'] },
    byExternalId: { fields: ['district', 'employer', 'externalId'], unique: true },
  },
  guarantees: {
    byPeriod: { fields: ['district', 'period'] },
    bySeeker: { fields: ['district', 'seeker', 'period'], unique: true },
    byVillage: { fields: ['district', 'village', 'period'] },
    byTownship: { fields: ['district', 'township', 'period'] },
    byNextCheck: { fields: ['district', 'nextCheckAt'], sparse: true },
  },
  slots: {
    byStart: { fields: ['district', 'startsAt'] },
    byCounsellor: { fields: ['district', 'counsellor', 'startsAt'] },
  },
  classes: {
    byStart: { fields: ['district', 'startsAt'] },
  },
  deliveries: {
    byState: { fields: ['district', 'state', 'dueAt'] },
    bySeeker: { fields: ['district', 'seeker', 'createdAt'] },
    byVillage: { fields: ['district', 'village', 'state'] },
    byAge: { fields: ['district', 'createdAt'] },
  },
  reviews: {
    byState: { fields: ['district', 'state', 'dueAt'] },
    byTownship: { fields: ['district', 'township', 'state', 'dueAt'] },
    bySeeker: { fields: ['district', 'seeker'] },
  },
  replies: {
    byState: { fields: ['district', 'state', 'receivedAt'] },
    bySeeker: { fields: ['district', 'seeker', 'receivedAt'], sparse: true },
  },
  links: {
    bySeeker: { fields: ['district', 'seeker', 'createdAt'] },
  },
  keys: {
    byDistrict: { fields: ['district', 'createdAt'] },
  },
  audit: {
    bySequence: { fields: ['district', 'sequence'], unique: true },
    byEvent: { fields: ['district', 'event'], unique: true },
    bySubject: { fields: ['district', 'subject', 'sequence'], sparse: true },
  },
  webhooks: {
    byDistrict: { fields: ['district', 'createdAt'] },
    byEmployer: { fields: ['district', 'employer', 'createdAt'], sparse: true },
  },
  webhookMessages: {
    byDue: { fields: ['district', 'state', 'dueAt'] },
    byWebhook: { fields: ['district', 'webhook', 'eventAt'] },
    byWebhookState: { fields: ['district', 'webhook', 'state', 'eventAt'] },
  },
  answers: {
    byExpiry: { fields: ['district', 'expiresAt'] },
  },
  summaries: {
    byName: { fields: ['district', 'name', 'at'] },
  },
} as const satisfies Record<CollectionName, Readonly<Record<string, IndexSpec>>>

/** The names of a collection's indexes. */
export type IndexName<N extends CollectionName> = keyof (typeof indexes)[N] & string
