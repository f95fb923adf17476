import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guaranteeOf, type Guarantee } from '../../../src/domain/guarantee/guarantee.ts'
import { offerTransitions, type OfferEvent } from '../../../src/domain/guarantee/items.ts'
import { check, follow } from '../../../src/domain/guarantee/ledger.ts'
import { moveOffer, proposeOffer } from '../../../src/domain/guarantee/offers.ts'
import { planYearEnd } from '../../../src/domain/time.ts'
import { act, day, delivered, docOf, ledger, offered, policy, receipt } from '../../support/ledger.ts'

const at = (guarantee: Guarantee, number: number) => guaranteeOf(guarantee, policy, day(number))

describe('deadlines', () => {
  it('start when the seeker says that they want work: guidance 30 days, offers 60, training the plan year', () => {
    const view = at(ledger(), 1)
    expect(view.guidance.dueAt).toBe(day(31))
    expect(view.offers.dueAt).toBe(day(61))
    expect(view.training.dueAt).toBe(planYearEnd('2026'))
  })

  it('turn an open item overdue at the due instant and not before', () => {
    expect(at(ledger(), 30).guidance.status).toBe('open')
    expect(at(ledger(), 31).guidance.status).toBe('overdue')
  })

  it('escalate to caseworker, township and office, each once', () => {
    const first = docOf(check(ledger(), act(31)))
    expect(first.escalations.map((one) => one.level)).toEqual(['caseworker'])
    expect(check(first, act(31)).kind).toBe('unchanged')
    const last = docOf(check(first, act(46)))
    expect(last.escalations.map((one) => one.level)).toEqual(['caseworker', 'township', 'office'])
  })

  it('name the next moment at which time alone changes something', () => {
    expect(at(ledger(), 1).nextCheckAt).toBe(day(31))
    const waiting = offered(ledger(), 'p1', delivered)
    expect(at(waiting, 3).nextCheckAt).toBe(day(2 + policy.offers.answerDays))
  })

  it('rest while the seeker does not want work, and start anew when they do', () => {
    const away = docOf(follow(ledger(), { wantsWork: false, at: day(5) }, act(5)))
    expect(at(away, 40)).toMatchObject({ escalationsDue: [], guidance: { missing: 0 } })
    expect(at(away, 40).nextCheckAt).toBeUndefined()
    const back = docOf(follow(away, { wantsWork: true, at: day(50) }, act(50)))
    expect(at(back, 50).guidance.dueAt).toBe(day(80))
  })
})

describe('completeness', () => {
  it('needs all three promises', () => {
    let found = ledger()
    for (const posting of ['p1', 'p2', 'p3']) found = offered(found, posting, delivered)
    expect(at(found, 5)).toMatchObject({
      complete: false,
      offers: { status: 'fulfilled', counted: 3, fulfilledAt: day(2) },
    })
  })
})

describe('any history of offers', () => {
  const events = [...new Set(offerTransitions.map((rule) => rule.event))]
  const command = fc.record({
    posting: fc.integer({ min: 0, max: 5 }),
    event: fc.constantFrom<OfferEvent | 'propose'>('propose', ...events),
    wrongFact: fc.boolean(),
  })

  it('never counts more than owed, never more than two of one employer, and falls only by a recorded withdrawal', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let found = ledger()
        let counted = 0
        commands.forEach(({ posting, event, wrongFact }, step) => {
          const now = act(2 + step)
          const id = `off_${found._id}_p${posting}`
          const proposal = {
            posting: `p${posting}`,
            employer: `e${posting % 2}`,
            title: 't',
            score: 1,
            modelVersion: 'm',
          }
          const decision =
            event === 'propose'
              ? proposeOffer(found, { ...proposal, approvedByRule: false }, now)
              : moveOffer(found, id, event, now, {
                  ...(event === 'approve' ? { approvedBy: 'k' } : {}),
                  ...(event === 'send'
                    ? { atSending: { at: now.at, suitable: true, postingOpen: true, score: 1 } }
                    : {}),
                  ...(event === 'deliver' ? { evidence: receipt(2 + step) } : {}),
                  ...(event === 'decline' ? { refusal: wrongFact ? 'cannot_shift' : 'family' } : {}),
                })
          if (decision.kind !== 'changed') return
          found = decision.doc
          const view = guaranteeOf(found, policy, now.at).offers
          expect(view.counted).toBeLessThanOrEqual(3)
          const counting = view.verdicts.flatMap((one, index) =>
            one.result === 'counts' ? [found.offers[index]!.employer] : [],
          )
          for (const employer of counting)
            expect(counting.filter((one) => one === employer).length).toBeLessThanOrEqual(2)
          if (view.counted < counted) expect(event).toBe('decline')
          counted = view.counted
        })
      }),
      { numRuns: Number(process.env['GUARANTEE_RUNS'] ?? 500) },
    )
  })
})
