import type { Webhook } from '../../domain/webhook.ts'
import type { WebhookHealth } from '../../services/webhook-messages.ts'
import { html, type Html } from './html.ts'
import { timeText } from './words.ts'

/** One endpoint of another system and how it does. */
export interface EndpointRow {
  readonly webhook: Webhook
  readonly health: WebhookHealth
}

const stateWords: Readonly<Record<Webhook['state'], string>> = { active: '启用', disabled: '已停用', removed: '已删除' }

const rowOf = ({ webhook, health }: EndpointRow): Html =>
  html`<tr>
    <th scope="row">${webhook.label}<br /><small>${webhook._id}</small></th>
    <td class="${webhook.state === 'disabled' ? 's-overdue' : ''}">${stateWords[webhook.state]}</td>
    <td class="n">${health.waiting}</td>
    <td class="n">${health.delivered}</td>
    <td class="n">${health.dead}</td>
    <td class="n">${health.failedAttempts} / ${health.attempts}</td>
    <td class="n">${health.medianMs === undefined ? '—' : `${health.medianMs} 毫秒`}</td>
    <td>${health.failingSince === undefined ? '' : `自 ${timeText(health.failingSince)} 起失败`}</td>
  </tr>`

/** How the endpoints of other systems do. */
export function webhooksPage(rows: readonly EndpointRow[]): Html {
  return html`<h1>回调接收端 <span class="en">Webhook endpoints</span></h1>
    <p>其他系统接收通知的地址。死信可在接口 POST /v1/webhooks/…/replay 重发。</p>
    ${
      rows.length === 0
        ? html`<p class="empty">还没有登记接收端。<span class="en">No endpoint is registered yet.</span></p>`
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">接收端</th>
                  <th scope="col">状态</th>
                  <th scope="col" class="n">等待</th>
                  <th scope="col" class="n">送达</th>
                  <th scope="col" class="n">死信</th>
                  <th scope="col" class="n">失败次数 / 尝试</th>
                  <th scope="col" class="n">用时中位数</th>
                  <th scope="col">近况</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(rowOf)}
              </tbody>
            </table>
          </div>`
    }`
}
