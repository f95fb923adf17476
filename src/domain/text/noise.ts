/** Words of job advertisements that say nothing about the work itself. */
const noise =
  /急聘|急需|急缺|长期招聘?|大量招聘?|火热|热招|诚邀|聘用|附近|周边|诚聘|高薪|招聘(?!专员|经理|主管|师|顾问|助理|hr|实习|负责|岗|官|人员|运营)|(?<=^|\s)招(?!聘|商|生|标|投|呼|待|租|工|揽|募|牌)|直招|急招|双休|单休|五险一金|六险一金|五险|六险|包食宿|管食宿|管吃管?住|管住|有食宿|有社保|缴?五险|包吃包?住|包吃|包住|提供住宿|不加班|不出差|日结|周结|月结|月薪|底薪|年薪|待遇优厚|待遇优|接受小白|可小白|零基础|无经验|就近分配|就近安排|朝九晚[五六]|长白班|可兼职|诚招|欢迎|上市公司|周末|无责|高提成|提成|全职|校招|社招|工作轻松|上班地点自由|上班时间自由|\d+\s?[名人位](?!员|事|力|才|工|像|寿|社|参)|若干[名人]?|(?<![a-z+])\+|j\d{4,}/g
const brackets = /[(（[【][^)）\]】]{0,60}[)）\]】]/g
const bracketSigns = /[()（）[\]【】]/g
const figures = /(?<![a-z])\d(?:[\d.\-~wk万千元+]|\/(?:[月天日年]|小?时)?)*(?![a-z])/g
const hiring = /招聘(?!专员|经理|主管|师|顾问|助理|hr|实习|负责|岗|官|人员|运营)(.{2,})/

/** Longest title that is cleaned; a longer text is taken as it stands. */
export const titleLengthMax = 80

/** A normalised title without advertising, brackets and figures; the text itself when nothing else would be left. */
export function cleanTitle(text: string): string {
  if (text.length > titleLengthMax) return text
  const open = text.replace(brackets, ' ').trim()
  let core = bareOf(open).length >= 2 ? open : text.replace(bracketSigns, ' ')
  const advert = hiring.exec(core)
  if (advert?.[1] !== undefined && advert.index <= 12) core = advert[1]
  const bare = bareOf(core)
  return bare.length < 2 ? text : bare
}

const bareOf = (text: string): string =>
  text
    .replace(noise, ' ')
    .replace(figures, ' ')
    .replace(/[\s!·|~,]+/g, ' ')
    .trim()

const speech =
  /(?<![社协工总议宴晚年机大])会(?![计展议员务所籍销])|过(?![磅程滤滤敏户秤])|了|我|想|着|没|懂|不|(?<![智节性技功产职储热])能(?![源耗力效])|给|都|[一二三两四五六七八九十几\d]+年|有[abc][123]|以前|家里|帮(?!厨)/

/** True when a text is spoken about oneself ("绑过两年架子") rather than a title: its skills then say more than its spelling. */
export function isSpoken(text: string): boolean {
  return speech.test(cleanTitle(text))
}
