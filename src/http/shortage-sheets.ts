import type { ShortageReport } from '../services/shortage-report.ts'
import type { SheetTable } from './workbook.ts'

/** The shortage report as sheets for the office. */
export const shortageSheets = (report: ShortageReport): readonly SheetTable[] => [
  {
    name: '总览',
    head: ['项目', '数值'],
    rows: [
      ['统计时间', report.at],
      ['待推荐人数', report.people],
      ['推荐不足人数', report.short],
      ['其中一个也没有', report.without],
      ['缺推荐个数', report.offersMissing],
      ['已测算放宽条件的人数', report.relaxed],
    ],
  },
  {
    name: '各村缺口原因',
    head: ['村、社区', '主要原因', '人数'],
    rows: report.groups.map((one) => [one.placeName, one.zh, one.people]),
  },
  {
    name: '放宽条件可落实',
    head: ['放宽内容', '可多得推荐人数', '全部落实人数'],
    rows: report.steps.map((one) => [one.zh, one.people, one.complete]),
  },
  {
    name: '建议开发岗位',
    head: ['建议', '地点', '岗位', '招聘人数', '受益人数', '推荐个数', '全部落实人数'],
    rows: report.postings.map((one) => [
      one.zh,
      one.placeName,
      one.title,
      one.openings,
      one.people,
      one.offers,
      one.complete,
    ]),
  },
  {
    name: '建议开班',
    head: ['建议', '证书', '只差此证人数', '受益人数', '推荐个数', '全部落实人数'],
    rows: report.classes.map((one) => [one.zh, one.certificate, one.lacking, one.people, one.offers, one.complete]),
  },
  {
    name: '人员',
    head: ['求职者编号', '应推荐', '可推荐', '原因', '各项条件单独拦下的岗位', '最小放宽'],
    rows: report.rows.map((row) => [
      row.seeker,
      row.owed,
      row.given,
      row.reasons.map((one) => one.zh).join('；'),
      row.keptBack.map((one) => `${one.zh} ${one.postings} 个`).join('；'),
      row.relaxations.map((one) => one.zh).join('；'),
    ]),
  },
]
