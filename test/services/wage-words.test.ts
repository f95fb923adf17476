import { expect, it } from 'vitest'
import type { WageRange } from '../../src/domain/posting.ts'
import { wageWords } from '../../src/services/messages.ts'
import { job } from '../support/people.ts'

const said = (wage?: WageRange): string => wageWords(job('保洁员', wage === undefined ? {} : { wage }))

it('a message tells a wage as it is known', () => {
  expect(said()).toBe('工资面议')
  expect(said({ minYuan: 3000, maxYuan: 3000 })).toBe('月工资3000元')
  expect(said({ minYuan: 3000, maxYuan: 4500 })).toBe('月工资3000-4500元')
  expect(said({ minYuan: 4000, maxYuan: 4000, openAbove: true })).toBe('月工资4000元起')
  expect(said({ minYuan: 4000, maxYuan: 5000, openAbove: true })).toBe('月工资4000-5000元以上')
})
