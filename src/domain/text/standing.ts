import { surroundingsOf, type ReadClause, type Spot } from './context.ts'
import { createLinear, softmax } from './linear.ts'
import { isSpoken } from './noise.ts'
import type { LinearModel } from './tables.ts'

/** The marks of scripts/learn/said.txt, in the order of the model's labels: held, refused, planned, of somebody else. */
export const standingLabels: readonly string[] = ['+', '-', '~', '0']

/** How a name stands in what a person says: theirs, refused or lacking, yet to come, or not about them. */
export type Stands = 'held' | 'refused' | 'planned' | 'other'

const stands: readonly Stands[] = ['held', 'refused', 'planned', 'other']

/** How sure the model must be before a name is not simply theirs: who claims is to be believed. */
const surest: readonly number[] = [0, 0.5, 0.5, 0.7]

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
    const most = shares.indexOf(Math.max(...shares))
    return shares[most]! >= surest[most]! ? stands[most]! : 'held'
  }
}
