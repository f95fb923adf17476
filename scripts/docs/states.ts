// Draws the transition tables as Mermaid into the README, between its two marks. `npm run docs`
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TransitionRule } from '../../src/domain/aggregate.ts'
import { seatTransitions } from '../../src/domain/class.ts'
import { deliveryTransitions } from '../../src/domain/delivery-types.ts'
import { guidanceTransitions, offerTransitions, trainingTransitions } from '../../src/domain/guarantee/items.ts'
import { postingTransitions } from '../../src/domain/posting.ts'
import { webhookTransitions } from '../../src/domain/webhook.ts'
import { webhookMessageTransitions } from '../../src/domain/webhook-message.ts'

const machines: readonly { title: string; start: string; rules: readonly TransitionRule<string, string>[] }[] = [
  { title: 'Offer 岗位推荐', start: 'proposed', rules: offerTransitions },
  { title: 'Delivery 送达', start: 'queued', rules: deliveryTransitions },
  { title: 'Guidance session 职业指导', start: 'booked', rules: guidanceTransitions },
  { title: 'Training seat in the ledger 培训名额', start: 'held', rules: trainingTransitions },
  { title: 'Seat in a class', start: 'held', rules: seatTransitions },
  { title: 'Posting 岗位', start: 'open', rules: postingTransitions },
  { title: 'Webhook endpoint 回调地址', start: 'active', rules: webhookTransitions },
  { title: 'Webhook message', start: 'queued', rules: webhookMessageTransitions },
]

/** Every state machine as a Mermaid diagram under its title. */
export function statesDocument(): string {
  return machines
    .map(({ title, start, rules }) => {
      const steps = rules.flatMap((rule) => rule.from.map((from) => `  ${from} --> ${rule.to}: ${rule.event}`))
      return [
        `<details><summary>${title}</summary>`,
        '',
        '```mermaid',
        'stateDiagram-v2',
        `  [*] --> ${start}`,
        ...steps,
        '```',
        '',
        '</details>',
      ].join('\n')
    })
    .join('\n\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = new URL('../../README.md', import.meta.url)
  const text = readFileSync(path, 'utf8')
  const [begin, end] = ['<!-- states -->', '<!-- /states -->']
  const head = text.slice(0, text.indexOf(begin) + begin.length)
  writeFileSync(path, `${head}\n${statesDocument()}\n${text.slice(text.indexOf(end))}`)
}
