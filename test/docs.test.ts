import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TransitionRule } from '../src/domain/aggregate.ts'
import { seatTransitions } from '../src/domain/class.ts'
import { deliveryTransitions } from '../src/domain/delivery-types.ts'
import { guidanceTransitions, offerTransitions, trainingTransitions } from '../src/domain/guarantee/items.ts'
import { postingTransitions } from '../src/domain/posting.ts'
import { webhookTransitions } from '../src/domain/webhook.ts'
import { webhookMessageTransitions } from '../src/domain/webhook-message.ts'
import { errors } from '../src/errors.ts'
import { statesDocument } from '../scripts/docs/states.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts,
)

describe('the README', () => {
  it('draws the states as the code has them', () => {
    const drawn = readme.slice(
      readme.indexOf('<!-- states -->') + '<!-- states -->'.length,
      readme.indexOf('<!-- /states -->'),
    )
    expect(drawn.trim(), 'run: npm run docs').toBe(statesDocument().trim())
  })

  it('names only commands that exist', () => {
    const named = [...readme.matchAll(/(?:^|`)npm (?:run )?([a-z][\w:-]*)/gm)].map(([, name]) => name ?? '')
    expect(named.filter((name) => !scripts.includes(name) && !['ci', 'install'].includes(name))).toEqual([])
  })

  it('shows the two commands first', () => {
    expect(readme.indexOf('npm run demo')).toBeLessThan(readme.indexOf('## '))
    expect(readme.indexOf('npm test')).toBeLessThan(readme.indexOf('## '))
  })

  it('has a Chinese summary at its head', () => {
    expect(readme.slice(0, 600)).toMatch(/中文摘要/)
  })
})

describe('transition tables', () => {
  const tables: readonly (readonly TransitionRule<string, string>[])[] = [
    offerTransitions,
    guidanceTransitions,
    trainingTransitions,
    deliveryTransitions,
    postingTransitions,
    seatTransitions,
    webhookTransitions,
    webhookMessageTransitions,
  ]

  it('lead from one state by one event to one state', () => {
    for (const table of tables) {
      const steps = table.flatMap((rule) => rule.from.map((from) => `${from} ${rule.event}`))
      expect(new Set(steps).size).toBe(steps.length)
    }
  })
})

describe('the error table', () => {
  it('says in Chinese and English what is wrong, under a status of its kind', () => {
    for (const [code, { status, zh, en }] of Object.entries(errors)) {
      expect(code).toMatch(/^[a-z]+\.[a-z_]+$/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(zh).toMatch(/[一-鿿].*。$/)
      expect(en).toMatch(/^[A-Z].*\.$/)
    }
  })
})
