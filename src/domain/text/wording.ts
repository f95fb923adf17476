/** Words that a posting may not make a condition, where they stand, and the rule that forbids them. */
export interface Offence {
  readonly rule: 'sex' | 'ethnicity' | 'religion' | 'household_registration' | 'disability' | 'infection'
  readonly words: string
  /** First character, counted from 0. */
  readonly start: number
  /** After the last character. */
  readonly end: number
  readonly article: string
}

const textMax = 20_000

interface Rule {
  readonly rule: Offence['rule']
  readonly pattern: RegExp
  readonly article: string
}

const sexArticle = '《就业促进法》第二十七条、《网络招聘服务管理规定》第十六条'
const peoples = '回|汉|维吾尔|维|藏|蒙古|蒙|满|壮|苗|彝|朝鲜|哈萨克|东乡|撒拉|保安'

/** Who may not be favoured or shut out, and how recruiters write it. */
const rules: readonly Rule[] = [
  {
    rule: 'sex',
    pattern:
      /(?:限|仅限|只限|只招|只要|仅招|招|需|要求?)(?:聘)?(?:年轻|\d+岁以[上下])?(?:男|女)(?:性|生|士|工|孩|的)?(?!女|男|士?不限|鞋|装|宝|包|朋友|裤|衣|厕|浴|子学校|科|裁|款)/g,
    article: sexArticle,
  },
  { rule: 'sex', pattern: /(?:男|女)(?:性|生|士|工)?(?:优先|勿扰|免谈|不要|不招|勿投)/g, article: sexArticle },
  { rule: 'sex', pattern: /性别(?:要求)?[::]?\s*(?:为)?(?:男|女)(?!女|\/|、|不限|均可)/g, article: sexArticle },
  {
    rule: 'sex',
    pattern:
      /(?:限|要求?|须|需|优先)(?:已婚已育|未婚|已婚)|已婚已育(?:者)?优先|(?:两|二|三|几)年内(?:不得|不能|不许|不)(?:结婚|生育|怀孕)/g,
    article: sexArticle,
  },
  {
    rule: 'ethnicity',
    pattern: new RegExp(
      `(?:限|仅限|只限|只招|只要|不招|不要|谢绝|拒绝|除)(?:${peoples})(?:族)?(?:人|者|员工|勿扰)?(?!民饭|餐)|(?:${peoples})族(?:优先|勿扰|免谈|除外|不要|不招)|少数民族(?:勿扰|免谈|除外|不要|不招)`,
      'g',
    ),
    article: '《就业促进法》第二十八条',
  },
  {
    rule: 'religion',
    pattern:
      /(?:不招|不要|谢绝|拒绝|限|只招|仅限)(?:有|无)?(?:宗教)?(?:信仰|信教|穆斯林|信徒|教徒)(?:者|人员)?|(?:无|有)宗教信仰(?:者)?(?:优先|勿扰)|(?:穆斯林|信教者?)(?:勿扰|免谈|优先|除外)/g,
    article: '《就业促进法》第三条',
  },
  {
    rule: 'household_registration',
    pattern:
      /(?:限|仅限|只限|只招|只要|须|需|要求)(?:具有|有)?(?:本地|本市|本区|本县|城镇|城市|非农|农村|[一-鿿]{2,4}市?)户(?:口|籍)|(?:本地|城镇|非农|农村|外地)户(?:口|籍)(?:优先|勿扰|免谈|除外)|(?:外地人|农村人|移民户?)(?:勿扰|免谈|不要|不招)|不(?:招|要)(?:外地人|农村人|移民)/g,
    article: '《就业促进法》第三十一条',
  },
  {
    rule: 'disability',
    pattern: /(?:不招|不要|谢绝|拒绝)残疾(?:人|者)?|残疾人?(?:勿扰|免谈|除外)/g,
    article: '《就业促进法》第二十九条',
  },
  {
    rule: 'infection',
    pattern: /(?:不招|不要|谢绝|拒绝|限无)(?:乙肝|传染病)(?:病原)?(?:携带者?)?|乙肝(?:携带者?)?(?:勿扰|免谈|除外)/g,
    article: '《就业促进法》第三十条',
  },
]

/** Phrases that name a group without shutting anybody out; they are blanked before the rules read. */
const harmless =
  /男女不限|不限男女|男女均可|男女皆可|性别不限|不限性别|男、?女(?:各|均|都)|民族不限|不限民族|户籍不限|不限户籍|女职工(?:三期|特殊)?(?:保护|假)|三期女职工|男女同工同酬|回汉(?:双)?灶/g

const blank = (found: string): string => '\u3000'.repeat(found.length)

/**
 * Finds wording that makes sex, ethnicity, religion, household registration, disability or infection a condition
 * (就业促进法 arts 3, 26–31; 网络招聘服务管理规定 art. 16). Reads the first 20,000 characters; ordered by place.
 */
export function discriminationIn(text: string): readonly Offence[] {
  const read = text.slice(0, textMax).replace(harmless, blank)
  const found = rules.flatMap(({ rule, pattern, article }) =>
    [...read.matchAll(pattern)].map((match) => ({
      rule,
      words: text.slice(match.index, match.index + match[0].length),
      start: match.index,
      end: match.index + match[0].length,
      article,
    })),
  )
  return found
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((one, at, all) => !all.slice(0, at).some((before) => before.start <= one.start && before.end >= one.end))
}

/** An age line (18-45岁, 50岁以下); it refuses nothing by itself, a person looks at it. */
export function ageLineIn(text: string): { readonly min?: number; readonly max?: number } | undefined {
  const read = text.slice(0, textMax).normalize('NFKC')
  const span = /(\d{2})\s*(?:周?岁)?\s*(?:-|~|至|到|—)\s*(\d{2})\s*周?岁/.exec(read)
  if (span !== null) return { min: Number(span[1]), max: Number(span[2]) }
  const most = /(\d{2})\s*周?岁\s*(?:及)?(?:以下|以内|之内)|不超过\s*(\d{2})\s*周?岁/.exec(read)
  if (most !== null) return { max: Number(most[1] ?? most[2]) }
  const least = /(\d{2})\s*周?岁\s*(?:及)?以上|年满\s*(\d{2})\s*周?岁/.exec(read)
  const from = least === null ? undefined : Number(least[1] ?? least[2])
  // Grown-up by law is no age line.
  return from === undefined || from <= 18 ? undefined : { min: from }
}
