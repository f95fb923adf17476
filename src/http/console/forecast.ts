import type { ForecastReport } from '../../services/forecast.ts'
import { dayOf } from '../../domain/time.ts'
import { barsOf } from './bars.ts'
import { html, type Html } from './html.ts'
import { itemWords, timeText } from './words.ts'

const villagesShownMax = 10
export const peopleShownMax = 12

/** Names of people by id, as far as the reader may see them. */
export type Names = ReadonlyMap<string, string>

const percent = (share: number): string => `${Math.round(share * 100)}%`

const personRow = (row: ForecastReport['rows'][number], names: Names): Html =>
  html`<tr>
    <th scope="row"><a href="/people/${encodeURIComponent(row.seeker)}">${names.get(row.seeker) ?? row.seeker}</a></th>
    <td>${itemWords[row.item]}</td>
    <td class="n">${row.left}</td>
    <td>${dayOf(row.dueAt)}</td>
    <td class="n">${percent(row.risk)}</td>
    <td>${row.likelyBy === undefined ? '到期前难以落实' : `约 ${dayOf(row.likelyBy)}`}</td>
    <td class="why">${row.reason?.zh ?? ''}</td>
  </tr>`

const peopleTable = (rows: ForecastReport['rows'], names: Names): Html =>
  html`<h3>最可能落实不了的人</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">人员</th>
            <th scope="col">项目</th>
            <th scope="col" class="n">还差</th>
            <th scope="col">期限</th>
            <th scope="col" class="n">落实不了的可能</th>
            <th scope="col">预计落实</th>
            <th scope="col">原因</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, peopleShownMax).map((row) => personRow(row, names))}
        </tbody>
      </table>
    </div>`

/** Who will fall short by their due date if supply goes on, with what is assumed. */
export function forecastSection(report: ForecastReport, names: Names): Html {
  const villages = report.places.filter((one) => one.short > 0).slice(0, villagesShownMax)
  return html`<h2>到期预测 <span class="en">Who will fall short if supply goes on</span></h2>
    <p>截至 ${timeText(report.at)}。${report.assumption.zh}</p>
    <ul>
      ${report.items.map((one) => html`<li>${one.zh}</li>`)}
    </ul>
    ${
      villages.length > 0 &&
      html`<h3>各村预计落实不了的项数</h3>
        ${barsOf(
          '各村预计落实不了的项数',
          villages.map((one) => ({ label: one.placeName, value: one.short, text: `${one.short}` })),
          Math.max(...villages.map((one) => one.short)),
        )}`
    }
    ${
      report.rows.length === 0
        ? html`<p class="empty">没有未到期且尚未落实的项目可预测。</p>`
        : peopleTable(report.rows, names)
    }
    <p><a href="/docs">接口 GET /v1/reports/forecast 可逐人查看</a></p>`
}
