import type { Delivery } from '../../domain/delivery-types.ts'
import { channelNow } from '../../domain/delivery.ts'
import type { Channel } from '../../domain/seeker.ts'
import { dayOf } from '../../domain/time.ts'
import { html, type Html } from './html.ts'
import { channelWords, missedWords, purposeWords } from './words.ts'

/** What one person is to be told by call or visit, all of it at once. */
export interface PersonTask {
  readonly seeker: string
  readonly name: string
  readonly village: string
  readonly villageName: string
  readonly channel: Channel
  readonly items: readonly Delivery[]
}

/** The tasks of people whom the reader may see, village by village, what is due first at the head. */
export function personTasks(
  deliveries: readonly Delivery[],
  named: ReadonlyMap<string, { readonly name: string; readonly villageName: string }>,
): readonly PersonTask[] {
  const groups = new Map<string, Delivery[]>()
  for (const one of deliveries) {
    const key = `${one.seeker} ${channelNow(one)}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const due = (items: readonly Delivery[]): string => items.map((one) => one.dueAt).sort()[0] ?? ''
  return [...groups.values()]
    .flatMap((items): readonly PersonTask[] => {
      const [first] = items
      const found = first === undefined ? undefined : named.get(first.seeker)
      if (first === undefined || found === undefined) return []
      return [{ seeker: first.seeker, village: first.village, channel: channelNow(first), items, ...found }]
    })
    .sort((a, b) => (a.village < b.village ? -1 : a.village > b.village ? 1 : due(a.items) < due(b.items) ? -1 : 1))
}

const form = (task: PersonTask, token: string): Html =>
  html`<form method="post" action="/tasks">
    <input type="hidden" name="token" value="${token}" />
    <input type="hidden" name="seeker" value="${task.seeker}" />
    <input type="hidden" name="channel" value="${task.channel}" />
    <label>何时、如何告知(必填，作为送达凭证)<input name="note" maxlength="500" /></label>
    <p>
      <button name="result" value="told">${task.channel === 'phone' ? '已电话告知' : '已当面告知'}</button>
      ${(task.channel === 'phone'
        ? (['no_answer', 'wrong_number'] as const)
        : (['not_home', 'moved_away'] as const)
      ).map((code) => html` <button name="result" value="${code}">${missedWords[code]}</button>`)}
    </p>
  </form>`

const taskOf = (task: PersonTask, token: string | undefined): Html =>
  html`<section>
    <h3>
      <a href="/people/${encodeURIComponent(task.seeker)}">${task.name}</a>
      <small>${channelWords[task.channel]} · 最迟 ${dayOf(task.items.map((one) => one.dueAt).sort()[0] ?? '')}</small>
    </h3>
    <ul>
      ${task.items.map(
        (one) =>
          html`<li>
            ${purposeWords[one.purpose]}:${one.body.text}
            ${one.attempts
              .filter((try_) => try_.by !== undefined)
              .map(
                (try_) =>
                  html`<br /><small>${dayOf(try_.begunAt)} ${missedWords[try_.receipts[0]?.code ?? '']}</small>`,
              )}
          </li>`,
      )}
    </ul>
    ${token !== undefined && form(task, token)}
  </section>`

/** Calls and visits that wait, because no message got through: by village, with a form for who may complete them. */
export function tasksPage(
  tasks: readonly PersonTask[],
  of: { readonly token?: string; readonly done?: number; readonly more?: string },
): Html {
  const villages = [...new Set(tasks.map((one) => one.village))]
  return html`<h1>电话和入户任务 <span class="en">Calls and visits</span></h1>
    <p>短信、微信没有送到的，由联络员打电话、网格员上门告知。写明何时、如何告知，就是送达凭证。</p>
    ${of.done !== undefined && html`<p role="status">已记录 ${of.done} 项。</p>`}
    ${
      tasks.length === 0
        ? html`<p class="empty">
            现在没有要打的电话、要上门的任务。<span class="en">Nothing waits for a call or a visit.</span>
          </p>`
        : villages.map((village) => {
            const own = tasks.filter((one) => one.village === village)
            return html`<h2>${own[0]?.villageName} <small>${own.length} 人</small></h2>
              ${own.map((task) => taskOf(task, of.token))}`
          })
    }
    ${of.more !== undefined && html`<p><a href="${of.more}">后面还有 →</a></p>`}`
}
