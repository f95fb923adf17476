import type { OwnCalledOff, OwnMatters, OwnOffer, OwnSeat, OwnSlot } from '../../services/self.ts'
import { html, type Content, type Html } from '../console/html.ts'
import {
  dayWords,
  meetWords,
  momentWords,
  reasonWords,
  shiftWords,
  shortName,
  toldWords,
  wrongSaid,
  type Told,
} from './words.ts'

/** What every page is made with: where its forms go and the id that they carry. */
export interface Frame {
  /** `/s/<token>` */
  readonly at: string
  readonly form: string
}

/** A form of one button; the id of the form makes a double tap one act. */
export const tap = (
  { at, form }: Frame,
  label: string,
  fields: Readonly<Record<string, string>>,
  look: '' | 'no' | 'link' = '',
): Html =>
  html`<form method="post" action="${at}">
    <input type="hidden" name="form" value="${form}" />
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="${look}">${label}</button>
  </form>`

const go = (href: string, label: string, look: 'no' | 'link'): Html =>
  html`<a class="go ${look}" href="${href}">${label}</a>`

const stateWords = ({ state, open, refusal }: OwnOffer): Html => {
  if (state === 'accepted')
    return html`<p class="state good">您说了：愿意去</p>
      ${!open && html`<p class="state bad">这个岗位现在不招人了。叫您去的，照去；没有叫的，不用去了。</p>`}`
  if (state === 'declined')
    return html`<p class="state">您说了：不去${refusal !== undefined && html`(${reasonWords[refusal]})`}</p>`
  if (state === 'hired') return html`<p class="state good">您已经在这里上班了</p>`
  if (state === 'not_hired') return html`<p class="state">这次没有录用</p>`
  if (!open) return html`<p class="state bad">这个岗位不招人了</p>`
  return html`<p class="soft">您还没有答复</p>`
}

const benefits = ({ shifts, lodging, meals }: OwnOffer): string =>
  [
    ...shifts.map((one) => shiftWords[one]),
    ...(meals === true ? ['管吃'] : []),
    ...(lodging === true ? ['管住'] : lodging === false ? ['不管住'] : []),
  ].join('、')

const mayAccept = ({ state, open }: OwnOffer): boolean =>
  open && (state === 'sent' || state === 'delivered' || state === 'lapsed')
const mayDecline = (offer: OwnOffer): boolean => mayAccept(offer) || offer.state === 'accepted'

const offerCard = (frame: Frame, offer: OwnOffer): Html => {
  const more = benefits(offer)
  const isAccepted = offer.state === 'accepted'
  return html`<div class="card">
    <h3>${offer.title}</h3>
    <p class="pay">${offer.wage}</p>
    <p>${offer.employer}<br />地点：${offer.place}${more !== '' && html`<br />${more}`}</p>
    ${
      offer.reasons.length > 0 &&
      html`<p class="soft">为什么推荐给您:</p>
        <ul class="why">
          ${offer.reasons.slice(0, 4).map((one) => html`<li>${one}</li>`)}
        </ul>`
    }
    ${
      offer.against.length > 0 &&
      html`<p class="soft">您要想一想:</p>
        <ul class="why">
          ${offer.against.slice(0, 2).map((one) => html`<li>${one}</li>`)}
        </ul>`
    }
    ${stateWords(offer)} ${mayAccept(offer) && tap(frame, '我愿意去', { do: 'accept', item: offer.id })}
    ${mayDecline(offer) && go(`${frame.at}/no/${offer.id}`, isAccepted ? '改主意，不去了' : '我不去', 'no')}
  </div>`
}

const slotWords = (slot: OwnSlot): Html =>
  html`<h3>${momentWords(slot.startsAt)}</h3>
    <p>${slot.mode === 'phone' ? '到时候给您打电话' : `${slot.placeName}，${meetWords[slot.mode]}`}</p>`

const guidance = (frame: Frame, { booked, held, open }: OwnMatters): Html => {
  if (held) return html`<div class="card"><p class="state good">职业指导已经做过了</p></div>`
  if (booked !== undefined)
    return html`<div class="card">
      <p class="state good">已约好</p>
      ${slotWords(booked)} ${tap(frame, '来不了，取消', { do: 'cancel', item: booked.slot }, 'no')}
    </div>`
  if (open.length === 0) return html`<div class="card"><p>现在没有空的时间。有了会告诉您，不用再来问。</p></div>`
  return html`<p>挑一个您有空的时间:</p>
    ${open.map((slot) => html`<div class="card">${slotWords(slot)} ${tap(frame, '约这个时间', { do: 'book', item: slot.slot })}</div>`)}`
}

const seatCard = (frame: Frame, seat: OwnSeat): Html => {
  const { state, class: item } = seat
  return html`<div class="card">
    <h3>${seat.title}</h3>
    <p>${momentWords(seat.startsAt)}开班<br />${dayWords(seat.endsOn)}结束<br />地点：${seat.placeName}<br />不收钱</p>
    ${state === 'held' && html`<p class="soft">名额给您留到${momentWords(seat.holdUntil)}</p>`}
    ${state === 'confirmed' && html`<p class="state good">您说了：参加</p>`}
    ${state === 'given_back' && html`<p class="state">这个名额现在没有留给您</p>`}
    ${state === 'begun' && html`<p class="state">已经开班</p>`}
    ${state === 'held' && tap(frame, '我参加', { do: 'keep', item })}
    ${(state === 'held' || state === 'confirmed') && go(`${frame.at}/give/${item}`, state === 'held' ? '我不参加' : '来不了，让出名额', 'no')}
    ${seat.canReturn && tap(frame, '还想参加，再要回来', { do: 'take_again', item }, 'no')}
  </div>`
}

/** What they might still come for, and what follows. */
const offCards = ({ calledOff }: OwnMatters, item: OwnCalledOff['item']): readonly Html[] =>
  calledOff
    .filter((one) => one.item === item)
    .map(
      ({ title, startsAt }) =>
        html`<div class="card">
          <p class="state bad">${momentWords(startsAt)}的${title ?? '职业指导'}取消了，请不要去</p>
          <p class="soft">${item === 'guidance' ? '我们会另约时间' : '有合适的班会再给您留名额'}，您不用做什么。</p>
        </div>`,
    )

/** What was just done, and the way back where there is one. */
export interface News {
  readonly told?: Told
  readonly item?: string
  readonly wrong?: string
}

const undo = (frame: Frame, { told, item }: News): Content => {
  if (told === 'stop') return tap(frame, '点错了，还要收消息', { do: 'resume' }, 'no')
  if (told === 'resume') return tap(frame, '点错了，不要发', { do: 'stop' }, 'no')
  if (item === undefined) return undefined
  if (told === 'book') return tap(frame, '点错了，取消', { do: 'cancel', item }, 'no')
  if (told === 'cancel') return tap(frame, '点错了，还是这个时间', { do: 'book', item }, 'no')
  if (told === 'accept') return go(`${frame.at}/no/${item}`, '点错了，不去', 'no')
  if (told === 'keep') return go(`${frame.at}/give/${item}`, '点错了，不参加', 'no')
  if (told === 'give_back') return tap(frame, '点错了，还要参加', { do: 'take_again', item }, 'no')
  if (told === 'correct') return go(`${frame.at}/me`, '点错了，再改一次', 'no')
  return undefined
}

/** The words on what was just done, over every page. */
export const newsBox = (frame: Frame, news: News): Content => {
  const wrong = news.wrong === undefined ? undefined : wrongSaid(news.wrong)
  if (wrong !== undefined) return html`<div class="told no" role="alert"><p>${wrong}</p></div>`
  if (news.told === undefined) return undefined
  return html`<div class="told" role="status">
    <p>${toldWords[news.told]}</p>
    ${undo(frame, news)}
  </div>`
}

const rank: Readonly<Record<string, number>> = { sent: 0, delivered: 0, lapsed: 1, accepted: 2, hired: 2 }

/** The first page: offers, guidance, training, and the ways on. */
export const homePage = (
  frame: Frame,
  person: { readonly name: string; readonly stopped: boolean },
  matters: OwnMatters,
  news: News,
): Html => {
  const offers = [...matters.offers].sort((a, b) => (rank[a.state] ?? 3) - (rank[b.state] ?? 3))
  return html`<h1>${shortName(person.name)}，您好</h1>
    ${newsBox(frame, news)}
    <h2>给您推荐的岗位</h2>
    ${
      offers.length === 0
        ? html`<div class="card"><p>现在还没有。找到合适的会马上告诉您。</p></div>`
        : offers.map((one) => offerCard(frame, one))
    }
    <h2>一次职业指导</h2>
    <p class="soft">有人帮您看看干什么合适、怎么找。</p>
    ${offCards(matters, 'guidance')} ${guidance(frame, matters)}
    <h2>一次免费培训</h2>
    ${offCards(matters, 'training')}
    ${
      matters.seats.length === 0
        ? html`<div class="card">
            <p>${matters.trained ? '培训名额已经给过您了。' : '现在还没有合适的班。有了会给您留名额。'}</p>
          </div>`
        : matters.seats.map((one) => seatCard(frame, one))
    }
    <h2>别的事</h2>
    ${tap(frame, '请打电话给我', { do: 'help' }, 'link')} ${go(`${frame.at}/me`, '我的情况有变', 'link')}
    ${go(`${frame.at}/ledger`, '都给我办了什么', 'link')}
    ${go(`${frame.at}/messages`, person.stopped ? '恢复发消息' : '不想收短信了', 'link')}`
}
