const not = '(?:不|未|没有?|无|暂不|暂无|不予|无法)'
const gives = '(?:能|再|予)?(?:提供|供|包|管|含|安排|负责|解决|配备|设)'
const kind = '(?:任何|免费|员工|集体|统一)?'
const denial = (names: string): string =>
  `${not}${gives}${kind}(?:${names})(?!补|费|限)|(?:没有?|无|暂无)(?:任何|免费|员工|集体)?(?:${names})(?!补|费|限|要求)`
const selfCare = (names: string): string =>
  `(?:${names})(?:费用?)?(?:需|须|请)?(?:自理|自费|自备|自行解决|自己解决|不包|不管|不含|不提供|不负责)|自(?:行|己)?(?:解决|安排|理)(?:${names})`

const noLodging = new RegExp(
  `${denial('食宿|吃住|吃、?住|住宿|宿舍|住处|住房|地方住')}|${not}${gives}住(?!院)|${selfCare('食宿|吃住|住宿|住')}`,
)
const lodgingGiven =
  /包(?:食宿|吃住|住|吃包住|吃、?住)|管(?:吃管?)?住|(?:提供|安排|免费|有|可)[^,。;|\s不]{0,4}(?:食宿|吃住|住宿|宿舍|车住)(?!补|补贴|补助)|可住宿|吃住全包|吃住免费/
const noMeals = new RegExp(
  `${denial('食宿|吃住|[一二两三]餐|工作餐|[早中午晚][餐饭]|餐饮|伙食|食堂')}|${not}${gives}(?:吃|饭|餐(?!补))|${selfCare('食宿|吃住|伙食|[早中午晚]?[餐饭]|吃饭')}`,
)
const mealsGiven =
  /包(?:食宿|吃|住包?吃|[一二两三]?餐|[早中午晚]餐|[早中午晚]饭|伙食)|管(?:吃|(?:[一二两三]顿)?饭|[一二两三]餐|[早中午晚]饭)|(?:提供|免费|有)[^,。;|\s不]{0,4}(?:食宿|工作餐|[早中午晚]餐|吃住|三餐)|餐补|餐饮补贴|吃住全包|厂内食堂|员工食堂/

const givenOrNot = (text: string, denied: RegExp, given: RegExp): boolean | undefined =>
  denied.test(text) ? false : given.test(text) ? true : undefined

/** Whether a half-width text gives lodging and meals; undefined where it does not say. */
export const boardIn = (
  text: string,
): { readonly lodging: boolean | undefined; readonly meals: boolean | undefined } => ({
  lodging: givenOrNot(text, noLodging, lodgingGiven),
  meals: givenOrNot(text, noMeals, mealsGiven),
})
