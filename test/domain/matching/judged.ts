import type { Profile } from '../../../src/domain/seeker.ts'

/**
 * People of the demo kind and postings that do or do not suit them, judged by hand before any score was looked at.
 * Rules: a posting suits when a caseworker would propose it without asking first: it is work that the person wants or
 * says they can do, at their grade, learnable within days at most from what they know. Leading others does not suit
 * who never led; a trade of its own (welding, lorries, accounts) does not suit who has not learnt it. Gates are left aside.
 */
export interface Judged {
  readonly who: Partial<Profile>
  readonly suits: readonly string[]
  readonly doesNot: readonly string[]
}

const said = (
  occupations: readonly string[],
  skills: readonly string[] = [],
  experience?: string,
): Partial<Profile> => ({
  ...(occupations.length > 0 ? { occupations } : {}),
  ...(skills.length > 0 ? { skills: skills.map((text) => ({ text })) } : {}),
  ...(experience === undefined ? {} : { experience }),
})

export const judged: readonly Judged[] = [
  {
    who: said([], ['会做饭、带孩子']),
    suits: ['家政服务员', '育婴员', '食堂帮厨'],
    doesNot: ['厨师长', '电焊工', '货车司机', '保安员', '会计'],
  },
  {
    who: said(['家政'], ['会做饭、带孩子']),
    suits: ['家政服务员', '育婴员', '住家保姆'],
    doesNot: ['厨师长', '电焊工', '货车司机', '架子工'],
  },
  {
    who: said(['做饭'], ['会做家常饭']),
    suits: ['食堂帮厨', '面点师', '厨房帮工'],
    doesNot: ['货车司机', '收银员', '电焊工', '行政总厨', '绿化工'],
  },
  {
    who: said(['喂牛'], ['会挤奶']),
    suits: ['奶牛饲养员', '奶牛场挤奶工'],
    doesNot: ['收银员', '行政文员', '育婴员', '电工'],
  },
  {
    who: said(['电焊'], ['会二保焊']),
    suits: ['氩弧焊工', '电焊工', '焊工学徒'],
    doesNot: ['保洁员', '育婴员', '客服专员', '挤奶工'],
  },
  {
    who: said(['打扫卫生'], ['会铺床']),
    suits: ['保洁员', '客房服务员', '酒店保洁'],
    doesNot: ['架子工', '货车司机', '电工', '会计'],
  },
  {
    who: said(['看大门'], ['当过兵']),
    suits: ['保安员', '小区门卫'],
    doesNot: ['月嫂', '电焊工', '服装车间缝纫工', '会计'],
  },
  {
    who: said(['开叉车'], ['有叉车证']),
    suits: ['叉车工', '叉车司机'],
    doesNot: ['育婴员', '面点师', '美容师', '会计'],
  },
  {
    who: said(['缝纫'], ['会踩缝纫机']),
    suits: ['缝纫工', '平车工'],
    doesNot: ['货车司机', '保安员', '挤奶工', '厨师'],
  },
  {
    who: said(['司机'], ['有C1驾照', '开过面包车']),
    suits: ['小车司机', '送货司机'],
    doesNot: ['缝纫工', '育婴员', '食堂帮厨', '会计'],
  },
  {
    who: said(['货车司机'], ['有B2驾照'], '跑过几年货车'),
    suits: ['货车司机', '货运驾驶员'],
    doesNot: ['月嫂', '收银员', '缝纫工', '护士'],
  },
  {
    who: said(['收银员'], ['会用电脑'], '在超市收过银'),
    suits: ['超市收银员', '收银员', '超市理货员'],
    doesNot: ['架子工', '电焊工', '挤奶工', '钢筋工'],
  },
  {
    who: said(['照顾老人'], ['会做饭'], '伺候过瘫痪老人'),
    suits: ['养老护理员', '护工', '住家保姆'],
    doesNot: ['钢筋工', '货车司机', '软件工程师', '电工'],
  },
  {
    who: said([], [], '在工地绑过两年架子'),
    suits: ['架子工'],
    doesNot: ['育婴员', '收银员', '会计', '面点师'],
  },
  {
    who: said(['工地小工'], ['会砌墙'], '在工地干过泥瓦工'),
    suits: ['瓦工', '泥瓦工', '工地小工'],
    doesNot: ['育婴员', '收银员', '项目经理', '美容师'],
  },
  {
    who: said(['摘枸杞'], ['手脚麻利'], '每年去摘枸杞'),
    suits: ['枸杞采摘工', '枸杞分拣工'],
    doesNot: ['电焊工', '货车司机', '会计', '护士'],
  },
  {
    who: said(['种大棚'], ['会打药', '会修剪']),
    suits: ['大棚种植工', '蔬菜种植工'],
    doesNot: ['收银员', '货车司机', '会计', '电梯维修工'],
  },
  {
    who: said(['电工'], ['会接线'], '干过三年电工'),
    suits: ['电工', '水电工', '维修电工'],
    doesNot: ['育婴员', '面点师', '收银员', '缝纫工'],
  },
  {
    who: said(['文员'], ['会用电脑', '会打字']),
    suits: ['行政文员', '办公室文员', '资料员'],
    doesNot: ['架子工', '挤奶工', '电焊工', '货车司机'],
  },
  {
    who: said(['送外卖'], ['会骑电动车']),
    suits: ['外卖骑手', '外卖配送员', '快递员'],
    doesNot: ['会计', '育婴员', '缝纫工', '电焊工'],
  },
  {
    who: said(['服务员'], ['在饭馆端过盘子']),
    suits: ['餐厅服务员', '传菜员', '酒店服务员'],
    doesNot: ['电工', '货车司机', '焊工', '会计'],
  },
  {
    who: said(['进厂'], ['能上流水线'], '在食品厂包装过'),
    suits: ['食品厂包装工', '流水线操作工', '车间普工'],
    doesNot: ['会计', '月嫂', '货车司机', '护士'],
  },
  {
    who: said(['月嫂', '育儿嫂'], ['会带小孩', '会做辅食']),
    suits: ['月嫂', '育婴员', '育儿嫂'],
    doesNot: ['架子工', '货车司机', '电工', '保安队长'],
  },
  {
    who: said(['装卸工'], ['有力气']),
    suits: ['装卸工', '搬运工', '冷库装卸工'],
    doesNot: ['会计', '美容师', '面点师', '育婴员'],
  },
  {
    who: said(['理发'], ['会剪头发']),
    suits: ['美发师', '理发师'],
    doesNot: ['电焊工', '货车司机', '挤奶工', '会计'],
  },
  {
    who: said(['会计'], ['有会计证', '会做账']),
    suits: ['会计', '出纳'],
    doesNot: ['架子工', '挤奶工', '货车司机', '食堂帮厨'],
  },
  {
    who: said(['绿化'], ['会种树'], '给公园浇过水'),
    suits: ['绿化工', '园林养护工'],
    doesNot: ['会计', '电焊工', '收银员', '护士'],
  },
  {
    who: said(['养羊'], ['会放羊']),
    suits: ['羊场饲养员', '养殖工'],
    doesNot: ['收银员', '会计', '电梯维修工', '美容师'],
  },
  {
    who: said(['cleaner'], ['can cook simple meals']),
    suits: ['保洁员', '清洁工'],
    doesNot: ['电焊工', '货车司机', '会计'],
  },
  {
    who: said(['客服'], ['普通话好', '会打字']),
    suits: ['电话客服', '客服专员'],
    doesNot: ['架子工', '挤奶工', '焊工', '装卸工'],
  },
  // Judged later, after the weights were set, and left as they came out.
  {
    who: said([], ['开过装载机'], '在砂场开了五年装载机'),
    suits: ['装载机司机', '铲车司机', '砂场机械操作工'],
    doesNot: ['收银员', '育婴员', '会计', '客房服务员'],
  },
  {
    who: said(['养牛'], ['会挤奶、喂牛']),
    suits: ['奶牛饲养员', '挤奶工', '牧场工人'],
    doesNot: ['电焊工', '电商运营', '公交车司机', '幼儿教师'],
  },
  {
    who: said([], ['会用缝纫机'], '在服装厂踩过三年平车'),
    suits: ['缝纫工', '服装厂车工', '窗帘缝制工'],
    doesNot: ['保安员', '叉车司机', '养殖技术员', '出纳'],
  },
  {
    who: said(['超市'], [], '在超市理过货'),
    suits: ['超市理货员', '收银员', '超市导购'],
    doesNot: ['电工', '面点师', '钢筋工', '护士'],
  },
  {
    who: said([], ['会贴瓷砖、抹灰']),
    suits: ['瓦工', '贴砖工', '抹灰工'],
    doesNot: ['月嫂', '客服', '仓库保管员', '理发师'],
  },
  {
    who: said(['护工'], ['照顾过卧床老人']),
    suits: ['护理员', '养老院护工', '医院陪护'],
    doesNot: ['货车司机', '焊工', '文员', '保洁主管'],
  },
  {
    who: said(['快递'], ['会骑电动车']),
    suits: ['快递员', '外卖骑手', '配送员'],
    doesNot: ['水电工', '缝纫工', '育婴员', '财务会计'],
  },
  {
    who: said([], ['有电工证'], '厂里做过设备维修'),
    suits: ['电工', '设备维修工', '水电维修工'],
    doesNot: ['服务员', '保姆', '快递分拣员', '平面设计师'],
  },
  {
    who: said(['摘枸杞']),
    suits: ['枸杞采摘工', '果园采摘工', '农场季节工'],
    doesNot: ['焊工', '保安队长', '收银主管', '驾校教练'],
  },
  {
    who: said(['保安'], [], '退伍军人，站过岗'),
    suits: ['保安员', '小区门岗', '停车场管理员'],
    doesNot: ['厨师长', '缝纫工', '会计', '电焊工'],
  },
  {
    who: said([], ['会打字、用Excel'], '在村委会帮忙录过资料'),
    suits: ['文员', '资料录入员', '前台'],
    doesNot: ['钢筋工', '挤奶工', '货车司机', '厨师'],
  },
  {
    who: said(['包装工', '分拣']),
    suits: ['包装工', '蔬菜分拣员', '冷库分拣工'],
    doesNot: ['电工', '会计', '叉车司机', '主厨'],
  },
  {
    who: said([], ['会炸油饼、蒸馒头']),
    suits: ['面点工', '食堂面点师', '早餐店帮工'],
    doesNot: ['司机', '焊工', '保安员', '仓库主管'],
  },
  {
    who: said(['开车'], ['有B2驾照'], '跑过三年货运'),
    suits: ['货车司机', '厢式货车司机', '运输司机'],
    doesNot: ['月嫂', '收银员', '缝纫工', '教师'],
  },
  {
    who: said(['洗车', '保洁']),
    suits: ['洗车工', '保洁员', '酒店保洁'],
    doesNot: ['电焊工', '育婴师', '会计', '挖掘机司机'],
  },
  {
    who: said(['绿化'], ['会修剪树木']),
    suits: ['绿化工', '园林养护工', '苗圃工人'],
    doesNot: ['收银员', '面点师', '快递员', '电工'],
  },
]
