import { peopleOfName } from './peoples.ts'
import { halfWidth } from './signs.ts'

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

interface Pattern {
  readonly rule: Offence['rule']
  readonly pattern: RegExp
  readonly article: string
}

const online = '《网络招聘服务管理规定》第十五条'
const sexArticle = `《就业促进法》第二十七条、${online}`
const ethnicityArticle = `《就业促进法》第二十八条、${online}`
const religionArticle = `《就业促进法》第三条、${online}`
const registrationArticle = `《就业促进法》第三十一条、${online}`

const only = '(?:仅限|只限|限定|限|只招聘?|只要|只收|仅招|招聘|招收|招|急需|需要|需|须|要求|(?<!主|重)要|诚聘|急聘|聘)'
const young = '(?:年轻|成年|已婚|未婚|单身|\\d{2}岁以?[上下内])?(?:的)?'
/** A word after 男 or 女 that makes it a ware, a room or a phrase instead of a person who is sought. */
const ware =
  '女|男|士?不限|性?(?:鞋|装|宝|包(?!装)|朋友|裤|衣|袜|厕|浴|科|裁|款|式|服(?!务)|内衣|用品|表|童)|生?(?:宿|寝|公寓|部)|子(?:学校|监|篮|足|排|健|会所)|性?(?:护理|健康|美容|养生|会所|保健)'
const women = `(?:男|女)(?!${ware})`
const people = `(?:${peopleOfName}|(?:回|汉|维吾尔|维|藏|蒙古|蒙|满|壮|苗|彝|朝鲜|哈萨克)民|(?:蒙|维)族|汉人|少数民族)`
const faith = '(?:宗教信仰|信教|信仰|穆斯林|伊斯兰教|佛教|基督教|信徒|教徒)'
const away = '(?:勿扰|免谈|除外|不要|不招|勿投|勿来|止步|谢绝|慎投)'
const region = '(?:外地|农村|移民|本地|城镇|城市|非农|本市|本区|本县|本村|[一-鿿]{2,3})'

/** Who may not be favoured or shut out, and how recruiters write it. */
const patterns: readonly Pattern[] = [
  {
    rule: 'sex',
    pattern: new RegExp(`${only}:?${young}${women}(?:性|生|士|工|孩|员工)?`, 'g'),
    article: sexArticle,
  },
  { rule: 'sex', pattern: new RegExp(`(?:男|女)(?:性|生|士|工|孩)?(?:优先|${away})`, 'g'), article: sexArticle },
  {
    rule: 'sex',
    pattern: new RegExp(
      `性别(?:要求|限制)?:?\\s{0,2}(?:为|限|仅限)?(?:男|女)(?!女|男|[/、,]\\s?[男女]|/|、|性?不限|士?均可)`,
      'g',
    ),
    article: sexArticle,
  },
  {
    // The bare form of hand-written notices: `女,18-35岁`, `男 45岁以下`, `女性 20-40周岁`.
    rule: 'sex',
    pattern:
      /(?<=^|[\s,。;、:|要求\d])(?:男|女)(?:性|生|士|工)?(?=[,、\s]{0,2}(?:年龄)?:?\d{2}(?:周?岁)?(?:-|~|至|到|—|周?岁|以[下内]))/g,
    article: sexArticle,
  },
  {
    // A clause of its own: `服务员,女,包吃住`.
    rule: 'sex',
    pattern: /(?<=^|[\s,。;:|])(?:男|女)(?:性|士|工)?(?=$|[\s,。;|])/g,
    article: sexArticle,
  },
  {
    // A title that names the sex: `女服务员`, `男护工两名`.
    rule: 'sex',
    pattern:
      /(?<=^|[\s,。;、:|])(?:男|女)(?:性)?(?=服务员|护工|护理员|保安|普工|司机|收银|导购|店员|员工|保洁|工人|工(?:\d|[一二两三四五六七八九十]|$)|技师|营业员|前台|文员|学徒|厨|按摩)/g,
    article: sexArticle,
  },
  {
    rule: 'sex',
    pattern:
      /(?:限|要求?|须|需|优先)(?:已婚已育|未婚|已婚|未育)|(?:已婚已育|未婚|已婚|已育)(?:者|女性|妇女)?优先|(?:一|两|二|三|几|\d)年内(?:不得|不能|不许|不准|不|无)(?:结婚|生育|怀孕|婚育|要孩子)/g,
    article: sexArticle,
  },
  {
    rule: 'ethnicity',
    pattern: new RegExp(
      `(?:${only}|不招|不要|谢绝|拒绝|除)${people}(?!饭|餐|食|菜|面点|小吃|村|乡|镇|团结|刺绣|服饰|舞|文化|语|风味|特色)(?:人|者|员工)?|${people}(?:人|者)?(?:优先|${away})|(?:白|黑|黄)(?:种)?人(?:优先|${away})`,
      'g',
    ),
    article: ethnicityArticle,
  },
  {
    rule: 'religion',
    pattern: new RegExp(
      `(?:仅限|只限|限|只招|只要|不招|不要|谢绝|拒绝|要求|须)(?:有|无|信奉?)?${faith}(?:者|人员)?|(?:无|有|不?信(?:奉)?)?${faith}者?(?:优先|${away})`,
      'g',
    ),
    article: religionArticle,
  },
  {
    rule: 'household_registration',
    pattern: new RegExp(
      `(?:仅限|只限|限|只招|只要|须|需|要求)(?:具有|有|是|为)?${region}户(?:口|籍)|${region}户(?:口|籍)(?:者|人员)?(?:优先|${away})|(?:外地人|外地|农村人|农民|移民户?|本地人)${away}|(?:仅限|只限|只招|只要|限)(?:本地|本村|本县|本区|本市)(?:人|居民)|不(?:招|要)(?:外地|农村|移民)(?:人|户)?`,
      'g',
    ),
    article: registrationArticle,
  },
  {
    rule: 'disability',
    pattern: new RegExp(`(?:不招|不要|谢绝|拒绝|不收)残疾(?:人|者)?|残疾人?${away}|(?:无|非)残疾(?:者)?(?:优先)?`, 'g'),
    article: '《就业促进法》第二十九条',
  },
  {
    rule: 'infection',
    pattern: new RegExp(
      `(?:不招|不要|谢绝|拒绝|限无)(?:乙肝|传染病)(?:病原|病毒)?(?:携带者?)?|乙肝(?:病毒)?(?:携带者?)?${away}|无乙肝`,
      'g',
    ),
    article: '《就业促进法》第三十条',
  },
]

/** Phrases that name a group without shutting anybody out; they are blanked before the rules read. */
const harmless =
  /男女不限|不限男女|男女[均都皆]可|男女老少|性别不限|不限性别|不分性别|男[、/]?女(?:各|均|都|不限|兼收|皆)|男(?:性|士|工)?[、/,和或及]\s?女(?:性|士|工)?(?!勿|免|止|不要|慎)|女(?:性|士|工)?[、/,和或及]\s?男(?:性|士|工)?(?!勿|免|止|不要|慎)|男女|民族不限|不限民族|各民族|户籍不限|不限户籍|不限户口|户口不限|女职工|女工(?:三期|保护|假|权益|委员)|三期女(?:职)?工|男女同工同酬|回汉双?灶|回民(?:食堂|灶|餐厅)|残疾人(?:优先|可|均可|也可|就业|补贴|证)|残疾(?:人)?不限/g

const blank = (found: string): string => '\u3000'.repeat(found.length)

/**
 * Finds wording that makes sex, ethnicity, religion, household registration, disability or infection a condition
 * (就业促进法 arts 3, 27–31; 网络招聘服务管理规定 art. 15). Reads the first 20,000 characters; ordered by place.
 */
export function discriminationIn(text: string): readonly Offence[] {
  const read = halfWidth(text.slice(0, textMax)).replace(harmless, blank)
  const found = patterns.flatMap(({ rule, pattern, article }) =>
    [...read.matchAll(pattern)].map((match) => ({
      rule,
      words: text.slice(match.index, match.index + match[0].length),
      start: match.index,
      end: match.index + match[0].length,
      article,
    })),
  )
  const reach = new Map<Offence['rule'], number>()
  return found
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((one) => {
      // A find that begins inside one of the same rule says nothing more.
      const isNew = one.start >= (reach.get(one.rule) ?? 0)
      if (isNew) reach.set(one.rule, one.end)
      return isNew
    })
}
