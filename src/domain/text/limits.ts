import { clauseFeaturesOf, type ReadClause } from './context.ts'
import { createLinear, logistic } from './linear.ts'
import { withoutDoubled } from './negation.ts'
import type { LinearModel } from './tables.ts'

/** What a body cannot do, by the codes of the work demands that it rules out. */
const patterns: readonly (readonly [code: string, pattern: RegExp])[] = [
  [
    'heavy_lifting',
    /腰(?:板|杆子?|里|上|部)?(?:不好|疼|痛|有病|有伤|受过伤|不行|椎|间盘|坏|[闪扭]过?了?|直不起|弯不下|不得劲)|椎间盘|(?:腰|背|腿|胳膊|肩膀|脊椎|颈椎)[^,。]{0,3}(?:钢板|钢钉|手术)|刚(?:做|动)(?:完|了|过)?手术|(?:胳膊|肩膀|膀子|手腕子?)(?:疼|痛|受过伤|断过)|肩周炎|使不上(?:劲|力)|不能出力|出不[了上]力|疝气|冠心病|心梗|肚子里有娃|有身孕|有身子|(?:[扛搬抬背挑掂举挪抱]不(?:动|起)|提不(?:动|起(?!精神|兴趣|劲)))|干不动|(?:手|胳膊|身上|腰)[上里]?没(?:有)?(?:啥|什么)?(?:劲|力)|心脏(?:不好|不行|有病|有问题|病|[^,。不没]{0,3}(?:支架|搭桥|起搏器))|(?:^|我|现在|刚|正)(?:是)?怀孕(?!的|妇|期)|怀孕(?:了|[一二三四五六七八九十两几\d]+个?多?月)|怀着(?:孩子|娃|孕)|(?:重活|体力活|力气活|出力的?活|重东西|重物)[^,。]{0,6}(?:不了|不能|不行|不动|不成|干不|吃力)|(?:不能|干不了|做不了|搬不了|抬不动|搬不动|提不动|拿不动|不敢)[^,。]{0,4}(?:重|体力|沉)|没(?:有)?(?:啥|什么)?力气|力气小|(?:bad|sore) back|no heavy lifting|cannot lift|can't lift|pregnant|heart (?:disease|trouble|problem)/,
  ],
  [
    'night_work',
    /(?:不能|不上|不想上?|上不了|不愿意?上?|熬不了|没法上?|不值|值不了)[^,。]{0,3}(?:夜班|晚班|大夜|夜|倒班)|(?:夜班|晚班|大夜|倒班|三班倒)[^,。]{0,4}(?:不了|不行|不上|不能(?!少)|不干|不成|受不|顶不|吃不消|熬不)|熬夜(?:就)?[^,。]{0,3}(?:心慌|头疼|头晕|难受|受不|不行)|除[了过开去]?(?:夜班|晚班|大夜|倒班)(?!.{0,3}还)|(?:夜班|晚班|倒班)(?:以外|之外|除外)|(?:只能?上?|光能上|就想上)白班|熬不(?:住|动|得)?[^,。]{0,2}夜|夜[^,。]{0,2}熬不|不让(?:我|咱)?(?:上|干|值|熬)?(?:夜班|晚班|大夜|夜)|只(?:能|想)?(?:在|上|干)?白天|(?:晚上|晚夕|夜里|夜黑|黑里|黑了|天黑|半夜)(?:不能(?!闲|少|歇)|不行|没法|[上干来走出][^,。]{0,2}不(?:成|了|来|去|开)|不让|不方便|(?:娃|孩子?|老人)[^,。]{0,3}没人(?:管|看|带|照顾)|(?:还|就|都|也)?(?:要|得|离不开)(?:看|带|照顾|照看|接|陪|管|伺候|哄|喂|守)?[^,。]{0,2}(?:娃|孩|孙|老人|老汉|老的|病人|爹|妈|娘|婆婆|公公)|(?:还|就|都)?(?:要|得)(?:回家|回去|睡))|(?<![a-z])(?:days? (?:shifts? )?only|only days?(?: shifts?)?)(?![a-z])|no night|night shifts? (?:not|impossible)|cannot work nights|can't work nights/,
  ],
  [
    'long_standing',
    /(?:只能|光能|得)坐着[干做上]?|站[^,。不没]{0,2}(?:久|长)了?[^,。不没]{0,4}(?:疼|痛|肿|麻|抖)|(?:不能|不宜|没法)[^,。]{0,3}(?:久站|长(?:时间)?站|老站|一直站)|站不(?:住|了|久|动)|(?:腿|(?<![洗捏修按泡])脚|膝盖|腿脚)(?:上)?(?:瘸|跛|短|断过|浮?肿|有残|残疾|里有钢|不好|疼|痛|有病|有伤|不行|不方便|不利索|不便|不灵便?|不听使唤|不好使|关节炎)|膝盖[^,。]{0,3}(?:疼|痛|坏|不(?:好|行|成|中|得劲))|膝盖(?:是)?[换做动开]过|(?:bad|sore|weak) (?:knees?|legs?|feet|hips?)|瘸了?腿|股骨头|半月板|滑膜炎|小儿麻痹|痛风|风湿|静脉曲张|cannot stand|can't stand (?:long|for)|no standing/,
  ],
  [
    'heights',
    /恐高|怕高|晕高|畏高|(?:上|登|爬)了?高[^,。不没]{0,3}(?:抖|腿软|发软|晕|害怕)|(?:架子|梯子|房顶|楼顶|高处)(?:上不去|上不了|不敢上|爬不)|(?:不能|不敢|上不了|没法|爬不了)[^,。]{0,3}(?:登高|爬高|上高|高空|高处|架子)|高血压|血压(?:有点|有些|偏|比较|太|一直|老是?)?高|头[晕昏]|眩晕|美尼尔|梅尼埃|癫痫|羊癫疯|羊角风|epilepsy|(?:fear|afraid|scared) of heights|no heights/,
  ],
  [
    'dust_or_chemicals',
    /(?:粉尘|灰尘|尘土|扬尘|(?<![抹打和提拉石])灰|油漆|甲醛|农药|化学品?|油烟|气味|味道|(?<![香卷抽])烟)(?:大|重)?的?活?[^,。]{0,2}(?:过敏|起疹子|起疙瘩|受不(?:了|得)|不行|闻不[了得]|碰不[了得]|不能碰|[干做](?:不成|不了))|(?:怕|不能碰|[闻见受碰]不[了得]|不能闻)[^,。]{0,3}(?:粉尘|灰|油漆|甲醛|化工|农药|化学|油烟|气味)|对[^,。]{0,3}(?:粉尘|灰|油漆|甲醛|化工|农药|化学|油烟|气味)[^,。]{0,3}(?:过敏|受不|不行)|打药[^,。]{0,4}(?:疹子|疙瘩|过敏|恶心|头晕)|哮喘|[尘矽]肺|肺(?:上|里)?(?:不好|不行|有病|病|气肿|结核)|过敏性鼻炎|气管炎|asthma|allergic to (?:dust|chemicals|paint)/,
  ],
  [
    'cold_room',
    /怕[冷冻]|[见受]不[了得][冷冻凉]|[冷冻]不得|老寒腿|冷过敏|(?:冷库|冻库|冷冻|凉水|冷水)[^,。]{0,4}(?:不了|不行|不能|受不|不住|不得|不成)|(?:不能|进不了|不敢)[^,。]{0,3}(?:冷库|冻库|受凉|沾凉|沾冷)|cannot stand the cold|no cold/,
  ],
  [
    'fine_eyesight',
    /(?:眼睛?|视力|眼神)[^,。]{0,2}(?:不好(?!看)|花|差|不行|不中|看不清|不济|模糊|不得劲)|一只[^,。]{0,3}(?:看不[见清]|失明|瞎)|看不清(?:小?字|针|线|细)|色[盲弱]|老花|白内障|青光眼|(?:高度|深度|严重)近视|近视[^,。]{0,2}(?:[五六七八九]百|千|[5-9]\d\d|\d{4})|(?:一只|一个|左|右|单)眼睛?[^,。]{0,3}(?:看不[见清到]|失明|瞎)|blind in one eye|poor eyesight|bad eyes/,
  ],
]

const ailment =
  '(?:高血压|血压高|糖尿病|腰椎间盘突出|腰间盘突出|颈椎病|肩周炎|冠心病|疝气|风湿病?|关节炎|腰椎|颈椎|腰间盘|腰疼|腰痛|腿疼|哮喘|气管炎|尘肺|心脏病|癫痫|羊癫疯|恐高|晕高|头[晕昏]|眩晕|美尼尔|梅尼埃|静脉曲张|近视|老花|白内障|过敏)'
const kin = '(?:爸|妈|爹|娘|婆婆|公公|老公|媳妇|老伴|男人|儿子|女儿|孙子|娃|孩子|老人|老汉)'

/** What only sounds like a limit: 不怕高, 没有高血压和风湿, 腰不疼, 不是不能上夜班, another person's ailment. */
const denied = new RegExp(
  [
    `(?:没有?|无|不是?|从不)(?:得过?|患过?|犯过?)?(?:啥|什么|任何|怎么|咋|太|很)?${ailment}(?:(?:[、和或跟与及]|或者|也没有?)${ailment})*`,
    '不(?:怎么|太|咋)?(?:怕|疼|痛|花|晕|喘|酸|麻)[高冷黑累灰]?',
    `(?:^|[我俺咱家])${kin}[^,。]{0,2}(?:${ailment}|腰|腿|膝盖|心脏|眼睛?|血压|肺)`,
    '对[^,。]{1,8}不过敏',
    '(?:照顾|伺候|护理|看护|照看)(?:过[^,。]{0,10}老人|[^,。]{0,10}(?:病人|患者))',
    '[^,。]{0,6}的(?:牛|羊|猪|马|驴|鸡|狗)',
    '老花镜',
    '[^,。看]{0,8}(?:医生|医师)',
    `${ailment}的?(?:老人|病人|患者|婆婆|公公|老汉|孩子|娃|(?<=病)人)`,
    "(?:not|never|no|n't) (?:at all )?(?:afraid|scared|fear) of [a-z]+",
    "(?:not|never|no|without|don't have|do not have) (?:have |had )?(?:a |any )?(?:bad|sore|weak|asthma|epilepsy|heart|allergic|pregnant)(?: [a-z]+)?",
  ].join('|'),
  'g',
)
const recovery =
  /(?:都|已经?|早就?|也|就|现在|如今|后来)?(?<![没不])(?:治好|看好|养好|全好|好利索|痊愈|恢复|好)了(?![点些一])|(?:现在|已经|早就|如今)(?:没事|不疼|不犯)/
const wellAgain = new RegExp(
  `^(?:现在|如今|后来|早|已经?|目前|这两年|这几年|去年)?(?:都|已经?|早就?|也|就)?(?:${recovery.source})`,
)

/** 以前腰疼现在好了: what was is over. */
const isOver = (clause: string): boolean =>
  /(?:以前|过去|原来|早年|[得有做动]过)|(?<![没不])(?:[看治养]好了|好利索|痊愈)(?![点些一])/.test(clause) &&
  recovery.test(clause)

/** True when a clause says that what the clause before it named is over. */
export const isRecovery = (clause: string): boolean => wellAgain.test(clause)

const codesIn = (clause: string): string[] =>
  patterns.filter(([, pattern]) => pattern.test(clause)).map(([code]) => code)

/** Codes of the work demands that one clause rules out. */
export function limitsOf(clause: string): string[] {
  const holds = withoutDoubled(clause).replace(denied, '_')
  return isOver(holds) ? [] : codesIn(holds)
}

/** What the rules say of the limits of a clause among others: the codes, `not:` before those that are denied or over. */
export function limitRulesOf(clauses: readonly Pick<ReadClause, 'clause'>[], at: number): readonly string[] {
  const { clause } = clauses[at]!
  const held = isRecovery(clauses[at + 1]?.clause ?? '') ? [] : limitsOf(clause)
  return [...held, ...codesIn(clause).flatMap((code) => (held.includes(code) ? [] : `not:${code}`))]
}

/** The limits that are read, in the order of the learned model's labels. */
export const limitCodes: readonly string[] = patterns.map(([code]) => code)

/** How sure the learned model must be of a limit: less where the rules see it as well, more where they see it denied. */
const sureFrom = { seen: 0.15, unseen: 0.4, denied: 0.75 }

/** Reads the limits of a clause among others; `rules` are those that the rules see. */
export type LimitReader = (clauses: readonly ReadClause[], at: number, rules: readonly string[]) => readonly string[]

/** A reader over the learned model; `directionOf` is where a clause points among the words of work. */
export function createLimitReader(model: LinearModel, directionOf: (clause: string) => Float32Array): LimitReader {
  const read = createLinear(model)
  return (clauses, at, rules) => {
    const sums = read(clauseFeaturesOf(clauses, at, rules), directionOf(clauses[at]!.clause))
    return limitCodes.filter((code, label) => {
      const known = rules.includes(code) ? 'seen' : rules.includes(`not:${code}`) ? 'denied' : 'unseen'
      return logistic(sums[label]!) >= sureFrom[known]
    })
  }
}
