import { expect, it } from 'vitest'
import { followUpsOf } from '../../src/services/follow-ups.ts'

const kindsAfter = (kind: `${string}.${string}`) =>
  followUpsOf({ kind, data: { guarantee: 'g', item: 'off_g_p', posting: 'p' } }, '640302').map((job) => job.kind)

it('tells the person and looks for another offer at once when the posting of a delivered one closes', () => {
  expect(kindsAfter('offer.posting_closed')).toEqual(['deliver', 'allocate-offers'])
})

it.each(['guidance.cancelled', 'guidance.excused', 'training.released', 'training.returned'] as const)(
  'takes the message back and looks for something else after %s',
  (kind) => {
    expect(kindsAfter(kind)).toEqual(['deliver', kind.startsWith('guidance') ? 'propose-guidance' : 'propose-training'])
  },
)

it('only records what calls for nothing more', () => {
  expect(kindsAfter('offer.accepted')).toEqual([])
})
