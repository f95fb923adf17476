import { describe, expect, it } from 'vitest'
import { ageLineIn } from '../../../src/domain/text/age-line.ts'

describe('ageLineIn', () => {
  it.each([
    ['18-45岁', { min: 18, max: 45 }],
    ['年龄18~45周岁', { min: 18, max: 45 }],
    ['50岁以下', { max: 50 }],
    ['不超过55周岁', { max: 55 }],
    ['25岁以上', { min: 25 }],
    ['18周岁以上', undefined],
    ['年满18周岁', undefined],
    ['无年龄要求', undefined],
    ['年龄18-50', { min: 18, max: 50 }],
    ['年龄:20~45', { min: 20, max: 45 }],
    ['年龄要求：18至45', { min: 18, max: 45 }],
    ['五十岁以下', { max: 50 }],
    ['十八至四十五岁', { min: 18, max: 45 }],
    ['45岁(含)以下', { max: 45 }],
    ['年龄不超过55', { max: 55 }],
    ['不低于25周岁', { min: 25 }],
    ['工龄10年以下', undefined],
    ['工期20-45天', undefined],
  ])('reads %s', (text, line) => {
    expect(ageLineIn(text)).toEqual(line)
  })
})
