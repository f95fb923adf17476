import { isAnything, isNoWish } from './non-wishes.ts'

/** What a text says of work: what is left when all that it turns down is taken out, and what it turns down. */
export interface Turned {
  /** Parts that a list parts. */
  readonly left: readonly string[]
  /** Work that the person does not want, as a name or a doing. */
  readonly unwanted: readonly string[]
  /** True where all other work will do. */
  readonly takesRest: boolean
}

const emphasis = '(?:我|再也|坚决|绝对|现在|以后|今后|已经|实在|真的?|就|可|也|都|决|从此|反正|一直)*'
/** Doings that any work may have; the others say what the work is (开大车, 带孩子). */
const anyDoing = /^(?:干|做|当|去|搞|从事|找|碰|进|到|在|是)/
const doing = '(?:干|做|当|去|搞|从事|找|碰|进|到|在|开|带|看|跑|种|养)'
const will = '(?:(?:太|怎么|是很|很)?(?:想|愿意?|打算|准备|考虑|喜欢|爱|接受|要|再)(?:再|继续|去)*)'
/** 不要求, 上不去: no refusals. */
const no = '(?<![上下进出过回开搬拿爬听看来])不(?!要求|要紧|在乎|在意|看重|到|开玩笑|是)'
const unwilling = new RegExp(
  `^(.*?)${emphasis}(?:${no}${will}|(?:拒绝|讨厌|懒得|谢绝|别(?=${doing}|给|让|安排|介绍|推荐))(?:给|让|安排|介绍|推荐|我|再)*|${no}(?=${doing}))(${doing}?)(.*)$`,
  'u',
)
const englishUnwilling =
  /^(?:i\s)?(?:(?:do not|don't|will not|won't)\s(?:want|like|wish)(?:\sto)?(?:\s(?:do|work(?:\sas)?|be))?|(?:do not|don't|won't|will not)\s(?:do|work\sas)|no more|not)\s(?:an?\s)?(.+)$/i
const excepted =
  /(?:除了?|除开|除去)([^,。;]+?)(?:以外|之外|外)?[,\s]*(?:我|其[他它]|别的|什么|啥|其余|剩下|哪样|活儿?|工作|的)*(?:都|也?全)(?:行|可以|能|干|做|成|中|愿意?|接受|考虑|没问题)+/
const englishExcepted = /any(?:thing|\s(?:job|work))?\s(?:but|except|other than)\s(?:an?\s)?([^,.;]+)/i
const setAside = /^(.+?)(?:除外|免谈|就算了|算了吧?)$/

const ends =
  /(?:了|的|吧|啊|呢|呀|哦|这一?行|那一?行|这(?:种|类|个)|那(?:种|类|个)|之类|一类|方面|等等?|工作|活儿?|职业|岗位)+$/
const past =
  /^(?:我|以前|原来|之前|过去|从前|曾经?|年轻时?|早先|一直|在)*(?:(?:干|做|当|搞|从事)(?:过|了|着)?(?:[一二两三四五六七八九十几好多半\d]+(?:来|多)?(?:年|个月)多?的?)?)?/

/** The bare name of work: without what a sentence wraps it in; nothing where only conditions of work are left. */
function workIn(words: string): readonly string[] {
  const bare = words
    .replace(/^(?:再|的|什么|任何|那种|这种|了)+/, '')
    .replace(ends, '')
    .trim()
  const parts = bare.split(/[和跟及或与]者?|还有/).map((one) => one.trim())
  const named = parts.every((one) => one.length >= 2) ? parts : [bare]
  return named.filter((one) => one !== '' && !isNoWish(one) && !isAnything(one))
}

/** `verb` and object as one doing; a verb that any work may have is left out where the object says enough. */
function done(verb: string, object: string): string {
  const whole = verb + object
  const bare = whole.replace(new RegExp(`${anyDoing.source}+`), '')
  return bare.replace(ends, '').length > 1 ? bare : whole
}

interface TurnedClause {
  readonly left: string
  readonly unwanted: readonly string[]
  /** True where it speaks of the clause before it. */
  readonly takesBefore: boolean
}

/** What a clause turns down and what of it is left; undefined where it turns nothing down. */
function turnedIn(clause: string, before: string | undefined): TurnedClause | undefined {
  const aside = setAside.exec(clause)
  if (aside?.[1] !== undefined) return { left: '', unwanted: workIn(aside[1]), takesBefore: false }
  const english = englishUnwilling.exec(clause)
  if (english?.[1] !== undefined) return { left: '', unwanted: workIn(english[1]), takesBefore: false }
  const found = unwilling.exec(clause)
  if (found === null) return undefined
  const [, head = '', verb = '', tail = ''] = found
  const after = /^(?:了|的|吧|啊)*/.exec(tail)?.[0] ?? ''
  const object = tail.slice(after.length)
  const isClosed = tail === after || after !== ''
  if (isClosed && head !== '') return { left: object, unwanted: workIn(done(verb, head)), takesBefore: false }
  if (isClosed)
    return { left: object, unwanted: before === undefined ? [] : workIn(before.replace(past, '')), takesBefore: true }
  const [, turned = object, instead = ''] = /^(.+?)了((?:想|要|打算|准备|愿意).+)$/.exec(object) ?? []
  return { left: head + instead, unwanted: workIn(done(verb, turned)), takesBefore: false }
}

const clauseEnds = /[,.。;!?…]+|(?<=.)(?:但是|不过|可是|就是|只是|但)(?=.)/u

interface TurnedPart {
  readonly left: string
  readonly unwanted: readonly string[]
  /** True where the list may go on with what its last clause turns down. */
  readonly goesOn: boolean
}

/** One part of a list: its clauses, each on its own. */
function turnedPart(part: string): TurnedPart {
  const kept: string[] = []
  const unwanted: string[] = []
  let goesOn = false
  const clauses = part.split(clauseEnds).flatMap((one) => one.trim() || [])
  for (const clause of clauses) {
    const found = turnedIn(clause, kept[kept.length - 1])
    goesOn = found?.left === '' && found.unwanted.length > 0
    if (found === undefined) {
      kept.push(clause)
      continue
    }
    if (found.takesBefore && found.unwanted.length > 0) kept.pop()
    if (found.left !== '') kept.push(found.left)
    unwanted.push(...found.unwanted)
  }
  const isWhole = kept.length === clauses.length && kept.every((one, at) => one === clauses[at])
  return { left: isWhole ? part : kept.join(','), unwanted, goesOn }
}

/** A name that stands alone in a list goes on with what was turned down before it: 不想干保洁、保安. */
const isBareName = (part: string): boolean => part.length <= 6 && !/[想会能要可愿过行干做当都,]/.test(part)

/** Reads a text of a person, in half-width characters. */
export function turnedDown(text: string): Turned {
  const left: string[] = []
  const unwanted: string[] = []
  let takesRest = false
  const rest = [excepted, englishExcepted].reduce((words, pattern) => {
    const found = pattern.exec(words)
    if (found?.[1] === undefined) return words
    takesRest = true
    unwanted.push(...found[1].split(/[、/]/).flatMap(workIn))
    return words.replace(found[0], '')
  }, text)
  for (const list of rest.split(/[/;|\n]+/)) {
    let goesOn = false
    for (const part of list.split('、')) {
      const plain = part.replace(/^[\s,.。!?:~\-—]+|[\s,.。!?:~\-—]+$/g, '')
      if (plain === '') continue
      const found: TurnedPart =
        goesOn && isBareName(plain) ? { left: '', unwanted: workIn(plain), goesOn } : turnedPart(plain)
      goesOn = found.goesOn
      if (found.left !== '') left.push(found.left)
      unwanted.push(...found.unwanted)
    }
  }
  return { left, unwanted, takesRest }
}
