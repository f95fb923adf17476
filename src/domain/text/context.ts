import type { Mention } from './lexicon.ts'
import type { Statement } from './negation.ts'
import { hashOf } from './sparse.ts'

/** A clause with the names in it, as its surroundings are read. */
export interface ReadClause extends Statement {
  readonly mentions: readonly Mention[]
}

/** Where a name stands: in which clause, from where to where. */
export interface Spot {
  readonly at: number
  readonly start: number
  readonly end: number
  readonly isCertificate: boolean
}

/** Whoever else it is about is one to the reader, so that no word for a sex can decide. */
const kin =
  /[我俺咱]?(?:家里人|男人|女人|老公|丈夫|掌柜的|媳妇|婆姨|老婆|妻子|(?:娃|孩子)?他[爸妈爹娘]|公公|婆婆|[大二三小]?(?:哥|弟|姐|妹|姑|舅|姨|叔)[哥弟姐妹]?|兄弟|小舅子|姐夫|妹夫|爸爸?|妈妈?|爹|儿子|女儿)/g
const numerals = /[一二两三四五六七八九十百千半几\d]+(?=[年月天岁斤个来多])/g

/** A stretch of a clause with a box for every name but the one that is looked at, and one sign for every number. */
function boxed(
  clause: string,
  mentions: readonly Mention[],
  from: number,
  to: number,
  spot: Pick<Spot, 'start' | 'end'>,
): string {
  let out = ''
  let at = from
  for (const { start, end } of mentions) {
    if (start < at || end > to || (start < spot.end && end > spot.start)) continue
    out += `${clause.slice(at, start)}□`
    at = end
  }
  return (out + clause.slice(at, to)).replace(kin, '亲').replace(numerals, 'N')
}

const sizeOf = (clause: string): string => (clause.length <= 8 ? 'short' : clause.length <= 14 ? 'middle' : 'long')

const nowhere = { start: -1, end: -1 }

/** Collects hashed features. */
class Features {
  readonly hashes: number[] = []

  add(...names: readonly string[]): void {
    for (const name of names) this.hashes.push(hashOf(name))
  }

  /** Runs of `min` to `max` characters. */
  runs(kind: string, text: string, min: number, max: number): void {
    for (let length = min; length <= max; length++)
      for (let at = 0; at + length <= text.length; at++) this.add(kind + text.slice(at, at + length))
  }

  /** The first characters, 1 to `max` of them. */
  starts(kind: string, text: string, max: number): void {
    for (let length = 1; length <= max; length++) this.add(kind + text.slice(0, length))
  }

  /** The last characters, 1 to `max` of them. */
  ends(kind: string, text: string, max: number): void {
    for (let length = 1; length <= max; length++) this.add(kind + text.slice(-length))
  }
}

/** What stands around a name, as hashed features: runs of characters before and behind it, and in the clauses around. */
export function surroundingsOf(clauses: readonly ReadClause[], spot: Spot): readonly number[] {
  const { clause, mentions, sign, scopes } = clauses[spot.at]!
  const before = boxed(clause, mentions, 0, spot.start, spot)
  const after = boxed(clause, mentions, spot.end, clause.length, spot)
  const features = new Features()
  const kind = spot.isCertificate ? 'c' : 's'
  features.add(`k${kind}`, `sign${sign}`, `${kind}sign${sign}`)
  inClause(features, `^${before}`, `${after}$`, spot.isCertificate)
  features.add(`w${clause.slice(spot.start, spot.start + 1)}`)
  const scope = scopes.find(({ start, end }) => spot.start >= start && spot.end <= end)
  // A rule is to be trusted the more, the shorter the clause and the fewer the names in it.
  const rule = `rule:${scope?.standing ?? 'none'}`
  const others = mentions.filter((one) => one.end <= spot.start || one.start >= spot.end).length
  features.add(rule, `${rule}|${sizeOf(clause)}`, `${rule}|${kind}`, `${rule}|${Math.min(2, others)}|${sizeOf(clause)}`)
  around(features, clauses, spot.at, after.replace(/[了的呢吧啊过]/g, '') === '')
  return features.hashes
}

function inClause(features: Features, before: string, after: string, isCertificate: boolean): void {
  features.runs('b', before, 1, 3)
  features.runs('a', after, 1, 3)
  features.ends('B', before, 4)
  features.starts('A', after, 4)
  if (isCertificate) {
    features.ends('cB', before, 4)
    features.starts('cA', after, 4)
  }
  features.add(`x${before.slice(-1)}|${after.slice(0, 1)}`, `y${before.slice(-2)}|${after.slice(0, 2)}`)
  // Up to the next name, and since the last one.
  const near = after.slice(0, after.indexOf('□') + 1) || after
  const since = before.slice(Math.max(0, before.lastIndexOf('□')))
  features.runs('l', near, 1, 3)
  features.runs('k', since, 1, 3)
  if (near.length <= 9) features.add(`L${near}`)
  if (since.length <= 9) features.add(`K${since}`)
  // Behind the list that the name begins.
  const list = /^(?:[、和跟及与也□]|还有)+/.exec(after)?.[0]
  if (list === undefined) return
  features.add('list')
  features.starts('R', after.slice(list.length), 4)
  features.runs('r', after.slice(list.length), 2, 3)
}

function around(features: Features, clauses: readonly ReadClause[], at: number, isLast: boolean): void {
  const wordsOf = (one: ReadClause | undefined): string =>
    one === undefined ? '' : boxed(one.clause, one.mentions, 0, one.clause.length, nowhere)
  const next = clauses[at + 1]
  const words = `^${wordsOf(next)}$`
  if (next === undefined) features.add('n0')
  else {
    features.runs('n', words, 2, 3)
    features.starts('N', words, 4)
    if (isLast) features.runs('en', words, 2, 3)
    features.add(words.includes('□') ? 'n□' : 'n-', `nsign${next.sign}`)
    if (!words.includes('□')) features.runs('n-', words, 2, 3)
  }
  const nextButOne = wordsOf(clauses[at + 2])
  if (!nextButOne.includes('□')) features.runs('m', nextButOne, 2, 3)
  const previous = clauses[at - 1]
  if (previous === undefined) features.add('p0')
  else {
    const said = wordsOf(previous)
    features.runs('p', `^${said}$`, 2, 3)
    features.add(said.includes('□') ? 'p□' : 'p-', `psign${previous.sign}`)
  }
}

/** What a clause says, as hashed features, with the edges of the clauses around it. */
export function clauseFeaturesOf(
  clauses: readonly Pick<ReadClause, 'clause'>[],
  at: number,
  rules: readonly string[],
): readonly number[] {
  const features = new Features()
  const words = (one: Pick<ReadClause, 'clause'> | undefined): string =>
    one?.clause.replace(kin, '亲').replace(numerals, 'N') ?? ''
  features.runs('c', `^${words(clauses[at])}$`, 1, 4)
  features.runs('n', `^${words(clauses[at + 1])}`, 2, 3)
  features.runs('p', `${words(clauses[at - 1])}$`, 2, 3)
  const size = sizeOf(clauses[at]!.clause)
  for (const rule of rules) features.add(`rule:${rule}`, `rule:${rule}|${size}`)
  return features.hashes
}
