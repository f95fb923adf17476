import { expect, it } from 'vitest'
import { plusDays } from '../../../src/domain/time.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { home, job, newIndex, person } from '../../support/people.ts'
import { judged } from './judged.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)

const rows = (() => {
  const index = newIndex()
  return judged.flatMap(({ who, suits, doesNot }) => {
    index.putSeeker(person(who), home)
    return [...suits, ...doesNot].map((title) => {
      index.putPosting(job(title), home)
      const match = index.match('s1', 'p1', now, scoreMin)!
      const { score, suitable } = match
      return { who: JSON.stringify(who), title, score, suitable, suits: suits.includes(title) }
    })
  })
})()

it('finds what a caseworker would propose, and little else', () => {
  const good = rows.filter((row) => row.suits)
  const bad = rows.filter((row) => !row.suits)
  expect(rows.length).toBeGreaterThanOrEqual(300)
  const found = good.filter((row) => row.suitable)
  const wrong = bad.filter((row) => row.suitable)
  expect(found.length / good.length).toBeGreaterThanOrEqual(0.98)
  expect(wrong.length / bad.length).toBeLessThanOrEqual(0.03)
})

it('ranks what suits a person above what does not, nineteen times of twenty', () => {
  const perPerson = [...new Set(rows.map((row) => row.who))].map((who) => rows.filter((row) => row.who === who))
  const pairs = perPerson.flatMap((own) =>
    own
      .filter((row) => row.suits)
      .flatMap((good) => own.filter((row) => !row.suits).map((bad) => good.score > bad.score)),
  )
  expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThanOrEqual(0.95)
})

it('matches a woman who cooks and minds children with homes, infants and canteens, not with a head chef', () => {
  const own = rows.filter((row) => row.who.startsWith('{"skills":[{"text":"会做饭、带孩子"}]'))
  expect(own.filter((row) => row.suitable).map((row) => row.title)).toEqual(['家政服务员', '育婴员', '食堂帮厨'])
})
