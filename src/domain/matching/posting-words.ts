import { cleanTitle } from '../text/noise.ts'
import { inOneForm } from '../text/signs.ts'

const dutyLengthMax = 80
/** So many alternatives of a title count: who names more kinds of work names none. */
const alternativesMax = 3

/** True for work that leads others: one who never led has not done it, though the trade is the same. */
export const isLead = (text: string): boolean =>
  /(?:厨师|行政总厨|护士|车间|班组?|组|队|店|园|校|院|科|处|部|厂|站|场)长(?!期|白|夜|工|沙|安|城|江|春|途)|主管|经理|总监|主任|负责人|领班|带班|厨头|总厨|manager|supervisor|head |director|foreman/i.test(
    text,
  )

const vague =
  /^(?:急聘|急招|高薪|诚聘|招聘|附近|直招|包吃住|\s)*(?:普工|杂工|工人|员工|职工|临时工|小时工|日结工?|操作工|学徒工?|勤杂工?|工作人员|若干|不限|一线员工|生产工人?)[0-9若干名人()\s]*$/

/** True for a title that does not say what the work is. */
export const isVagueTitle = (title: string): boolean => vague.test(title.normalize('NFKC').trim())

const alternatives = new RegExp(
  `^(?:[^/、,;|]+[/、,;|]+){${alternativesMax - 1}}[^/、,;|]+|^(?:\\p{Script=Han}+ ){${alternativesMax - 1}}\\p{Script=Han}+`,
  'u',
)

/** The work that a title names: in half width, without advertising, the first alternatives of many. */
export function workNamed(title: string): string {
  const clean = cleanTitle(title.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
  return alternatives.exec(clean)?.[0] ?? clean
}

const termsClause =
  /工资|月薪|底薪|薪|元|千|班次|倒班|白班|夜班|包吃|包住|管饭|管吃|食宿|住宿|午饭|招\s*\d|\d+\s*[人名岁]|人数|学历|文化|年龄|福利|社保|保险|待遇|经验|电话|联系|微信|地址|上班时间|工作时间|休息|双休|奖|补贴|补助|面议|要求:|优先|健康|吃苦|责任心/

/** What a posting says of the work itself, without terms and conditions; empty when it says nothing. */
export function dutyOf(text: string): string {
  const clauses = inOneForm(text, 2_000)
    .split(/[。;\n!]+/)
    .map((clause) =>
      clause.replace(/^\s*(?:工作内容|岗位职责|岗位描述|职责|内容|任职):\s*|^\s*\d+[、.)]\s*/g, '').trim(),
    )
    .filter((clause) => clause !== '' && !termsClause.test(clause))
  let found = ''
  for (const clause of clauses) {
    if (found !== '' && found.length + clause.length > dutyLengthMax) break
    found += `${found === '' ? '' : '。'}${clause.slice(0, dutyLengthMax)}`
  }
  return found
}
