import { tellingOffersMin, type RunFairness } from '../../services/reports.ts'
import { barsOf } from './bars.ts'
import { html, type Html } from './html.ts'
import { timeText } from './words.ts'

const villagesShownMax = 12

const groupWords: Readonly<Record<string, string>> = {
  zero_employment: '零就业家庭',
  long_out_of_work: '长期失业',
  disability_or_care: '残疾或需照护家人',
  rest: '其他',
  female: '女',
  male: '男',
  unknown: '未登记',
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`
const plain = (value: number): string => String(Math.round(value * 100) / 100)

const shareBars = (title: string, groups: RunFairness['bySettlement']): Html =>
  html`<h3>${title}</h3>
    ${barsOf(
      title,
      groups.slice(0, villagesShownMax).map((one) => ({
        label: `${groupWords[one.group] ?? one.group}(${one.people} 人)`,
        value: one.share,
        text: percent(one.share),
      })),
      1,
    )}`

/** Congestion and fairness of the last run that gave anything. */
export function fairnessSection(found: RunFairness): Html {
  const rows: readonly (readonly [string, string])[] = [
    ['本轮推荐份数', String(found.offers)],
    ...(found.complete === undefined || found.completeMost === undefined
      ? []
      : ([['本轮补齐所欠推荐的人数(任何分法的上限)', `${found.complete}(${found.completeMost})`]] as const)),
    [
      '每个招聘名额的推荐数(中位、95 分位、最多)',
      `${plain(found.perOpening.p50)} / ${plain(found.perOpening.p95)} / ${plain(found.perOpening.max)}`,
    ],
    [`推荐最多的 ${found.congestion.k} 个岗位所占份额`, percent(found.congestion.share)],
    ['得到推荐的岗位占比', percent(found.coverage)],
    ['岗位曝光基尼系数', plain(found.exposureGini)],
    ['与各人最佳岗位相比的匹配度损失(缺推荐计全额)', percent(found.regret.lost)],
  ]
  return html`<h2>分配的均衡与公平 <span class="en">Congestion and fairness of the last run</span></h2>
    <div class="scroll">
      <table>
        <caption>
          最近一轮有规模的分配，${timeText(found.at)}。以下分组只用于公布，不参与分配。${
            found.offers < tellingOffersMin && `本轮只有 ${found.offers} 份推荐，比例仅供参考。`
          }
        </caption>
        <tbody>
          ${rows.map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="n">${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${shareBars('各村、社区应推荐份数的落实比例', found.bySettlement)}
    ${shareBars('各类家庭应推荐份数的落实比例', found.byHouseholdClass)}
    ${shareBars('男女应推荐份数的落实比例', found.bySex)}`
}
