import type { ShortageReport } from '../../services/shortage-report.ts'
import { barsOf } from './bars.ts'
import { html, type Html } from './html.ts'
import { timeText } from './words.ts'

const shownMax = 10

const list = (title: string, rows: readonly { readonly zh: string }[]): Html | undefined =>
  rows.length === 0
    ? undefined
    : html`<h3>${title}</h3>
        <ul>
          ${rows.slice(0, shownMax).map((row) => html`<li>${row.zh}</li>`)}
        </ul>`

/** Who goes short of offers, why, and what would change it. */
export function shortageSection(report: ShortageReport): Html {
  const groups = report.groups.slice(0, shownMax)
  return html`<h2>岗位缺口 <span class="en">Who goes short, and what would change it</span></h2>
    <p>
      截至 ${timeText(report.at)}:${report.people} 人待推荐，其中 ${report.short} 人按现有岗位推荐不足(${report.without}
      人一个也没有),共缺 ${report.offersMissing} 个推荐。
      <a href="/docs">接口 GET /v1/reports/shortage 可逐人查看并下载表格</a>
    </p>
    ${
      groups.length > 0 &&
      html`<h3>各村缺口及主要原因</h3>
        ${barsOf(
          '各村缺口及主要原因',
          groups.map((one) => ({
            label: `${one.placeName}:${one.zh}`,
            value: one.people,
            text: `${one.people} 人`,
          })),
          Math.max(...groups.map((one) => one.people)),
        )}`
    }
    ${list('建议开发的岗位', report.postings)} ${list('建议开办的培训班', report.classes)}
    ${list('放宽条件后可落实的人数(逐人单独测算)', report.steps)}`
}
