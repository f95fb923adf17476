import { surroundingsOf, type ReadClause, type Spot } from './context.ts'
import { createLinear, softmax } from './linear.ts'
import { isSpoken } from './noise.ts'
import type { LinearModel } from './tables.ts'

/** How a name stands in what a person says: theirs, refused or lacking, yet to come, or not about them. */
export type Stands = 'held' | 'refused' | 'planned' | 'other'

/**
 * The labels of the model in their order: the mark in scripts/learn/said.txt, and how sure the model must be before a name
 * is not simply theirs, because who claims is to be believed.
 */
export const standings: readonly { readonly mark: string; readonly stands: Stands; readonly sureFrom: number }[] = [
  { mark: '+', stands: 'held', sureFrom: 0 },
  { mark: '-', stands: 'refused', sureFrom: 0.5 },
  { mark: '~', stands: 'planned', sureFrom: 0.5 },
  { mark: '0', stands: 'other', sureFrom: 0.7 },
]

const qualifies = /[等考辞丢快别甭怕愁难]|过期|到期|吊销|注销/
const advert =
  /招聘|招工|急聘|诚聘|急招|五险|双休|单休|底薪|提成|薪|优先|公司|应届|职责|不加班|不打卡|坐班|导师|[+【】#]/

/** True for a text in which a name may stand otherwise than as a claim: never in a plain title, a list or an advertisement. */
export const mayQualify = (text: string): boolean => (isSpoken(text) || qualifies.test(text)) && !advert.test(text)

/** Judges a name by what stands around it. */
export type StandingReader = (clauses: readonly ReadClause[], spot: Spot) => Stands

/** A reader over the learned model. */
export function createStandingReader(model: LinearModel): StandingReader {
  const read = createLinear(model)
  return (clauses, spot) => {
    const shares = softmax(read(surroundingsOf(clauses, spot)))
    const share = Math.max(...shares)
    const { stands, sureFrom } = standings[shares.indexOf(share)]!
    return share >= sureFrom ? stands : 'held'
  }
}
