/** What a body cannot do, by the codes of the work demands that it rules out. */
const patterns: readonly (readonly [code: string, pattern: RegExp])[] = [
  [
    'heavy_lifting',
    /腰(?:不好|疼|痛|有病|有伤|受过伤|不行|椎|间盘|坏)|(?:重活|体力活|力气活|出力的?活|重东西|重物)[^,。]{0,6}(?:不了|不能|不行|不动|不成|干不|吃力)|(?:不能|干不了|做不了|搬不了|抬不动|搬不动|提不动|拿不动|不敢)[^,。]{0,4}(?:重|体力|沉)|没(?:有)?(?:啥|什么)?力气|力气小|(?:bad|sore) back|no heavy lifting|cannot lift|can't lift/,
  ],
  [
    'night_work',
    /(?:不能|不上|不想上?|上不了|不愿意?上?|熬不了|没法上?|不值|值不了)[^,。]{0,3}(?:夜班|晚班|大夜|夜|倒班)|(?:夜班|晚班|大夜|倒班)[^,。]{0,4}(?:不了|不行|不上|不能|不干|不成|受不)|(?:只能?上?|光能上|就想上)白班|晚上(?:不能|不行|没法|要|得)|no night|night shifts? (?:not|impossible)|cannot work nights|can't work nights/,
  ],
  [
    'long_standing',
    /(?:不能|不宜|没法)[^,。]{0,3}(?:久站|长(?:时间)?站|老站|一直站)|站不(?:住|了|久|动)|(?:腿|脚|膝盖|腿脚)(?:不好|疼|痛|有病|有伤|不行|不方便|不利索|不便|关节炎)|膝盖[^,。]{0,3}(?:疼|痛|坏|不)|风湿|静脉曲张|cannot stand|can't stand (?:long|for)|no standing/,
  ],
  [
    'heights',
    /恐高|怕高|(?:不能|不敢|上不了|没法|爬不了)[^,。]{0,3}(?:登高|爬高|上高|高空|高处|架子)|高血压|头晕|afraid of heights|no heights/,
  ],
  [
    'dust_or_chemicals',
    /(?:粉尘|灰尘|灰|油漆|农药|化学品?|油烟|气味|味道|烟)[^,。]{0,2}(?:过敏|受不了|不行|闻不了|不能碰)|(?:对|怕|不能碰|闻不了|不能闻)[^,。]{0,3}(?:粉尘|灰尘|油漆|化工|农药|化学|油烟|气味)|哮喘|尘肺|肺不好|气管炎|asthma|allergic to (?:dust|chemicals|paint)/,
  ],
  [
    'cold_room',
    /怕冷|受不了冷|(?:冷库|冷冻|凉水|冷水)[^,。]{0,4}(?:不了|不行|不能|受不)|(?:不能|进不了|不敢)[^,。]{0,3}(?:冷库|冻库|受凉|沾凉|沾冷)|cannot stand the cold|no cold/,
  ],
  [
    'fine_eyesight',
    /(?:眼睛?|视力|眼神)[^,。]{0,2}(?:不好|花|差|不行|看不清|不济|模糊)|老花|白内障|poor eyesight|bad eyes/,
  ],
]

/** Codes of the work demands that one clause rules out. */
export function limitsOf(clause: string): string[] {
  return patterns.filter(([, pattern]) => pattern.test(clause)).map(([code]) => code)
}
