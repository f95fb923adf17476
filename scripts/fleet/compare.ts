import { namedIn } from '../demo/random.ts'

/** What a ledger holds that both runs can tell: items by the names of what they are about, and what they amount to. */
export interface LedgerFacts {
  readonly person: string
  readonly guidance: PromiseFacts
  readonly offers: PromiseFacts
  readonly training: PromiseFacts
}

export interface PromiseFacts {
  readonly status: string
  readonly counted: number
  readonly missing: number
  readonly reasons: readonly string[]
  /** In the order of names. */
  readonly items: readonly ItemFacts[]
}

export interface ItemFacts {
  readonly name: string
  readonly state: string
  /** Whether it counts, and why. */
  readonly verdict: string
  readonly score?: number
  readonly reached?: string
}

/** A promise of a ledger, from the service itself or over the API. */
export interface PromiseTold {
  readonly status: string
  readonly counted: number
  readonly missing: number
  readonly reasons: readonly string[]
  readonly verdicts: readonly { readonly id: string; readonly result: string; readonly code: string }[]
}

interface Reached {
  readonly channel: string
  readonly at: string
}

export interface ItemTold {
  readonly id: string
  readonly state: string
  /** Of an offer, in millionths. */
  readonly score?: number
  /** How an offer reached the person, and the invitation to a session or a class. */
  readonly evidence?: Reached
  readonly invitation?: Reached
}

const promises = ['guidance', 'offers', 'training'] as const

type Told = Readonly<Record<(typeof promises)[number], PromiseTold>>
type Items = Readonly<Record<(typeof promises)[number], readonly ItemTold[]>>

/** The facts of one ledger without its ids. */
export function factsOf(person: string, told: Told, items: Items, names: ReadonlyMap<string, string>): LedgerFacts {
  const promiseOf = (name: (typeof promises)[number]): PromiseFacts => {
    const { status, counted, missing, reasons, verdicts } = told[name]
    const facts = items[name].map(({ id, state, score, evidence, invitation }): ItemFacts => {
      const by = evidence ?? invitation
      return {
        name: namedIn(id, names),
        state,
        verdict: verdicts.find((one) => one.id === id)?.code ?? 'unjudged',
        ...(score === undefined ? {} : { score }),
        ...(by === undefined ? {} : { reached: `${by.channel} ${by.at}` }),
      }
    })
    facts.sort((one, other) => (one.name < other.name ? -1 : 1))
    return { status, counted, missing, reasons: [...reasons].sort(), items: facts }
  }
  return { person, guidance: promiseOf('guidance'), offers: promiseOf('offers'), training: promiseOf('training') }
}

/**
 * How a promise differs, the first of these that holds: one run has no ledger; other things were given; the same things at
 * another score; the same things fared otherwise; they were reached by another way or at another time; all that is the
 * same and amounts to something else. None of them is excused: no two processes may differ in any.
 */
export type Cause = 'no_ledger' | 'other_items' | 'other_score' | 'other_course' | 'other_arrival' | 'other_sum'

/** One promise of one person that the two runs tell differently. */
export interface Difference {
  readonly person: string
  readonly promise: (typeof promises)[number] | 'ledger'
  readonly cause: Cause
  readonly embedded: unknown
  readonly fleet: unknown
}

/** Every difference between the ledgers of two runs. */
export function differencesOf(embedded: readonly LedgerFacts[], fleet: readonly LedgerFacts[]): readonly Difference[] {
  const other = new Map(fleet.map((one) => [one.person, one]))
  const own = new Map(embedded.map((one) => [one.person, one]))
  return [...new Set([...own.keys(), ...other.keys()])].flatMap((person): Difference[] => {
    const [one, two] = [own.get(person), other.get(person)]
    if (one === undefined || two === undefined)
      return [{ person, promise: 'ledger', cause: 'no_ledger', embedded: one !== undefined, fleet: two !== undefined }]
    return promises
      .filter((promise) => JSON.stringify(one[promise]) !== JSON.stringify(two[promise]))
      .map((promise) => {
        const [embedded, fleet] = [one[promise], two[promise]]
        return { person, promise, cause: causeOf(embedded, fleet), embedded, fleet }
      })
  })
}

function causeOf(one: PromiseFacts, other: PromiseFacts): Cause {
  const differs = (of: (item: ItemFacts) => unknown): boolean =>
    JSON.stringify(one.items.map(of)) !== JSON.stringify(other.items.map(of))
  if (differs(({ name }) => name)) return 'other_items'
  if (differs(({ score }) => score)) return 'other_score'
  if (differs(({ state, verdict }) => [state, verdict])) return 'other_course'
  return differs(({ reached }) => reached) ? 'other_arrival' : 'other_sum'
}
