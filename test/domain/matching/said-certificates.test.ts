import { describe, expect, it } from 'vitest'
import type { Profile } from '../../../src/domain/seeker.ts'
import { plusDays } from '../../../src/domain/time.ts'
import { dayOne } from '../../support/ledger.ts'
import { home, job, newIndex, person } from '../../support/people.ts'

const now = plusDays(dayOne, 1)

/** What the certificate gate makes of a profile: held, lacking, or to be asked. */
function stateOf(profile: Partial<Profile>, wanted: string): 'held' | 'lacking' | 'unknown' {
  const index = newIndex()
  index.putSeeker(person(profile), home)
  index.putPosting(job('工人', { certificates: [wanted] }), home)
  const match = index.match('s1', 'p1', now, 0)!
  if (match.gates.some((gate) => gate.code === 'certificate')) return 'lacking'
  return match.toCheck.some((one) => one.code === 'certificate') ? 'unknown' : 'held'
}

describe('a certificate in what people say', () => {
  it.each([
    ['会做饭，没有健康证', '健康证', 'lacking'],
    ['电工证没有', '电工证', 'lacking'],
    ['会接线，没电工证', '电工证', 'lacking'],
    ['驾照还没考', 'C1驾照', 'lacking'],
    ['驾照没有', 'B2', 'lacking'],
    ['健康证过期了', '健康证', 'lacking'],
    ['焊工证去年过期了，焊了十年', '焊工证', 'lacking'],
    ['茶艺师证没考上', '茶艺师证', 'lacking'],
    ['没有电工证有C1', 'C1', 'held'],
    ['有C1没有A2', 'C1', 'held'],
    ['有C1没有A2', 'A2', 'lacking'],
    ['健康证丢了又补办了', '健康证', 'held'],
    ['焊工证考了，还没下来', '焊工证', 'lacking'],
    ['没有电工证、焊工证', '焊工证', 'lacking'],
    ['C1、B2都没有', 'B2', 'lacking'],
    ['驾照被扣了', 'C1', 'lacking'],
    ['健康证过期了，又补办了', '健康证', 'held'],
    ['不是没有电工证', '电工证', 'held'],
    ['健康证可以办', '健康证', 'unknown'],
    ['准备考C1', 'C1', 'unknown'],
    ['想考育婴师证', '育婴师证', 'unknown'],
    ['健康证正在办', '健康证', 'unknown'],
  ])('is held, lacking or unknown as they say: %s — %s', (text, wanted, state) => {
    expect(stateOf({ skills: [{ text }] }, wanted)).toBe(state)
    expect(stateOf({ experience: text }, wanted)).toBe(state)
  })

  it.each([
    ['没有电工证', '电工证'],
    ['电工证过期了', '电工证'],
    ['准备考电工证', '电工证'],
  ])('is not held for standing in the list of certificates: %s', (text, wanted) => {
    expect(stateOf({ certificates: [{ text }] }, wanted)).toBe('lacking')
  })

  it('that the words deny is not held for being listed without a day', () => {
    const skills = [{ text: '健康证过期了' }]
    expect(stateOf({ certificates: [{ text: '健康证' }], skills }, '健康证')).toBe('lacking')
    expect(stateOf({ certificates: [{ text: '健康证', expiresOn: '2026-12-31' }], skills }, '健康证')).toBe('held')
  })
})
