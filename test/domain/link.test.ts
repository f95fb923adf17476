import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGoodLink, linkId, readLink, signLink, tokenLength } from '../../src/domain/link.ts'
import { fillLink, linked, linkGap, render, templates, textMax } from '../../src/domain/message.ts'
import { gapsOf } from '../../src/domain/template-check.ts'
import { keyRingOf } from '../../src/domain/privacy.ts'

const secret = (fill: number) => Buffer.alloc(32, fill)
const ring = keyRingOf([{ id: 'a', secret: secret(1) }])
const now = '2026-03-02T01:00:00.000Z'
const expiresAt = '2026-04-01T01:00:00.000Z'
const claim = { nonce: '0123456789abcdef01', expiresAt }
const token = signLink(ring, claim)

describe('a link', () => {
  it('is of 36 characters that need no escape in an address, and names nobody', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{36}$/)
    expect(token.length).toBe(tokenLength)
    expect(readLink(ring, token, now)).toEqual(claim)
  })

  it('ends at its time and not before', () => {
    expect(readLink(ring, token, '2026-04-01T00:59:59.999Z')).toEqual(claim)
    expect(readLink(ring, token, expiresAt)).toBeUndefined()
  })

  it('outlives a rotation while its key is kept, and no longer', () => {
    const rotated = keyRingOf([
      { id: 'a', secret: secret(1) },
      { id: 'b', secret: secret(2) },
    ])
    expect(readLink(rotated, token, now)).toEqual(claim)
    expect(signLink(rotated, claim)).not.toBe(token)
    expect(readLink(keyRingOf([{ id: 'b', secret: secret(2) }]), token, now)).toBeUndefined()
    expect(readLink(keyRingOf([{ id: 'a', secret: secret(9) }]), token, now)).toBeUndefined()
  })

  it('is read from its one spelling: every change of every character makes it nothing', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (let at = 0; at < token.length; at += 1)
      for (const other of alphabet) {
        if (other === token[at]) continue
        expect(readLink(ring, token.slice(0, at) + other + token.slice(at + 1), now)).toBeUndefined()
      }
  })

  it('is never read from any other text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 80 }),
          fc.uint8Array({ minLength: 27, maxLength: 27 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
          fc.constantFrom(`${token} `, `${token}=`, token.slice(1), `${token}A`, token.toLowerCase(), ''),
        ),
        (text) => readLink(ring, text, now) === undefined,
      ),
      { numRuns: 3000, seed: 6 },
    )
  })

  it('is good for one person, one phone, and until it is revoked, merged or without consent', () => {
    const seeker = { _id: 'skr-1', phoneIndex: 'p', consent: { given: true } }
    const stored = {
      _id: linkId(claim.nonce),
      district: 'd',
      version: 1,
      schema: 1,
      createdAt: now,
      updatedAt: now,
      pending: [],
      seeker: 'skr-1',
      phoneIndex: 'p',
    }
    expect(isGoodLink(stored, seeker)).toBe(true)
    expect(isGoodLink({ ...stored, revokedAt: now }, seeker)).toBe(false)
    expect(isGoodLink(stored, { ...seeker, _id: 'skr-2' })).toBe(false)
    expect(isGoodLink(stored, { ...seeker, phoneIndex: 'q' })).toBe(false)
    expect(isGoodLink(stored, { ...seeker, mergedInto: 'skr-3' })).toBe(false)
    expect(isGoodLink(stored, { ...seeker, consent: { given: false } })).toBe(false)
  })
})

describe('the link of a message', () => {
  const values = { title: '缝纫工', employer: '某公司', wage: '面议', place: '某村', reasons: '近' }
  const link = () => Promise.resolve(`https://jobs.example.cn/s/${token}`)

  it('is never in the stored text, and stands at the end of what is sent', async () => {
    const { text, template } = render(linked(templates.offer), values)
    expect(template).toBe('offer_link')
    expect(text.endsWith(linkGap)).toBe(true)
    expect(await fillLink(text, link)).toMatch(new RegExp(`答复请点 https://jobs\\.example\\.cn/s/${token}$`))
  })

  it('is left out with its sentence when there is no address, and asked of no other text', async () => {
    const { text } = render(linked(templates.offer), values)
    expect(await fillLink(text, undefined)).toBe(render(templates.offer, values).text)
    expect(await fillLink('您好', link)).toBe('您好')
    expect(await fillLink(`标题里有${linkGap}的`, link)).toBe(`标题里有${linkGap}的`)
  })

  it('has room behind the longest text of every template', async () => {
    for (const template of Object.values(templates)) {
      const long = Object.fromEntries(gapsOf(template).map((name) => [name, '近'.repeat(900)]))
      const { text } = render(linked(template), long)
      expect((await fillLink(text, link)).length).toBeLessThanOrEqual(textMax)
    }
  })
})
