import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  blindIndex,
  factsOfIdNumber,
  idCheckDigit,
  isIdNumber,
  isPhone,
  keyRingOf,
  maskIdNumber,
  maskPhone,
  open,
  seal,
} from '../../src/domain/privacy.ts'

const first = { id: 'a', secret: Buffer.alloc(32, 1) }
const second = { id: 'b', secret: Buffer.alloc(32, 2) }

describe('a sealed value', () => {
  it('opens under its key only, also after a rotation', () => {
    const sealed = seal(keyRingOf([first]), 'phone', '13812341234', randomBytes(12))
    expect(open(keyRingOf([first, second]), 'phone', sealed)).toBe('13812341234')
    expect(() => open(keyRingOf([second]), 'phone', sealed)).toThrow(/key/)
  })

  it('cannot be altered or stand in for another kind', () => {
    const ring = keyRingOf([first])
    const sealed = seal(ring, 'phone', '13812341234', randomBytes(12))
    expect(() => open(ring, 'address', sealed)).toThrow()
    expect(() => open(ring, 'phone', `${sealed.slice(0, -2)}AA`)).toThrow()
  })

  it('never holds the plain text, and is found again by a blind index that survives rotation', () => {
    const sealed = seal(keyRingOf([first]), 'phone', '13812341234', randomBytes(12))
    expect(sealed).not.toContain('13812341234')
    const index = blindIndex(keyRingOf([first]), 'phone', '13812341234')
    expect(blindIndex(keyRingOf([first, second]), 'phone', '13812341234')).toBe(index)
    expect(blindIndex(keyRingOf([first]), 'id_number', '13812341234')).not.toBe(index)
  })
})

describe('numbers', () => {
  it('are masked so that both ends stay at most', () => {
    expect(maskPhone('13812341234')).toBe('138****1234')
    expect(maskPhone('123')).toBe('****')
    expect(maskIdNumber('640302199001011234')).toBe('6403**********1234')
  })

  it('of identity have an existing birth date and the check digit of GB 11643', () => {
    const digits = '64030219900101123'
    const right = digits + idCheckDigit(digits)
    expect(isIdNumber(right)).toBe(true)
    expect(factsOfIdNumber(right)).toEqual({ birthYear: 1990, sex: 'male' })
    expect(isIdNumber('64030219900231123X')).toBe(false)
    expect(isIdNumber(right.slice(0, 17) + (right[17] === '1' ? '2' : '1'))).toBe(false)
    expect(isIdNumber('11010519491231002X')).toBe(true)
  })

  it('of mobiles have eleven digits and a mainland prefix', () => {
    expect([isPhone('13812341234'), isPhone('12812341234'), isPhone('1381234123')]).toEqual([true, false, false])
  })
})
