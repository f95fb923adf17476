import { withoutDoubled } from './negation.ts'

/** What a body cannot do, by the codes of the work demands that it rules out. */
const patterns: readonly (readonly [code: string, pattern: RegExp])[] = [
  [
    'heavy_lifting',
    /腰(?:不好|疼|痛|有病|有伤|受过伤|不行|椎|间盘|坏)|(?:腰|背|腿|胳膊|肩膀|脊椎|颈椎)[^,。]{0,3}(?:钢板|钢钉|手术)|(?:[扛搬抬背挑掂举挪抱]不(?:动|起)|提不(?:动|起(?!精神|兴趣|劲)))|干不动|(?:手|胳膊|身上|腰)[上里]?没(?:有)?(?:啥|什么)?(?:劲|力)|心脏(?:不好|不行|有病|有问题|病|[^,。不没]{0,3}(?:支架|搭桥|起搏器))|(?:^|我|现在|刚|正)(?:是)?怀孕(?!的|妇|期)|怀孕(?:了|[一二三四五六七八九十两几\d]+个?多?月)|怀着(?:孩子|娃|孕)|(?:重活|体力活|力气活|出力的?活|重东西|重物)[^,。]{0,6}(?:不了|不能|不行|不动|不成|干不|吃力)|(?:不能|干不了|做不了|搬不了|抬不动|搬不动|提不动|拿不动|不敢)[^,。]{0,4}(?:重|体力|沉)|没(?:有)?(?:啥|什么)?力气|力气小|(?:bad|sore) back|no heavy lifting|cannot lift|can't lift|pregnant|heart (?:disease|trouble|problem)/,
  ],
  [
    'night_work',
    /(?:不能|不上|不想上?|上不了|不愿意?上?|熬不了|没法上?|不值|值不了)[^,。]{0,3}(?:夜班|晚班|大夜|夜|倒班)|(?:夜班|晚班|大夜|倒班)[^,。]{0,4}(?:不了|不行|不上|不能(?!少)|不干|不成|受不)|(?:只能?上?|光能上|就想上)白班|熬不(?:住|动|得)?[^,。]{0,2}夜|夜[^,。]{0,2}熬不|不让(?:我|咱)?(?:上|干|值|熬)?(?:夜班|晚班|大夜|夜)|只(?:能|想)?(?:在|上|干)?白天|(?:晚上|夜里|黑里|黑了|半夜)(?:不能(?!闲|少|歇)|不行|没法|[上干来走出][^,。]{0,2}不(?:成|了|来)|不让|(?:还|就|都|也)?(?:要|得|离不开)(?:看|带|照顾|照看|接|陪|管|伺候|哄|喂|守)?[^,。]{0,2}(?:娃|孩|孙|老人|老汉|病人|爹|妈|娘|婆婆|公公)|(?:还|就|都)?(?:要|得)(?:回家|回去|睡))|no night|night shifts? (?:not|impossible)|cannot work nights|can't work nights/,
  ],
  [
    'long_standing',
    /(?:不能|不宜|没法)[^,。]{0,3}(?:久站|长(?:时间)?站|老站|一直站)|站不(?:住|了|久|动)|(?:腿|脚|膝盖|腿脚)(?:不好|疼|痛|有病|有伤|不行|不方便|不利索|不便|不灵便?|不听使唤|不好使|关节炎)|膝盖[^,。]{0,3}(?:疼|痛|坏|不(?:好|行|成|中|得劲))|膝盖(?:是)?[换做动开]过|(?:bad|sore|weak) (?:knees?|legs?|feet|hips?)|风湿|静脉曲张|cannot stand|can't stand (?:long|for)|no standing/,
  ],
  [
    'heights',
    /恐高|怕高|(?:不能|不敢|上不了|没法|爬不了)[^,。]{0,3}(?:登高|爬高|上高|高空|高处|架子)|高血压|血压(?:有点|有些|偏|比较|太|一直|老是?)?高|头晕|眩晕|癫痫|羊癫疯|羊角风|epilepsy|(?:fear|afraid|scared) of heights|no heights/,
  ],
  [
    'dust_or_chemicals',
    /(?:粉尘|灰尘|灰|油漆|甲醛|农药|化学品?|油烟|气味|味道|烟)[^,。]{0,2}(?:过敏|受不(?:了|得)|不行|闻不[了得]|碰不[了得]|不能碰|[干做](?:不成|不了))|(?:对|怕|不能碰|[闻见受碰]不[了得]|不能闻)[^,。]{0,3}(?:粉尘|灰|油漆|甲醛|化工|农药|化学|油烟|气味)|哮喘|尘肺|肺不好|气管炎|asthma|allergic to (?:dust|chemicals|paint)/,
  ],
  [
    'cold_room',
    /怕冷|受不了冷|(?:冷库|冷冻|凉水|冷水)[^,。]{0,4}(?:不了|不行|不能|受不)|(?:不能|进不了|不敢)[^,。]{0,3}(?:冷库|冻库|受凉|沾凉|沾冷)|cannot stand the cold|no cold/,
  ],
  [
    'fine_eyesight',
    /(?:眼睛?|视力|眼神)[^,。]{0,2}(?:不好|花|差|不行|看不清|不济|模糊)|老花|白内障|青光眼|(?:高度|深度|严重)近视|近视[^,。]{0,2}(?:[五六七八九]百|千|[5-9]\d\d|\d{4})|(?:一只|一个|左|右|单)眼睛?[^,。]{0,3}(?:看不[见清到]|失明|瞎)|blind in one eye|poor eyesight|bad eyes/,
  ],
]

const ailment =
  '(?:高血压|血压高|风湿|关节炎|腰椎|颈椎|腰间盘|腰疼|腰痛|腿疼|哮喘|气管炎|尘肺|心脏病|癫痫|恐高|头晕|眩晕|静脉曲张|近视|老花|白内障|过敏)'
const kin = '(?:爸|妈|爹|娘|婆婆|公公|老公|媳妇|老伴|男人|儿子|女儿|孙子|娃|孩子|老人|老汉)'

/** What only sounds like a limit: 不怕高, 没有高血压和风湿, 腰不疼, 不是不能上夜班, another person's ailment. */
const denied = new RegExp(
  [
    `(?:没有?|无|不是?|从不)(?:得过?|患过?|犯过?)?(?:啥|什么|任何|怎么|咋|太|很)?${ailment}(?:(?:[、和或跟与及]|或者|也没有?)${ailment})*`,
    '不(?:怎么|太|咋)?(?:怕|疼|痛|花|晕|喘|酸|麻)[高冷黑累灰]?',
    `(?:^|[我俺咱家])${kin}[^,。]{0,2}(?:${ailment}|腰|腿|膝盖|心脏|眼睛?|血压|肺)`,
    '对[^,。]{1,8}不过敏',
    `${ailment}的?(?:老人|病人|患者|婆婆|公公|老汉|孩子|娃|(?<=病)人)`,
    "(?:not|never|no|n't) (?:at all )?(?:afraid|scared|fear) of [a-z]+",
    "(?:not|never|no|without|don't have|do not have) (?:have |had )?(?:a |any )?(?:bad|sore|weak|asthma|epilepsy|heart|allergic)(?: [a-z]+)?",
  ].join('|'),
  'g',
)
const recovery =
  /(?:都|已经?|早就?|也|就|现在|如今|后来)?(?<![没不])(?:治好|看好|养好|全好|好利索|痊愈|恢复|好)了(?![点些一])|(?:现在|已经|早就|如今)(?:没事|不疼|不犯)/
const wellAgain = new RegExp(
  `^(?:现在|如今|后来|早|已经?|目前|这两年|这几年|去年)?(?:都|已经?|早就?|也|就)?(?:${recovery.source})`,
)

/** 以前腰疼现在好了: what was is over. */
const isOver = (clause: string): boolean => /以前|过去|原来|早年|[得有做动]过/.test(clause) && recovery.test(clause)

/** True when a clause says that what the clause before it named is over. */
export const isRecovery = (clause: string): boolean => wellAgain.test(clause)

/** Codes of the work demands that one clause rules out. */
export function limitsOf(clause: string): string[] {
  const holds = withoutDoubled(clause).replace(denied, '_')
  if (isOver(holds)) return []
  return patterns.filter(([, pattern]) => pattern.test(holds)).map(([code]) => code)
}
