import type { SummaryReport, SummaryRow } from '../../services/reports.ts'
import type { ShortageReport } from '../../services/shortage-report.ts'
import type { DeliveryReport } from '../../services/delivery-reports.ts'
import type { ForecastReport } from '../../services/forecast.ts'
import { alarmsBanner, deliveriesSection } from './deliveries.ts'
import { fairnessSection } from './fairness.ts'
import { forecastSection, type Names } from './forecast.ts'
import { html, type Html } from './html.ts'
import { shortageSection } from './shortage.ts'
import { timeText } from './words.ts'

const cells = (row: SummaryRow): Html =>
  html`<td class="n">${row.people}</td>
    <td class="n">${row.guidanceHeld}</td>
    <td class="n">${row.offersCounted} / ${row.offersOwed}</td>
    <td class="n">${row.offersFull}</td>
    <td class="n">${row.trainingGiven}</td>
    <td class="n">${row.trainingWaived}</td>
    <td class="n">${row.complete}</td>
    <td class="n">${row.short}</td>
    <td class="n">${row.overdue}</td>
    <td class="why">${row.reasons.map((reason) => html`<div>${reason.zh}(${reason.people} 人)</div>`)}</td>`

const head = html`<thead>
  <tr>
    <th scope="col">安置区、村 <small>Settlement</small></th>
    <th scope="col" class="n">人数 <small>People</small></th>
    <th scope="col" class="n">已指导 <small>Guidance held</small></th>
    <th scope="col" class="n">推荐送达 <small>Offers of three</small></th>
    <th scope="col" class="n">三个到位 <small>All three</small></th>
    <th scope="col" class="n">培训名额 <small>Training</small></th>
    <th scope="col" class="n">放弃培训 <small>Waived</small></th>
    <th scope="col" class="n">全部落实 <small>Complete</small></th>
    <th scope="col" class="n">尚有缺口 <small>Short</small></th>
    <th scope="col" class="n">其中逾期 <small>Overdue</small></th>
    <th scope="col">主要原因 <small>Main reasons</small></th>
  </tr>
</thead>`

/** A forecast with the names that its reader may see. */
export interface Foreseen {
  readonly report: ForecastReport
  readonly names: Names
}

/** What else is known; each is shown once it was measured. */
export interface OverviewMore {
  readonly shortage?: ShortageReport | undefined
  readonly forecast?: Foreseen | undefined
  readonly deliveries?: DeliveryReport | undefined
}

/**
 * How the promise stands, settlement by settlement; then who will fall short, who goes short of offers, and how even the
 * last run was.
 */
export function overviewPage(report: SummaryReport, more: OverviewMore = {}): Html {
  const { shortage, forecast, deliveries } = more
  const title = html`<h1>服务保障总览 <span class="en">The promise, settlement by settlement</span></h1>
    <p>${report.period} 年度，截至 ${timeText(report.at)}</p>
    ${deliveries !== undefined && alarmsBanner(deliveries)}`
  if (report.rows.length === 0)
    return html`${title}
      <p class="empty">
        本年度还没有服务保障台账。登记求职者并记录就业意愿后，台账自动建立。<br /><span class="en"
          >No ledgers this year yet; they open when job-seekers say that they want work.</span
        >
      </p>`
  return html`${title}
    <div class="scroll">
      <table>
        <caption>
          单位：人(推荐送达为份数)。点击名称查看人员。
        </caption>
        ${head}
        <tbody>
          ${report.rows.map(
            (row) =>
              html`<tr>
                <th scope="row"><a href="/places/${encodeURIComponent(row.place)}">${row.name}</a></th>
                ${cells(row)}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${report.total.name}</th>
            ${cells(report.total)}
          </tr>
        </tfoot>
      </table>
    </div>
    ${forecast !== undefined && forecastSection(forecast.report, forecast.names)}
    ${shortage !== undefined && shortageSection(shortage)} ${deliveries !== undefined && deliveriesSection(deliveries)}
    ${report.fairness !== undefined && fairnessSection(report.fairness)}`
}
