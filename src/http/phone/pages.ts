import { isSelfQuestion, selfAnswer, selfChoices, type SelfQuestion } from '../../domain/correction.ts'
import type { Entitlement } from '../../domain/guarantee/guarantee.ts'
import type { RefusalReason } from '../../domain/guarantee/items.ts'
import type { Profile } from '../../domain/seeker.ts'
import { dayOf } from '../../domain/time.ts'
import type { GuaranteeReport } from '../../services/guarantees.ts'
import { offersShown, type OwnOffer, type OwnSeat } from '../../services/self.ts'
import { itemWords } from '../console/words.ts'
import { html, type Html } from '../console/html.ts'
import { newsBox, tap, type Frame, type News } from './home.ts'
import {
  dayWords,
  ownGuidanceWords,
  ownOfferWords,
  ownTrainingWords,
  questionWords,
  reasonWords,
  seatReasons,
  shortName,
} from './words.ts'

const back = ({ at }: Frame): Html => html`<a class="go link" href="${at}">返回</a>`

const reasons = (frame: Frame, fields: Readonly<Record<string, string>>, of: readonly RefusalReason[]): Html =>
  html`${of.map((reason) => tap(frame, reasonWords[reason], { ...fields, value: reason }, 'no'))}`

/** Why not this offer: one tap says it. */
export const declinePage = (frame: Frame, offer: OwnOffer): Html =>
  html`<h1>为什么不去?</h1>
    <div class="card">
      <h3>${offer.title}</h3>
      <p>${offer.employer} · ${offer.wage}</p>
    </div>
    <p>点一个原因就行，我们好给您换更合适的。</p>
    ${reasons(frame, { do: 'decline', item: offer.id }, Object.keys(reasonWords) as RefusalReason[])} ${back(frame)}`

/** Why not this class. */
export const giveBackPage = (frame: Frame, seat: OwnSeat): Html =>
  html`<h1>为什么不参加?</h1>
    <div class="card"><h3>${seat.title}</h3></div>
    <p>点一个原因就行，名额会让给别人。</p>
    ${reasons(frame, { do: 'give_back', item: seat.class }, seatReasons)} ${back(frame)}`

const said = (question: SelfQuestion, profile: Partial<Profile>): string => {
  const { choices, value } = questionWords[question]
  const answer = selfAnswer(question, profile)
  if (answer === undefined) return '还不知道'
  return choices[answer] ?? value?.(answer) ?? answer
}

/** Two answers are two buttons, of which only the other one is shown; more are a list to choose from. */
const answers = (frame: Frame, name: SelfQuestion, now: string | undefined): Html => {
  const { ask, choices } = questionWords[name]
  const options = selfChoices[name]
  if (options.length === 2)
    return html`${options
      .filter((one) => one !== now)
      .map((value) => tap(frame, `改成：${choices[value] ?? value}`, { do: 'correct', item: name, value }, 'no'))}`
  return html`<form method="post" action="${frame.at}">
    <input type="hidden" name="form" value="${frame.form}" />
    <input type="hidden" name="do" value="correct" />
    <input type="hidden" name="item" value="${name}" />
    <select name="value" aria-label="${ask}" required>
      <option value="">请选</option>
      ${options.filter((one) => one !== now).map((one) => html`<option value="${one}">${choices[one]}</option>`)}
    </select>
    <button class="no">改成这个</button>
  </form>`
}

const question = (frame: Frame, name: SelfQuestion, profile: Partial<Profile>): Html =>
  html`<div class="card">
    <h3>${questionWords[name].ask}</h3>
    <p>现在记的是:<span class="state">${said(name, profile)}</span></p>
    ${answers(frame, name, selfAnswer(name, profile))}
  </div>`

/** What is written down of the person, each thing to be mended by itself. */
export const factsPage = (frame: Frame, profile: Partial<Profile>, news: News): Html =>
  html`<h1>我的情况</h1>
    ${newsBox(frame, news)}
    <p>哪一条不对，就改哪一条。</p>
    ${Object.keys(selfChoices)
      .filter(isSelfQuestion)
      .map((one) => question(frame, one, profile))}
    <p class="soft">手机号、住址变了，请点首页的“请打电话给我”。</p>
    ${back(frame)}`

const standing = ({ status, owed, counted, item, dueAt }: Entitlement): Html => {
  const by = `${dayWords(dayOf(dueAt))}前`
  const unit = item === 'offers' ? '个' : '次'
  if (status === 'fulfilled') return html`<p class="state good">已经办好(${counted}${unit})</p>`
  if (status === 'waived') return html`<p class="state">您说了不要</p>`
  if (status === 'overdue') return html`<p class="state bad">晚了，还差${owed - counted}${unit}。已经催联络员。</p>`
  return html`<p class="state">应给您${owed}${unit}，已给${counted}${unit}。${by}给齐。</p>`
}

interface Line {
  readonly on: string
  readonly words: string
}

const linesOf = ({ guarantee }: GuaranteeReport, item: Entitlement['item']): readonly Line[] => {
  if (item === 'guidance')
    return guarantee.guidance.map((one) => ({ on: one.startsAt, words: ownGuidanceWords[one.state] }))
  if (item === 'training')
    return guarantee.training.map((one) => ({ on: one.startsAt, words: `${one.title}:${ownTrainingWords[one.state]}` }))
  return guarantee.offers
    .filter((one) => offersShown.has(one.state))
    .map((one) => ({
      on: one.evidence?.at ?? one.atSending?.at ?? guarantee.clockStartedAt,
      words: `${one.title}:${ownOfferWords[one.state] ?? ''}`,
    }))
}

const why = ({ reasons }: Entitlement, { words }: GuaranteeReport): Html => {
  // That there are too few is said above already.
  const said = reasons.filter((code) => !code.endsWith('.too_few')).map((code) => words[code]?.zh ?? '')
  return html`${said.length > 0 && html`<p class="soft">${said.join('；')}</p>`}`
}

/** The person's own ledger in plain words. */
export const ledgerPage = (frame: Frame, name: string, report: GuaranteeReport | undefined): Html =>
  html`<h1>都给我办了什么</h1>
    <p>${shortName(name)}${report !== undefined && html`,${report.guarantee.period}年`}</p>
    ${
      report === undefined
        ? html`<div class="card"><p>今年还没有记录。想找工作，请点首页的“请打电话给我”。</p></div>`
        : [report.view.offers, report.view.guidance, report.view.training].map(
            (one) =>
              html`<h2>${itemWords[one.item]}</h2>
                <div class="card">
                  ${standing(one)}
                  <ul class="why">
                    ${linesOf(report, one.item).map(
                      ({ on, words }) => html`<li>${words} <span class="soft">${dayWords(dayOf(on))}</span></li>`,
                    )}
                  </ul>
                  ${why(one, report)}
                </div>`,
          )
    }
    ${back(frame)}`

/** Stop or resume messages. */
export const messagesPage = (frame: Frame, stopped: boolean): Html =>
  stopped
    ? html`<h1>恢复发消息?</h1>
        <div class="card"><p>现在不给您发短信和微信。恢复以后，有合适的岗位会发消息告诉您。</p></div>
        ${tap(frame, '恢复发消息', { do: 'resume' })} ${back(frame)}`
    : html`<h1>不想收短信了?</h1>
        <div class="card">
          <p>停了以后，不再给您发短信和微信。</p>
          <p class="state good">三个岗位、一次指导、一次培训都照样给您。</p>
          <p>有事联络员会打电话，或者网格员上门告诉您。</p>
        </div>
        ${tap(frame, '不要再发', { do: 'stop' })} ${back(frame)}`
