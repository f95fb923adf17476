import { describe, expect, it } from 'vitest'
import { loadTextTables } from '../../../src/data/text/tables.ts'
import { createTextEngine, type ConceptHit } from '../../../src/domain/text/text.ts'

const engine = createTextEngine(loadTextTables())
const ids = (hits: readonly ConceptHit[]): string[] => hits.map((hit) => hit.concept)

describe('what a sentence denies', () => {
  it.each([
    ['电脑不会用', 'skill/computer'],
    ['缝纫机不会踩', 'skill/sewing'],
    ['电工证没有', 'cert/low-voltage'],
    ['电工证没考上', 'cert/low-voltage'],
    ['驾照没拿到', 'cert/c1'],
    ['驾照还没考', 'cert/c1'],
    ['驾照没考下来', 'cert/c1'],
    ['驾照考不上', 'cert/c1'],
    ['C1没有', 'cert/c1'],
    ['会计证没有', 'cert/accounting'],
    ['C1还没拿', 'cert/c1'],
    ['健康证没办', 'cert/health'],
    ['保洁不干', 'skill/cleaning'],
    ['保安不想干', 'skill/guard'],
    ['工地不去', 'skill/site-labour'],
    ['装卸不行，别的都行', 'skill/loading'],
    ['不敢杀鸡，能摘菜', 'skill/slaughter'],
    ['再也不开大车了', 'skill/truck-driving'],
    ['开大车开够了', 'skill/truck-driving'],
    ['保洁不干了', 'skill/cleaning'],
    ['不带孩子', 'skill/infant-care'],
    ['除了开车啥都会', 'skill/car-driving'],
    ['除了开车，别的都行', 'skill/car-driving'],
    ['保洁以外都可以', 'skill/cleaning'],
    ['除过做饭别的都能成', 'skill/home-cooking'],
    ['养羊养够了', 'skill/sheep'],
    ['带娃带怕了', 'skill/infant-care'],
    ['电脑不大会', 'skill/computer'],
    ['别让我去工地', 'skill/site-labour'],
    ['驾照被扣了', 'cert/c1'],
    ['驾照找不见了', 'cert/c1'],
    ['焊工证考了，还没下来', 'cert/welder'],
    ['电工证考过，没考上', 'cert/low-voltage'],
  ])('is refused, wherever the negation stands: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.refused)).toContain(concept)
    expect(ids([...reading.skills, ...reading.certificates])).not.toContain(concept)
  })

  it.each(['保洁不干', '电脑不会用', '腰不好', '腰不好，重活干不了', '工地不去，保安不想干'])(
    'names no work where nothing else is said: %s',
    (text) => {
      expect(engine.read(text).occupations).toEqual([])
    },
  )

  it.each([
    ['不会修车会开车', 'skill/car-driving', 'skill/car-repair'],
    ['不会电脑会打字', 'skill/data-entry', 'skill/computer'],
    ['不会做饭只会洗碗', 'skill/kitchen-help', 'skill/home-cooking'],
    ['会开车不会修车', 'skill/car-driving', 'skill/car-repair'],
    ['会做饭、电脑不会', 'skill/home-cooking', 'skill/computer'],
    ['no driving license but can cook', 'skill/home-cooking', 'cert/c1'],
    ['没干过电焊干过木工', 'skill/carpentry', 'skill/welding'],
  ])('ends where the person turns to what they can do: %s', (text, claimed, refused) => {
    const reading = engine.read(text)
    expect(ids(reading.skills)).toContain(claimed)
    expect(ids(reading.skills)).not.toContain(refused)
    expect(ids(reading.refused)).toEqual([refused])
  })

  it.each([
    ['不是不会做饭', 'skill/home-cooking'],
    ['谁说我不会开装载机', 'skill/loader'],
    ['会开车没修过', 'skill/car-driving'],
    ['开车没出过事', 'skill/car-driving'],
    ['除了开车还会修车', 'skill/car-driving'],
    ['i know how to cook', 'skill/home-cooking'],
    ['除了开车啥都不会', 'skill/car-driving'],
    ['没学过也能开装载机', 'skill/loader'],
    ['谁不会做饭', 'skill/home-cooking'],
    ['没事就去摘枸杞', 'skill/goji-picking'],
    ['没日没夜开大车', 'skill/truck-driving'],
    ['做饭没麻达', 'skill/home-cooking'],
    ['no problem with cooking', 'skill/home-cooking'],
  ])('is nothing where the negation denies something else: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.skills)).toContain(concept)
    expect(reading.refused).toEqual([])
  })
})

describe('what a sentence says of time', () => {
  it.each([
    ['健康证到期了', 'cert/health'],
    ['健康证过期了', 'cert/health'],
    ['焊工证丢了', 'cert/welder'],
    ['电工证去年过期了', 'cert/low-voltage'],
  ])('refuses a certificate that is no longer good: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.refused)).toEqual([concept])
    expect(reading.certificates).toEqual([])
  })

  it.each([
    ['健康证还没到期', 'cert/health'],
    ['健康证2027年过期', 'cert/health'],
    ['健康证丢了又补办了', 'cert/health'],
    ['健康证没过期', 'cert/health'],
    ['健康证过期了，又补办了', 'cert/health'],
    ['健康证过期了，刚换了新的', 'cert/health'],
    ['不是没有健康证', 'cert/health'],
  ])('keeps one that still is: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.certificates)).toEqual([concept])
    expect(reading.refused).toEqual([])
  })

  it('keeps the skill of a trade whose certificate ran out', () => {
    const reading = engine.read('电焊证过期了，焊了十年')
    expect(ids(reading.skills)).toEqual(['skill/welding'])
    expect(ids(reading.refused)).toEqual(['cert/welder'])
  })

  it.each([
    '健康证可以办',
    '能办健康证',
    '健康证明天就去办',
    '要是有驾照就好了',
    '正在考电工证',
    '电工证正在考',
    '准备考驾照',
    '想考育婴师证',
    '准备考C1',
    '想学电焊',
    '打算学开车',
  ])('neither claims nor refuses what is only planned: %s', (text) => {
    const { skills, certificates, refused } = engine.read(text)
    expect([skills, certificates, refused]).toEqual([[], [], []])
  })

  it.each([
    ['学过电焊', 'skill/welding'],
    ['在学校做饭', 'skill/home-cooking'],
  ])('knows a plan from what is learned already: %s', (text, concept) => {
    expect(ids(engine.read(text).skills)).toContain(concept)
  })
})

describe('what is said of others', () => {
  it.each(['我男人开大车', '老公会修车，我跟着学不会', '我妹妹当护士', '娃他爸会电焊'])('is no claim: %s', (text) => {
    const { skills, others } = engine.read(text)
    expect(skills).toEqual([])
    expect(others.length).toBeGreaterThan(0)
  })
})

describe('titles and advertisements', () => {
  it.each(['电话客服不加班', '财税客服+应届生优先+不加班不外出', '销售/双休不打卡', '家政保洁，包吃住，不怕没活'])(
    'deny nothing of the work that they name: %s',
    (text) => {
      expect(engine.read(text).refused).toEqual([])
      expect(engine.read(text).skills.length).toBeGreaterThan(0)
    },
  )
})

describe('a word', () => {
  it('is a verb behind 会 where it reaches further: 会务果树', () => {
    expect(ids(engine.read('会务果树，剪枝疏花').skills)).toEqual(['skill/pruning'])
    expect(ids(engine.read('会务过西红柿').skills)).toEqual(['skill/greenhouse'])
    expect(ids(engine.read('干过会务').skills)).toEqual(['skill/event-staff'])
  })

  it('for a health certificate speaks for no occupation', () => {
    const nursing = engine.read('护理员证和健康证都有').occupations.map((hit) => engine.nameOf(hit.concept)?.zh)
    expect(nursing[0]).toBe('养老护理员')
    expect(nursing).not.toContain('餐厅服务员')
  })
})

describe('a limit', () => {
  it.each(
    [
      '不怕高，绑过架子|不恐高|没有恐高症|不头晕|高处干活不头晕|没有高血压|没有高血压、心脏病|没有高血压和风湿|血压不高',
      '以前有高血压，现在好了|以前有高血压现在好了|不怕冷|没有风湿|没有腰椎间盘突出|没有哮喘|对油漆不过敏|not afraid of heights',
      '没有高血压、糖尿病、心脏病|腰疼看好了|照顾过心脏病的老人|伺候过心梗病人|给腿瘸的羊看过病|卖过老花镜|抹灰不行|修脚不行|对农药熟悉|I am not pregnant',
      '腰不疼|膝盖不疼|眼睛不花|提不起精神|照顾过高血压的老人|伺候过心脏病人|我妈心脏不好',
      '晚上得空|晚上要多挣点，能加班|夜班不能少|不是不能上夜班|晚上能看大门|白天黑夜都行',
    ].flatMap((line) => line.split('|')),
  )('is none where it is denied, over, or another person’s: %s', (text) => {
    expect(engine.read(text).limits).toEqual([])
  })

  it.each(
    Object.entries({
      heavy_lifting:
        '干不动重活|干不动重活了|扛不动|提不起重的|抱不动老人|腰里有钢板|手没劲|胳膊抬不起来|心脏不好|心脏病|腰直不起|腰杆子疼|膀子疼，使不上劲|得过心梗|刚做完手术|肚子里有娃|疝气|心脏装过支架|怀孕六个月|带孩子腰疼|生了两个娃腰不好|腰疼没好',
      night_work:
        '除了夜班都行|一熬夜就心慌|三班倒吃不消|晚上娃没人管|黑里出不去|晚夕要哄孙子|days only|熬不住夜|夜里上不成|老公不让上夜班|只能白天干|黑里要看娃|晚上要接孩子|晚上得回家|晚上要照顾老人|夜班不行',
      long_standing: '站久了腿肿|只能坐着干|腿瘸|股骨头坏死|腿脚不灵便|膝盖换过|膝盖不好|I have bad knees',
      heights: '晕高|一上高就发抖|架子上不去|头昏|血压高|癫痫|怕高|以前不恐高现在恐高',
      dust_or_chemicals:
        '一闻油漆就起疙瘩|肺上有病|打药身上起疹子|尘土大的活干不成|甲醛过敏|油漆活干不成|闻不得灰|对油漆过敏',
      cold_room: '老寒腿|冻不得|见不得冷|冷水沾不得|冷库里待不住',
      fine_eyesight: '眼睛一只看不见|眼睛不得劲|看不清小字|色盲|高度近视|一只眼看不见',
    }).flatMap(([limit, texts]) => texts.split('|').map((text): [string, string] => [text, limit])),
  )('is seen in what the body, the household or the doctor forbids: %s', (text, limit) => {
    expect(engine.read(text).limits).toContain(limit)
  })

  it('takes no skill with it that the person turns to: 腰不好会做饭', () => {
    const reading = engine.read('腰不好会做饭')
    expect([reading.limits, ids(reading.skills)]).toEqual([['heavy_lifting'], ['skill/home-cooking']])
  })

  it('that is denied takes no skill with it', () => {
    expect(ids(engine.read('不怕高，绑过架子').skills)).toEqual(['skill/scaffolding'])
    expect(ids(engine.read('绑架子不怕高').skills)).toEqual(['skill/scaffolding'])
  })
})

describe('a text of any length', () => {
  const parts = [
    '不会',
    '没有会',
    '除了,啥',
    '丢了',
    '想学',
    '会开车不会修车',
    '怕高',
    '以前腰疼,现在好了',
    '有a1证',
    '没有高血压、',
    '晚上要',
    '没干过电焊干过',
    '证,没考上,',
    '晚上娃',
    '照顾过',
    '除夜班',
    '我妈',
    '对',
  ]
  it.each(parts)('is read in bounded time: %s again and again', (part) => {
    const start = performance.now()
    engine.read(part.repeat(Math.ceil(100_000 / part.length)))
    expect(performance.now() - start).toBeLessThan(1_500)
  })
})
