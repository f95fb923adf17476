import type { Delivery } from '../../domain/delivery-types.ts'
import { planCodes } from '../../domain/channel-plan.ts'
import { channelNow } from '../../domain/delivery.ts'
import type { Entitlement } from '../../domain/guarantee/guarantee.ts'
import type { GuaranteeReport } from '../../services/guarantees.ts'
import type { SeekerView } from '../../services/seekers.ts'
import { html, type Content, type Html } from './html.ts'
import {
  channelWords,
  deliveryWords,
  missedWords,
  guidanceWords,
  itemWords,
  modeWords,
  offerWords,
  purposeWords,
  receiptWords,
  statusWords,
  timeText,
  trainingWords,
  verdictWords,
  workWords,
} from './words.ts'

const row = (term: string, value: Content): Content =>
  value === undefined || value === ''
    ? undefined
    : html`<dt>${term}</dt>
        <dd>${value}</dd>`

const basics = (seeker: SeekerView): Html => {
  const { profile } = seeker
  const { workStatus, distanceMaxKm, wageMinYuan } = profile
  return html`<dl>
    ${row('身份证号', seeker.idNumber)} ${row('手机', seeker.phone)} ${row('住址', seeker.address)}
    ${row('村、社区', seeker.villageName)} ${row('就业状况', workStatus === undefined ? '未知' : workWords[workStatus])}
    ${row('想做的工作', profile.occupations?.join('、'))}
    ${row('技能', profile.skills?.map((skill) => skill.text).join('、'))}
    ${row('证书', profile.certificates?.map((one) => one.text).join('、'))}
    ${row('最远距离', distanceMaxKm === undefined ? undefined : `${distanceMaxKm} 公里`)}
    ${row('最低工资', wageMinYuan === undefined ? undefined : `${wageMinYuan} 元/月`)}
    ${row('愿意就业', seeker.wishedAt === undefined ? undefined : `${seeker.wantsWork ? '是' : '否'}，${timeText(seeker.wishedAt)}`)}
    ${row(
      '联系方式',
      seeker.channels
        .filter((one) => one.consent)
        .map((one) => channelWords[one.channel])
        .join('、'),
    )}
  </dl>`
}

/** What each item of the ledger is called, and how far it has come. */
const itemsOf = ({ guarantee }: GuaranteeReport): ReadonlyMap<string, { title: string; state: string; at?: string }> =>
  new Map([
    ...guarantee.guidance.map(
      (one) =>
        [
          one.id,
          { title: `职业指导(${modeWords[one.mode]})`, state: guidanceWords[one.state], at: one.startsAt },
        ] as const,
    ),
    ...guarantee.offers.map((one) => {
      const at = one.evidence?.at ?? one.atSending?.at
      return [one.id, { title: one.title, state: offerWords[one.state], ...(at === undefined ? {} : { at }) }] as const
    }),
    ...guarantee.training.map(
      (one) => [one.id, { title: one.title, state: trainingWords[one.state], at: one.startsAt }] as const,
    ),
  ])

function promise(found: Entitlement, report: GuaranteeReport): Html {
  const items = itemsOf(report)
  const words = (code: string): string => report.words[code]?.zh ?? code
  return html`<h2>
      ${itemWords[found.item]} <span class="s-${found.status}">${statusWords[found.status]}</span>
      <small>应 ${found.owed} · 已计入 ${found.counted} · 在途 ${found.underWay} · ${timeText(found.dueAt)} 到期</small>
    </h2>
    ${found.reasons.length > 0 && html`<p>尚未落实的原因：${found.reasons.map(words).join('；')}</p>`}
    ${
      found.verdicts.length === 0
        ? html`<p class="empty">还没有记录。<span class="en">Nothing yet.</span></p>`
        : html`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">内容 <small>Item</small></th>
                  <th scope="col">时间 <small>Time</small></th>
                  <th scope="col">状态 <small>State</small></th>
                  <th scope="col">是否计入 <small>Counts?</small></th>
                  <th scope="col">依据 <small>Why</small></th>
                </tr>
              </thead>
              <tbody>
                ${found.verdicts.map((verdict) => {
                  const item = items.get(verdict.id)
                  const at = verdict.at ?? item?.at
                  return html`<tr>
                    <td>${item?.title ?? verdict.id}</td>
                    <td>${at === undefined ? '' : timeText(at)}</td>
                    <td>${item?.state}</td>
                    <td class="s-${verdict.result}">${verdictWords[verdict.result]}</td>
                    <td>${words(verdict.code)}</td>
                  </tr>`
                })}
              </tbody>
            </table>
          </div>`
    }`
}

const attemptsOf = (delivery: Delivery): Content =>
  delivery.attempts.length === 0
    ? html`尚未尝试(${channelWords[channelNow(delivery)]})`
    : delivery.attempts.map(
        (attempt) =>
          html`<div>
            ${attempt.number}. ${channelWords[attempt.channel]} ${timeText(attempt.begunAt)}
            ${attempt.bundle !== undefined && `(一条消息含 ${attempt.bundle.length} 件)`}
            ${attempt.carriedBy !== undefined && '(与其他消息合并)'}
            ${attempt.by !== undefined && missedWords[attempt.receipts[0]?.code ?? '']} ${attempt.note}
            ${attempt.receipts.map((receipt) => html`→ ${receiptWords[receipt.status]}${receipt.code && ` ${receipt.code}`} `)}
          </div>`,
      )

/** The order of channels and why it is so. */
const planOf = ({ plan, planReasons }: Delivery): Html =>
  html`<details>
    <summary><small>次序：${plan.map((channel) => channelWords[channel]).join('、')}</small></summary>
    ${planReasons?.map(({ channel, code }) => html`<small>${channelWords[channel]}:${planCodes[code].zh}</small><br />`)}
  </details>`

const messages = (deliveries: readonly Delivery[]): Html =>
  deliveries.length === 0
    ? html`<p class="empty">还没有消息。<span class="en">No messages yet.</span></p>`
    : html`<div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">消息 <small>Message</small></th>
              <th scope="col">状态 <small>State</small></th>
              <th scope="col">送达过程 <small>Attempts</small></th>
              <th scope="col">凭证 <small>Evidence</small></th>
            </tr>
          </thead>
          <tbody>
            ${deliveries.map(
              (delivery) =>
                html`<tr>
                  <td>${purposeWords[delivery.purpose]}<br /><small>${delivery.body.text}</small></td>
                  <td>${deliveryWords[delivery.state]}</td>
                  <td>${attemptsOf(delivery)} ${planOf(delivery)}</td>
                  <td>
                    ${delivery.evidence && `${channelWords[delivery.evidence.channel]} ${timeText(delivery.evidence.at)}`}
                    ${delivery.evidence?.note}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`

/** One person: the three promises with every item and its reason, and every message with its attempts. */
export const personPage = (
  seeker: SeekerView,
  report: GuaranteeReport | undefined,
  deliveries: readonly Delivery[],
): Html =>
  html`<h1>${seeker.name} <span class="en">${seeker.id}</span></h1>
    <p><a href="/places/${encodeURIComponent(seeker.village)}">← ${seeker.villageName}</a></p>
    ${basics(seeker)}
    ${
      report === undefined
        ? html`<h2>服务保障</h2>
            <p class="empty">本年度没有台账：尚未表达就业意愿，或未同意使用信息。</p>`
        : [report.view.guidance, report.view.offers, report.view.training].map((one) => promise(one, report))
    }
    ${report?.guarantee.waiver && html`<p>放弃培训：${report.guarantee.waiver.reason}(${timeText(report.guarantee.waiver.at)})</p>`}
    <h2>消息 <span class="en">Messages</span></h2>
    ${messages(deliveries)}`
