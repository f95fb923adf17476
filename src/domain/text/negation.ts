/** How a stretch of a clause stands to what it names: denied, a document no longer good, or only meant to come. */
export type Standing = 'refused' | 'lost' | 'planned'

/** A stretch of a clause, and the words of it that name the thing. */
export interface Scope {
  readonly start: number
  readonly end: number
  readonly standing: Standing
  readonly about: string
}

const clauseEnds = /([,.;!?。…\n]|但是|不过(?![敏去来关期夜])|可是|就是|(?<!不)但|(?<![a-z])but(?![a-z]))/
/** 除了开车,啥都会 is one statement in spite of its comma. */
const exceptComma = /(除[了过开去]?[^,。;]{1,20}|[^,。;](?:以外|之外)),(?=啥|什么|别的|其[他它]|哪样|样样|剩下|都)/g

/** A clause and the sign or word that ends it, nothing where the text ends. */
export interface Clause {
  readonly clause: string
  readonly sign: string
}

/** The clauses of a normalised text. */
export function clausesOf(text: string): Clause[] {
  const parts = text.replace(exceptComma, '$1').split(clauseEnds)
  return parts.flatMap((part, at) => {
    const clause = part.trim()
    return at % 2 === 1 || clause === '' ? [] : [{ clause, sign: parts[at + 1]?.slice(0, 1) ?? '' }]
  })
}

/** Negations that deny nothing: 不是不会, 谁说我不会, 会不会, 啥活没干过. */
const doubled =
  /(?:不是|不能|没有我?|谁说(?:我|咱|俺)?|(?:谁|哪个)还?|哪能|咋能|怎么会?)(?:不|没)(?:太会|会|能|懂|想|愿意?|敢|上|干|做)|(?:不是|谁说(?:我|咱|俺)?|哪能|咋能)没有?|(会|能|行|想|要|有)[不没]\1|(?:啥|什么|哪样|哪个)[^,。都也]{0,3}没(?:干|做|见|开)过/g

/** A clause of the same length in which negations that deny nothing are blank. */
export const withoutDoubled = (clause: string): string => clause.replace(doubled, (found) => '_'.repeat(found.length))

/** A negation that stands before what it denies. */
const before =
  /(?:再也不|从来不|不再|不(?:太|大|咋|怎么)?会|不懂|不擅长|没干过|没做过|没学过|没开过|(?<!(?:[几多好半一两二三四五六七八九十\d][年月天])|个月|久|没[日明黑])没有?|别(?:让|叫|派)我?去?|不能|不敢|不想|不愿意?|不肯|不做|不干|(?<![过意出回进上下])不去|不要|不喜欢|做不了|干不了|(?<![a-z])(?:can(?:no|')?t|cannot|do not|don't|never|without|not able to|no)(?![a-z]))(?!\s?(?:问题|关系|要求|毛病|得说|限制|怕|少|experience|problem|trouble|过期|到期|丢|麻[达哒]|嘛达|啥?(?:说的|难的?|事(?![业故]))|的说|断过|闲|办法|[日明黑]没))\s?/g

const verbs =
  '(?:操作|鼓捣|摆弄|用|踩|开|考|拿|办|干|弄|做|使|修|学|碰|去|当|打|搞|整|换|补|领|取|有|来|接|跑|带|练|摸|试|审)'
const complements = '(?:到手|下来|出来|明白|上|到|成|来|过|了|着|好|完|下|会|通|懂|熟|惯|起)?'
const particles = '(?:了|的|呢|啊|呀|嘛)*\\s?$'
/** A negation that closes a statement: its object stands in front, behind it comes a bare verb at most. */
const unable = new RegExp(
  `(?<=.)(?:(?:不(?:太|大|咋|怎么)?会|不懂|没有|没|未)${verbs}?${complements}|${verbs}不(?:了|来|成|动|好|上|到|下来))${particles}`,
)
const unwilling = new RegExp(
  `(?<=.)(?:(?:不敢|不能|不想|不愿意?|不肯|不爱)再?${verbs}?${complements}|(?<!要)不再?[干做去碰当接跑要学弄搞考开带]|(?:[养种喂卖焊洗送受]|${verbs})(?:够|怕了|伤了|烦|腻)|[干开做跑]?腻)${particles}`,
)
/** Words that close a statement even when more follows. */
const after =
  /(?<=.)(?:不(?:太|大|咋|怎么)?会|不懂|不行|干不了|做不了|做不来|干不来|弄不了|学不会|没学过|没干过|没做过|还没考|没考)/
/** 会开车没修过 denies nothing that it names. */
const able = /^[^不没]{0,3}(?:会(?![计议务员所馆展])|能|可以|有)./

/** A document that was good once. */
const lost =
  /(?:(?<!\d[年月日号]|明年|后年|下个?月|年底|[没未不快要])过期|(?:已经?|早就?|去年|前年|上个?月)到期|(?<!\d[年月日号]|[没未不快要])到期了|(?<!没)(?:被|给|让|叫)[^,。没]{0,4}(?:扣|收走|收了)(?!过?.{0,3}分)|扣掉|收掉|没收|找不[见到着]|不见了|丢了|丢掉|弄丢|吊销|注销|作废|失效|收走了|撕了|(?<!not )expired)(?!.{0,30}(?:补|又办|重办|新办))/

/** A thing that is yet to be learned or taken: 想学, 准备考, 正在办. */
const planned =
  /(?:想要?|打算|准备|计划|愿意|正在?|还在|在|要|报名|报了名|以后|将来)(?:再|去|来|着)?(?:学(?![校生院徒会过了历员])|考(?![过了上取到出完试勤])|(?:正在|在|准备|打算|想|要)办(?=[^公事]{0,8}证))|(?:想|准备|打算|正在|要|能|可以|愿意|随时)(?:去)?(?:补?办|换)(?=[^,。]{0,8}证)|(?:要是|如果|假如|等)(?:我|俺)?(?:能)?(?:有了?|会了?|考上|考下|拿到|办好)|(?<![a-z])(?:want(?:s|ing)? to (?:get|learn)|plan(?:s|ning)? to|learning to|studying for)(?![a-z])/
/** The same behind its object: 电工证正在考, 健康证在办. */
const plannedAfter =
  /(?<=.)(?:想|打算|准备|计划|正在?|还在|在|要|等着|可以|(?<!不)能|愿意|马上|明[天年]|过两天|随时)就?(?:去|来)?(?:能|可以)?(?:考|补?办|学)(?:着|理|理中|呢|了)*$|(?<=.)(?:考|办|学)(?:着呢|理中|着)$/

/** 除了开车啥都会, 保洁以外都可以: all but the one that is named. */
const exceptFor =
  /^(?:[^除]{0,4}除[了过开去]?)?([^,。]{1,20}?)(?:以外|之外)?(?:啥|什么|别的|其[他它]的?|哪样|样样|剩下的)?(?:活|工作)?(?:都|也都)(?:可以|行|会|能|成|愿意|干|中|没问题|好说)/

/** 除了开车啥都不会: the named one is all that they can do. */
const exceptNothing =
  /^.{0,4}除[了过开去]?[^,。]{1,20}?(?:都|也|活)?(?:不会|不懂|不行|不能|没[干做学]过|[干做]不[了来])/

/** Where a person turns from what is denied to what holds, as in 不会修车会开车. */
const turns =
  /(?<![不没未学机社体开误太咋智功性阳节职技才可])(?:只|就|倒|还|也|却|光)?(?:会(?![计议员所馆场展]|务(?!农))|能(?![源力])|可以|(?<!没)有(?=[abc][1-4]|[^有没]{1,8}[证照]))/g

/** 没干过电焊干过木工: what was done stands behind what was not. */
const doneTurns = /(?<=没(?:有)?[干做开学修养种喂当跑带踩焊]过[^,。没]{1,12})[干做开学修养种喂当跑带踩焊]过/g

/** Where a clause may turn from what is denied or not possible to what holds. */
export const turnsOf = (clause: string): number[] => [...clause.matchAll(turns)].map((found) => found.index)

/** Stretches of a clause that end where it turns from what is denied to what holds. */
function piecesOf(clause: string): { start: number; end: number }[] {
  const denials = [...clause.matchAll(before)].map((found) => found.index + found[0].length)
  const pieces: { start: number; end: number }[] = []
  let start = 0
  let next = 0
  const found = [...clause.matchAll(turns), ...clause.matchAll(doneTurns)].sort((a, b) => a.index - b.index)
  for (const turn of found) {
    while (next < denials.length && denials[next]! <= start) next++
    if (next >= denials.length) break
    // 没学过也能开 has its object behind the turn: what is denied is the learning alone.
    if (denials[next]! > turn.index || (denials[next] === turn.index && !/^[也却]/.test(turn[0]))) continue
    pieces.push({ start, end: turn.index })
    start = turn.index
  }
  pieces.push({ start, end: clause.length })
  return pieces
}

/** Where the object of a closing negation begins: in 会做饭、电脑不会 behind the last thing that is claimed. */
const objectFrom = (piece: string): number =>
  able.test(piece) && !/[都全]/.test(piece) ? piece.lastIndexOf('、') + 1 : 0

/** What a negation covers in a piece: all behind one that stands before, or all before one that closes. */
function refusalIn(piece: string): Omit<Scope, 'standing'> | undefined {
  const tail = piece.slice(-24)
  const start = objectFrom(piece)
  const closing = unwilling.exec(tail) ?? (start === 0 && able.test(piece) ? null : unable.exec(tail))
  if (closing !== null)
    return { start, end: piece.length, about: piece.slice(start, piece.length - tail.length + closing.index) }
  const first = [...piece.matchAll(before)].find((found) => found.index + found[0].length < piece.length)
  if (first !== undefined)
    return { start: first.index, end: piece.length, about: piece.slice(first.index + first[0].length) }
  const behind = after.exec(piece.slice(0, 64))
  return behind === null ? undefined : { start, end: piece.length, about: piece.slice(start, behind.index) }
}

function exceptionIn(clause: string): Scope | undefined {
  const found = /除|以外|之外/.test(clause) ? exceptFor.exec(clause) : null
  const about = found?.[1]
  if (found === null || about === undefined) return undefined
  const start = found[0].indexOf(about)
  return { start, end: start + about.length, standing: 'refused', about }
}

const planIn = (piece: string): Omit<Scope, 'standing'> | undefined => {
  const closing = plannedAfter.exec(piece.slice(-24))
  if (closing !== null) return { start: 0, end: piece.length, about: piece }
  const found = planned.exec(piece)
  return found === null ? undefined : { start: found.index, end: piece.length, about: piece.slice(found.index) }
}

/** The stretches of a clause that do not simply hold, from left to right. */
export function scopesOf(spoken: string): Scope[] {
  const exception = exceptionIn(spoken)
  if (exception !== undefined) return [exception]
  if (exceptNothing.test(spoken)) return []
  const clause = withoutDoubled(spoken)
  return piecesOf(clause).flatMap(({ start, end }) => {
    const piece = clause.slice(start, end)
    const moved = (scope: Omit<Scope, 'standing'> | undefined, standing: Standing): Scope[] =>
      scope === undefined ? [] : [{ ...scope, start: start + scope.start, end: start + scope.end, standing }]
    if (lost.test(piece)) return moved({ start: 0, end: piece.length, about: piece }, 'lost')
    const refused = moved(refusalIn(piece), 'refused')
    return refused.length > 0 ? refused : moved(planIn(piece), 'planned')
  })
}

/** A clause with the stretches of it that do not simply hold. */
export interface Statement extends Clause {
  readonly scopes: readonly Scope[]
}

const document = /[证照]|(?<![a-z0-9])[abc][1-4](?![0-9])|licen[cs]e|certificate/
/** Says alone that the document named before is not there or does not count: 焊工证考了,还没下来. */
const notThere =
  /^(?:我|还|也|就|都|一直|到现在|后来|结果|早就?|已经|现在|去年|前年){0,3}(?:没(?:有)?(?:考|拿|办|领|发|过|下|批|通过|年审|审|换)(?:上|到手|到|下来|过|来|成|证|手)?|过期|到期|丢|失效|作废|(?:被|叫|让|给)[^没不]{0,4}[扣收]|吊销|注销)(?:了|呢|哩|掉|掉了)?$/
/** Says alone that it was had anew: 健康证过期了,又补办了. */
const hadAnew =
  /^(?=.{0,6}(?:又|重新|新|补|换|刚|已|续))[^没不想要证照]{0,6}(?:补办|办|考|换|领|补|续)(?:了|好|上|下来|到|过)[^没不证照]{0,4}$/

/** The scopes of a clause about a document in the light of the clause behind it. */
function seenFrom(clause: string, scopes: readonly Scope[], next: string): readonly Scope[] {
  if (!document.test(clause)) return scopes
  if (hadAnew.test(next)) return scopes.filter((scope) => scope.standing !== 'lost')
  if (scopes.length > 0 || !notThere.test(next)) return scopes
  return [{ start: 0, end: clause.length, standing: 'lost', about: clause }]
}

/** The clauses of a text, each with what does not hold of it by the rules; `split` may part a clause further. */
export function statementsOf(text: string, split = (clause: string): readonly string[] => [clause]): Statement[] {
  const clauses = clausesOf(text).flatMap(({ clause, sign }) => {
    const parts = split(clause)
    return parts.map((part, at): Clause => ({ clause: part, sign: at === parts.length - 1 ? sign : '' }))
  })
  return clauses.map(({ clause, sign }, at) => {
    const scopes = scopesOf(clause.toLowerCase())
    return { clause, sign, scopes: seenFrom(clause.toLowerCase(), scopes, clauses[at + 1]?.clause ?? '') }
  })
}
