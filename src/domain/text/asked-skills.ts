import type { SkillWanted } from '../posting.ts'

const skillsMax = 8

/** 会 that ends another word (机会, 工会, 委员会), or that no skill follows. */
const notAfter = '(?<![社机工商协聚大年晚学不宴集展博例体约理董监基总领误都将就]|委员|事)'
const can = `${notAfter}会(?!计|议|所|员|展|场|馆|务|籍|费|客|址|长|谈|面|诊|审|合|同|有|被|给|让|对|不|在|按|为|因|根据|提供|安排|组织|进行|定期|及时|优先)`
const verbs = `${can}|熟练(?!工|度|者)(?:使用|操作|掌握)?|熟悉|掌握|能独立|懂(?!得|事|礼)`
/** A skill ends before the next one: 会用导航会骑电动车. */
const next = `会(?!计|议|展|务)`
const asked = new RegExp(
  `(?:${verbs})((?:(?!${next}|优先|的优|者优)[一-鿿A-Za-z]){2,10}?)((?:者|的)?优先|技术|操作|即可|(?=会)|[,。;、|!:/+().\\d\\s]|$)`,
  'g',
)
const mustBefore = /(?:必须|必需|务必|一定要|须)(?:得|要|能)?$/

/** The skills that a half-width text asks for; required where it says that it must be. */
export const skillsIn = (text: string): readonly SkillWanted[] =>
  [...text.matchAll(asked)].slice(0, skillsMax).map((match) => {
    const [whole, words = '', behind = ''] = match
    const isMust = whole.startsWith('熟练') || mustBefore.test(text.slice(Math.max(0, match.index - 6), match.index))
    return { text: words, required: isMust && !behind.includes('优先') }
  })
