import type { DeliveryReport } from '../../services/delivery-reports.ts'
import { html, type Html } from './html.ts'
import { channelWords, timeText } from './words.ts'

/** What an operator has to look at now; nothing when all is well. */
export function alarmsBanner(report: DeliveryReport): Html | undefined {
  const on = report.alarms.filter((one) => one.until === undefined)
  return on.length === 0
    ? undefined
    : html`<div role="alert" class="wrong">
        ${on.map((one) => html`<p>${one.zh}(自 ${timeText(one.since)} 起)<span class="en">${one.en}</span></p>`)}
      </div>`
}

const minutes = (value: number | undefined): string =>
  value === undefined ? '—' : value < 120 ? `${value} 分钟` : `${Math.round(value / 6) / 10} 小时`

/** How messages, calls and visits arrived in the last days, channel by channel. */
export function deliveriesSection(report: DeliveryReport): Html {
  const rows = report.channels.filter((one) => one.begun > 0)
  return html`<h2>送达情况 <span class="en">How messages arrive</span></h2>
    ${
      rows.length === 0
        ? html`<p class="empty">近七天没有发出消息。<span class="en">No message in the last seven days.</span></p>`
        : html`<div class="scroll">
            <table>
              <caption>
                近七天，截至 ${timeText(report.at)}。合并发送的算一条。
              </caption>
              <thead>
                <tr>
                  <th scope="col">方式</th>
                  <th scope="col" class="n">发出</th>
                  <th scope="col" class="n">送达</th>
                  <th scope="col" class="n">失败</th>
                  <th scope="col" class="n">不明</th>
                  <th scope="col" class="n">等待回执</th>
                  <th scope="col" class="n">送达用时(中位 / 九成以内)</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  (one) =>
                    html`<tr>
                      <th scope="row">${channelWords[one.channel]}</th>
                      <td class="n">${one.begun}</td>
                      <td class="n">${one.delivered}</td>
                      <td class="n">${one.failed}</td>
                      <td class="n">${one.unknown}</td>
                      <td class="n">${one.waiting}</td>
                      <td class="n">${minutes(one.medianMinutes)} / ${minutes(one.p90Minutes)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    <p><a href="/endpoints">其他系统的接收端 →</a></p>`
}
