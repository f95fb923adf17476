import type { Place } from '../../domain/place.ts'
import type { Entitlement } from '../../domain/guarantee/guarantee.ts'
import type { GuaranteeReport } from '../../services/guarantees.ts'
import { dayOf } from '../../domain/time.ts'
import { html, type Html } from './html.ts'
import { statusWords } from './words.ts'

/** One person of a list. */
export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly report: GuaranteeReport
}

const entitlementCell = (found: Entitlement): Html =>
  html`<td class="s-${found.status}">
    ${statusWords[found.status]} ${found.counted}/${found.owed}<br /><small>${dayOf(found.dueAt)} 到期</small>
  </td>`

const reasonsOf = ({ view, words }: GuaranteeReport): readonly string[] =>
  [view.guidance, view.offers, view.training].flatMap((one) => one.reasons.map((code) => words[code]?.zh ?? code))

/** The people of a village with what stands open for each. */
export function placePage(place: Place, rows: readonly PersonRow[], more: string | undefined): Html {
  const title = html`<h1>${place.name} <span class="en">${place.townName}</span></h1>`
  if (rows.length === 0)
    return html`${title}
      <p class="empty">此处没有可查看的求职者台账。<br /><span class="en">No ledgers here that you may see.</span></p>`
  return html`${title}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">姓名 <small>Name</small></th>
            <th scope="col">职业指导 <small>Guidance</small></th>
            <th scope="col">岗位推荐 <small>Offers</small></th>
            <th scope="col">免费培训 <small>Training</small></th>
            <th scope="col">原因 <small>Why not yet</small></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ id, name, report }) =>
              html`<tr>
                <th scope="row"><a href="/people/${encodeURIComponent(id)}">${name}</a></th>
                ${entitlementCell(report.view.guidance)} ${entitlementCell(report.view.offers)}
                ${entitlementCell(report.view.training)}
                <td>${reasonsOf(report).map((reason) => html`<div>${reason}</div>`)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more !== undefined && html`<p class="more"><a href="${more}" rel="next">下一页 Next page</a></p>`}`
}

/** The villages of a town that are no settlements of their own. */
export const townPage = (town: Place, villages: readonly Place[]): Html =>
  html`<h1>${town.townName} <span class="en">Villages</span></h1>
    ${
      villages.length === 0
        ? html`<p class="empty">没有其他村。</p>`
        : html`<ul>
            ${villages.map((one) => html`<li><a href="/places/${encodeURIComponent(one.code)}">${one.name}</a></li>`)}
          </ul>`
    }`
