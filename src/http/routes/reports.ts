import { Type } from '@fastify/type-provider-typebox'
import { pageOfTable, pageQuery, rankedBody } from '../paging.ts'
import { ok, route } from '../route.ts'
import { SummaryBody } from '../schemas/office.ts'
import { DeliveryReportBody, ForecastBody, ShortageBody } from '../schemas/reports.ts'
import { shortageSheets } from '../shortage-sheets.ts'
import { workbookOf, workbookType } from '../workbook.ts'

const tag = 'reports'

export const reportRoutes = [
  route({
    method: 'GET',
    url: '/v1/reports/deliveries',
    name: 'getDeliveryReport',
    tag,
    summary: 'How messages, calls and visits arrived in the last seven days, channel by channel, and what is alarming.',
    permission: 'report.read',
    answers: { 200: DeliveryReportBody },
    problems: [],
    handle: async ({ services, caller }) => ok(await services.deliveryReports.report(caller)),
  }),
  route({
    method: 'GET',
    url: '/v1/reports/summary',
    name: 'getSummary',
    tag,
    summary: 'How the promise stands now, settlement by settlement, in people.',
    permission: 'report.read',
    answers: { 200: SummaryBody },
    problems: [],
    handle: async ({ services, caller }) => ok(await services.reports.summary(caller)),
  }),
  route({
    method: 'GET',
    url: '/v1/reports/shortage',
    name: 'getShortage',
    tag,
    summary: 'Who goes short of offers as things stand, why, and what would change it.',
    description:
      'The newest report with the time it was measured; an older one is measured again soon after it is asked for. ' +
      'People are named by id alone, those to be served next first, page by page in `rows`.',
    permission: 'report.read',
    query: Type.Object(pageQuery),
    answers: { 200: ShortageBody },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const report = await services.shortage.report(caller)
      return ok({ ...report, ...rankedBody(pageOfTable(report.rows, query), (row) => row) })
    },
  }),
  route({
    method: 'GET',
    url: '/v1/reports/shortage/workbook',
    name: 'getShortageWorkbook',
    tag,
    summary: 'The same report as an XLSX workbook in Chinese.',
    permission: 'report.read',
    gives: workbookType,
    answers: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
    problems: [],
    handle: async ({ services, caller }) =>
      ok(await workbookOf(shortageSheets(await services.shortage.report(caller)))),
  }),
  route({
    method: 'GET',
    url: '/v1/reports/forecast',
    name: 'getForecast',
    tag,
    summary: 'Who will fall short by their due date if supply goes on as in the last weeks.',
    description:
      'The newest forecast with the time it was made; one older than a day is made again soon after it is asked for. ' +
      'People are named by id alone, those in most doubt first, page by page in `rows`.',
    permission: 'report.read',
    query: Type.Object(pageQuery),
    answers: { 200: ForecastBody },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const report = await services.forecast.report(caller)
      return ok({ ...report, ...rankedBody(pageOfTable(report.rows, query), (row) => row) })
    },
  }),
]
