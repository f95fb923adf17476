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
  /** `name state verdict score`, in the order of names. */
  readonly items: readonly string[]
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
    const lines = items[name].map(({ id, state, score, evidence, invitation }) => {
      const verdict = verdicts.find((one) => one.id === id)
      const by = evidence ?? invitation
      const reached = by === undefined ? 'not reached' : `${by.channel} ${by.at}`
      return [namedIn(id, names), state, verdict?.code ?? 'unjudged', score ?? '-', reached].join(' ')
    })
    return { status, counted, missing, reasons: [...reasons].sort(), items: lines.sort() }
  }
  return { person, guidance: promiseOf('guidance'), offers: promiseOf('offers'), training: promiseOf('training') }
}

/** One promise of one person that the two runs tell differently. */
export interface Difference {
  readonly person: string
  readonly promise: (typeof promises)[number] | 'ledger'
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
      return [{ person, promise: 'ledger', embedded: one !== undefined, fleet: two !== undefined }]
    return promises
      .filter((promise) => JSON.stringify(one[promise]) !== JSON.stringify(two[promise]))
      .map((promise) => ({ person, promise, embedded: one[promise], fleet: two[promise] }))
  })
}
