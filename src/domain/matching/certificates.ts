import { statementsOf, type Statement } from '../text/negation.ts'
import type { ConceptId, TextEngine } from '../text/text.ts'
import type { Day } from '../time.ts'

/** A certificate as it is compared: what its name comes down to, and the concepts that the text engine sees in it. */
export interface CertificateKey {
  readonly text: string
  readonly key: string
  readonly concepts: readonly ConceptId[]
}

export interface HeldCertificate extends CertificateKey {
  readonly expiresOn: Day | undefined
}

/** What each class of driving licence also allows to drive (机动车驾驶证申领和使用规定, 附件 1). */
const drives: Readonly<Record<string, readonly string[]>> = {
  a1: ['a3', 'b1', 'b2', 'c1', 'c2', 'c3', 'c4'],
  a2: ['b1', 'b2', 'c1', 'c2', 'c3', 'c4'],
  a3: ['c1', 'c2', 'c3', 'c4'],
  b1: ['c1', 'c2', 'c3', 'c4'],
  b2: ['c1', 'c2', 'c3', 'c4'],
  c1: ['c2', 'c3', 'c4'],
  c3: ['c4'],
}

const licences: readonly string[] = [...new Set([...Object.keys(drives), ...Object.values(drives).flat()])].sort()

/** Names of one and the same certificate; the narrower stands before the wider. */
const names: readonly (readonly [key: string, pattern: RegExp])[] = [
  ['电工:高压', /高压.{0,2}电工/],
  ['电工', /电工/],
  ['焊工', /焊/],
  ['叉车', /叉车|^n1/],
  ['起重', /起重|塔吊|吊车|行车/],
  ['登高', /登高|高处|架子工/],
  ['健康', /健康/],
  ['保安', /保安/],
  ['育婴', /育婴|月嫂|母婴/],
  ['养老护理', /护理员|养老护理|护工/],
  ['护士', /护士/],
  ['会计', /会计/],
  ['教师', /教师|幼师/],
  ['厨师', /厨师|烹[调饪]/],
  ['消防', /消防/],
  ['安全员', /安全员/],
  ['锅炉', /锅炉|司炉/],
]

const driving = /(?<![a-z0-9])([abc][1-4])(?![0-9])/

/** What the name of a certificate comes down to: `c1`, `电工`, or the name without the words for "certificate". */
export function certificateKeyOf(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  const licence = driving.exec(plain)?.[1]
  if (licence !== undefined) return licence
  const named = names.find(([, pattern]) => pattern.test(plain))?.[0]
  if (named !== undefined) return named
  const core = plain.replace(
    /^(?:有|持|考了|国家)+|(?:职业|从业|执业)?(?:技能|资格)?(?:等级)?(?:上岗|操作)?(?:证书|证|驾照|驾驶证|本)$/g,
    '',
  )
  return core === '' ? plain : core
}

/** A certificate as it is compared. */
export const certificateOf = (text: string, engine: TextEngine): CertificateKey => ({
  text,
  key: certificateKeyOf(text),
  concepts: engine.read(text).certificates.map((hit) => hit.concept),
})

/** True when a phrase speaks of a certificate, such as 有C1 or 电工证. */
export const namesCertificate = (phrase: string): boolean =>
  /证|驾照|执照|licen[cs]e|certificate/i.test(phrase) || driving.test(phrase.normalize('NFKC').toLowerCase())

/** What a phrase says of certificates: the words for one that is held, the keys of those denied, lost or run out. */
export interface SaidCertificates {
  readonly held: readonly string[]
  readonly refused: readonly string[]
}

const saidLengthMax = 2_000
const statementsIn = (text: string): readonly Statement[] =>
  statementsOf(text.slice(0, saidLengthMax).normalize('NFKC').slice(0, saidLengthMax))

/** The keys that a denial refuses: a driving licence of no named class stands for every class. */
function keysRefused(words: string): readonly string[] {
  const key = certificateKeyOf(words.replace(/^(?:我|的|过|考|办)+|(?<=证书?|[驾执]照).*$/g, ''))
  return /^(?:驾照|驾驶证|licence|license)$/.test(key) ? [key, ...licences] : [key]
}

/** The certificates that stretches of a clause list. */
const listedIn = (stretches: readonly string[]): readonly string[] =>
  stretches.flatMap((one) => one.split(/[、/|]/)).filter(namesCertificate)

/** What the rules say of the certificates of a clause, in its words. */
function saidIn({ clause, scopes }: Statement): SaidCertificates {
  const free: string[] = []
  let from = 0
  for (const { start, end } of scopes) {
    free.push(clause.slice(from, start))
    from = end
  }
  const lacking = scopes.filter((scope) => scope.standing !== 'planned').map((scope) => scope.about)
  return {
    held: listedIn([...free, clause.slice(from)]),
    refused: listedIn(lacking),
  }
}

/** The certificates that the engine knows in some words, however they stand there. */
function knownIn(words: string, text: TextEngine): readonly ConceptId[] {
  const { certificates, refused } = text.read(words)
  return [...certificates, ...refused].map((hit) => hit.concept).filter((concept) => concept.startsWith('cert/'))
}

/**
 * Reads the certificates of a phrase; one that is only planned is neither held nor refused. Those that the engine knows stand
 * as it reads them in the whole phrase, others as the rules say of their clause.
 */
export function certificatesSaid(phrase: string, text: TextEngine): SaidCertificates {
  const reading = text.read(phrase)
  const held = new Set(reading.certificates.map((hit) => hit.concept))
  const refused = reading.refused.filter((hit) => hit.concept.startsWith('cert/'))
  const said = statementsIn(phrase).map(saidIn)
  const isHeld = (words: string): boolean => {
    const known = knownIn(words, text)
    return known.length === 0 || known.some((concept) => held.has(concept))
  }
  const isKnownHeld = (words: string): boolean => knownIn(words, text).some((concept) => held.has(concept))
  return {
    held: said.flatMap((one) => one.held).filter(isHeld),
    refused: [
      ...said.flatMap((one) => one.refused).filter((words) => !isKnownHeld(words)),
      ...refused.flatMap((hit) => hit.words),
    ].flatMap(keysRefused),
  }
}

/** True when a phrase denies, plans or limits anything, so that it is no plain name. */
export const isQualified = (phrase: string): boolean => statementsIn(phrase).some(({ scopes }) => scopes.length > 0)

const keySatisfies = (held: string, wanted: string): boolean =>
  held === wanted || drives[held]?.includes(wanted) === true || (wanted === '电工' && held === '电工:高压')

/** True when one certificate does for another. */
export const certificateSatisfies = (
  held: CertificateKey,
  wanted: CertificateKey,
  engine: Pick<TextEngine, 'satisfies'>,
): boolean =>
  keySatisfies(held.key, wanted.key) ||
  wanted.concepts.some((concept) => held.concepts.some((one) => engine.satisfies(one, concept)))
