import type { Decision } from '../domain/aggregate.ts'
import { guaranteeId, type Guarantee } from '../domain/guarantee/guarantee.ts'
import { check, draftGuarantee, follow } from '../domain/guarantee/ledger.ts'
import type { Act } from '../domain/guarantee/step.ts'
import { policyAt, policyOf, type Policy } from '../domain/policy.ts'
import { planYearOf } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import { done, system, type Wiring } from './wiring.ts'

/** Changes of a ledger under the policy of its own period; what every other service of the guarantee goes through. */
export const ledgers = ({ store, clock, policies }: Pick<Wiring, 'store' | 'clock' | 'policies'>) => {
  const policyFor = (guarantee: Pick<Guarantee, 'policyVersion'>): Policy => policyOf(policies, guarantee.policyVersion)

  const change = async (
    id: string,
    actor: string,
    decide: (guarantee: Guarantee, act: Act) => Decision<Guarantee>,
  ): Promise<Guarantee> =>
    done(
      await store.guarantees.change(id, actor, (guarantee) =>
        decide(guarantee, { at: clock.now(), by: actor, policy: policyFor(guarantee) }),
      ),
    )

  /** The ledger of a seeker in the running plan year. */
  const current = async (seeker: string): Promise<Guarantee | undefined> =>
    store.guarantees.get(guaranteeId(seeker, planYearOf(clock.now())))

  return {
    policyFor,
    current,
    change,

    /** Changes the running ledger of a seeker; 404 when there is none. */
    changeOf: async (
      seeker: string,
      actor: string,
      decide: (guarantee: Guarantee, act: Act) => Decision<Guarantee>,
    ): Promise<Guarantee> => {
      const guarantee = await current(seeker)
      if (guarantee === undefined) throw new Problem('guarantee.unknown')
      return change(guarantee._id, actor, decide)
    },

    /** Opens the ledger of a seeker who wants work and consents, and keeps it in step with their wish. */
    followSeeker: async (id: string): Promise<void> => {
      const seeker = await store.seekers.get(id)
      if (seeker === undefined) return
      const now = clock.now()
      const known = await current(seeker._id)
      const { wish } = seeker
      const wantsWork = wish?.wantsWork === true && seeker.consent.given && seeker.mergedInto === undefined
      if (known !== undefined) {
        await change(known._id, system, (guarantee, act) => follow(guarantee, { wantsWork, at: wish?.at ?? now }, act))
        return
      }
      if (!wantsWork) return
      const { _id, district, township, village } = seeker
      const draft = draftGuarantee(
        { seeker: _id, district, township, village, wishAt: wish.at },
        policyAt(policies, now),
        now,
      )
      const opened = { kind: 'guarantee.opened' as const, data: { guarantee: draft._id, seeker: _id } }
      await store.guarantees.insert(draft, [opened], system)
    },

    /** Records what time alone has made due, such as an escalation. */
    check: (id: string): Promise<Guarantee> => change(id, system, check),
  }
}

export type Ledgers = ReturnType<typeof ledgers>
