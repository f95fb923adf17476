import { describe, expect, it } from 'vitest'
import { headcountIn } from '../../../src/domain/text/headcount.ts'

describe('headcountIn', () => {
  it.each([
    ['招10人', 10],
    ['急招保洁员两名', 2],
    ['招聘普工二十名', 20],
    ['10人', 10],
    ['若干人', undefined],
    ['150-500人', undefined],
    ['团队20多人', undefined],
    ['招2-3人', 2],
    ['招两到三人', 2],
    ['3-5', 3],
    ['1-2名', 1],
    ['10余人', 10],
    ['人数:3-5', 3],
    ['保洁3人、保安2人', 5],
    ['招保洁员两名、保安员三名', 5],
    ['招普工男女各5名', 10],
    ['招10人,团队20人', 10],
    ['招10人,员工200人', 10],
    ['20-99人', undefined],
    ['招3个月短期工', undefined],
  ])('reads %s', (text, count) => {
    expect(headcountIn(text)).toBe(count)
  })
})
