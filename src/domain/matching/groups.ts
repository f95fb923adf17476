import { peopleName, peopleOfName } from '../text/peoples.ts'

/** What carries a people's name and is a ware or a place: a dish or a village says what the work is. */
const ofPeople = '饭|餐|食|菜|面点|糕|茶|小吃|村|乡|镇|县|街|刺绣|服饰|舞|歌|乐|医|风味|特色'
const faiths =
  '穆斯林|伊斯兰教?徒?|基督教?徒?|佛教徒?|道教徒?|天主教徒?|信教(?:群众)?|信徒|教徒|信佛|信主|(?:有|无|没有)?宗教信仰|(?:有|无|没有)信仰'
const byEthnicity = `${peopleOfName}(?:人|群众|同胞)?(?!${ofPeople})|(?:回|汉|藏|维吾尔|蒙古)[民人](?!${ofPeople})|少数民族(?!${ofPeople})|${faiths}`
/** What a sex before it makes a ware, a kinship or a place of. */
const ofSex =
  '装|鞋|包|裤|衣|袜|裙|厕|浴|科|裁|款|式|服(?!务)|宝|儿|婿|友|朋友|童|婴|宿|寝|公寓|篮|足|排|监|子[篮足排监健]|病|主任|用品|保健'
const bySex = `[男女](?:性|士|的|人|生|方|同志|青年|工(?!作))?(?!${ofSex})|妇女(?!${ofSex})`
const alone = '小伙子?|姑娘|大姐|大嫂|大妈|大婶|大叔|大爷|老汉|汉子|爷们儿?|妇人|man|a man|men|lady|boy|girl'
const english =
  '(?:an? )?\\b(?:fe)?males?\\b|(?:an? )?\\bwom[ae]n\\b|\\bmuslims?\\b|\\bchristians?\\b|\\bbuddhists?\\b|\\bhui\\b|\\bhan chinese\\b'

const edge = '(?<=^|[\\s,.;:。!?、/|()是]|(?:本人|我|族|民|已婚|未婚|中年|年轻))'
const end = '(?=$|[\\s,.;:。!?、/|()])'
const lead = '(?:(?:本人|我)?(?:是|为)?(?:一?[个名位])?)?(?:性别|民族)?[:\\s]?(?:已婚|未婚|中年|老年|年轻)?'
const patterns = [
  new RegExp(`(?<!少数)(?:民族|族别)[:\\s]?${peopleName}族?${end}`, 'gu'),
  new RegExp(`${lead}(?:${byEthnicity})(?:的)?`, 'gu'),
  new RegExp(`${edge}${lead}(?:${bySex})(?:的)?`, 'gu'),
  new RegExp(`(?<![儿子孙侄美少男])[男女](?:的|性)?${end}`, 'gu'),
  new RegExp(`${edge}${lead}(?:${alone})${end}`, 'giu'),
  new RegExp(english, 'gi'),
]

/** My man and my woman are relatives, whose work is not the speaker's. */
const spouse = /([我俺咱])(?:男人|女人)/gu

/** A text in half-width characters without words for a sex, a people or a faith, which say nothing of work. */
export const withoutGroups = (text: string): string =>
  patterns.reduce((left, pattern) => left.replace(pattern, ' '), text.replace(spouse, '$1家里人'))
