/** Words of job advertisements that say nothing about the work itself. */
const noise =
  /急聘|诚聘|高薪|招聘|直招|急招|双休|单休|五险一金|六险一金|五险|六险|包食宿|包吃包?住|包吃|包住|提供住宿|不加班|不出差|日结|周结|月结|月薪|底薪|年薪|待遇优厚|待遇优|接受小白|可小白|零基础|无经验|就近分配|就近安排|朝九晚[五六]|长白班|可兼职|诚招|欢迎|上市公司|周末|无责|高提成|提成|全职|校招|社招|工作轻松|上班地点自由|上班时间自由|j\d{4,}/g
const brackets = /[(（[【][^)）\]】]{0,60}[)）\]】]/g
const figures = /\d[\d.\-~wk万千元+/]*/g
const hiring = /招聘(?!专员|经理|主管|师|顾问|助理|hr|实习|负责|岗|官|人员|运营)(.{2,})/

/** Longest title that is cleaned; a longer text is taken as it stands. */
export const titleLengthMax = 80

/** A normalised title without advertising, brackets and figures; the text itself when nothing else would be left. */
export function cleanTitle(text: string): string {
  if (text.length > titleLengthMax) return text
  const open = text.replace(brackets, ' ').trim()
  let core = open.length >= 2 ? open : text
  const advert = hiring.exec(core)
  if (advert?.[1] !== undefined && advert.index <= 12) core = advert[1]
  const bare = core.replace(noise, ' ').replace(figures, ' ').replace(/\s+/g, ' ').trim()
  return bare === '' ? text : bare
}

const speech =
  /(?<![社协工总议宴晚年机大])会(?![计展议员务所籍销])|过(?![磅程滤滤敏户秤])|了|我|想|着|没|懂|不|(?<![智节性技功产职储热])能(?![源耗力效])|给|都|[一二三两四五六七八九十几\d]+年|有[abc][123]|以前|家里|帮(?!厨)/

/** True when a text is spoken about oneself ("绑过两年架子") rather than a title: its skills then say more than its spelling. */
export function isSpoken(text: string): boolean {
  return speech.test(cleanTitle(text))
}
