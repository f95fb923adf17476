import { dayOf } from '../time.ts'
import type { Words } from '../allocation/words.ts'
import { exposureDaysMin, pastDaysMin, type Forecast, type ItemForecast } from './forecast.ts'
import { halfLifeDays } from './rates.ts'
import type { GuaranteeItem } from '../guarantee/guarantee.ts'

const itemWords: Readonly<Record<GuaranteeItem, Words>> = {
  guidance: { zh: '职业指导', en: 'guidance' },
  offers: { zh: '岗位推荐', en: 'offers' },
  training: { zh: '培训名额', en: 'training' },
}

/** What a forecast assumes, and what its interval means. */
export const assumptionWords = ({ at, from }: Pick<Forecast, 'at' | 'from'>): Words => ({
  zh:
    `假定今后的供给与 ${dayOf(from)} 至 ${dayOf(at)} 一样(越近的日子越重，每 ${halfLifeDays} 天减半),` +
    '不计今后采取的措施。区间的意思是:100 次这样的预测，约 80 次的实际人数落在其中。',
  en:
    `Supply is assumed to go on as from ${dayOf(from)} to ${dayOf(at)} (a day counts half as much every ${halfLifeDays} ` +
    'days), with nothing done differently. The interval holds in about 80 of 100 such forecasts.',
})

/** One promise's forecast as a sentence. */
export function itemForecastWords(found: ItemForecast): Words {
  const { zh, en } = itemWords[found.item]
  const late = found.overdue === 0 ? '' : `另有 ${found.overdue} 人已逾期。`
  const lateEn = found.overdue === 0 ? '' : ` ${found.overdue} are overdue already.`
  const head = `${zh}:未到期 ${found.people} 人，其中 ${found.open} 人尚未落实`
  const headEn = `${en}: ${found.people} people not due yet, ${found.open} of them open`
  if (!found.known || found.short === undefined)
    return {
      zh: `${head}；过去的数据太少(至少要 ${pastDaysMin} 天、${exposureDaysMin} 人日的等待),暂不预测。${late}`,
      en: `${headEn}; too little past to tell (${pastDaysMin} days and ${exposureDaysMin} person-days of waiting at least).${lateEn}`,
    }
  const range = `${found.low ?? 0}–${found.high ?? 0}`
  const short = Math.round(found.short)
  return {
    zh: `${head}；预计到期时约 ${short} 人落实不了(区间 ${range} 人)。${late}`,
    en: `${headEn}; about ${short} are expected to be short when due (interval ${range}).${lateEn}`,
  }
}
