import type { Aggregate } from './aggregate.ts'
import type { PostingKind } from './seeker.ts'

/** An employer 用人单位: enterprise, workshop, cooperative or broker that posts. */
export interface Employer extends Aggregate {
  readonly name: string
  readonly kind: PostingKind
  /** Unified social credit code 统一社会信用代码, when known. */
  readonly creditCode?: string
  readonly township: string
  readonly state: 'active' | 'suspended'
}
