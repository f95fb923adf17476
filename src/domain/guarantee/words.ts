/** What each verdict and reason says to a caseworker and a job-seeker. */
const table = {
  'offers.delivered': { zh: '已送达，计入', en: 'delivered by receipt; counts' },
  'offers.handed_over': { zh: '已当面交付，计入', en: 'handed over in person; counts' },
  'offers.answered': { zh: '本人已答复，计入', en: 'answered by the person; counts' },
  'offers.awaiting_review': { zh: '等待联络员审核', en: 'awaits a caseworker’s review' },
  'offers.awaiting_sending': { zh: '已通过审核，等待发送', en: 'approved, awaits sending' },
  'offers.on_its_way': { zh: '正在送达', en: 'on its way' },
  'offers.rejected': { zh: '审核未通过，另行推荐', en: 'rejected in review; replaced' },
  'offers.withdrawn': {
    zh: '送达前岗位关闭或不再合适，另行推荐',
    en: 'closed or no longer suitable before delivery; replaced',
  },
  'offers.undelivered': { zh: '各种方式均未送达，另行推荐', en: 'no channel reached the person; replaced' },
  'offers.not_approved': { zh: '未经审核，不计入', en: 'was never approved; does not count' },
  'offers.not_sent': { zh: '未发送，不计入', en: 'was never sent; does not count' },
  'offers.not_suitable': { zh: '发送时不合适，不计入', en: 'did not suit when it was sent; does not count' },
  'offers.posting_not_open': {
    zh: '发送时岗位未开放，不计入',
    en: 'the posting was not open when it was sent; does not count',
  },
  'offers.no_evidence': { zh: '没有送达凭证，不计入', en: 'there is no proof of delivery; does not count' },
  'offers.posting_closed': {
    zh: '送达后三天内岗位关闭，另行推荐',
    en: 'the posting closed within three days of delivery; replaced',
  },
  'offers.wrong_fact': {
    zh: '因信息有误被拒，已更正并另行推荐',
    en: 'refused for a wrong fact; corrected and replaced',
  },
  'offers.posting_repeated': { zh: '同一岗位重复，不计入', en: 'the same posting again; does not count' },
  'offers.employer_cap': { zh: '同一用人单位最多计两次', en: 'one employer counts for two at most' },
  'offers.too_few': { zh: '推荐数量不足', en: 'too few offers' },
  'offers.nothing_started': { zh: '还没有合适岗位可推荐', en: 'no suitable posting could be offered yet' },
  'guidance.held': { zh: '已完成职业指导，计入', en: 'held; counts' },
  'guidance.note_missing': { zh: '电话指导缺少记录，不计入', en: 'held by phone without a note; does not count' },
  'guidance.booked': { zh: '已预约', en: 'booked' },
  'guidance.outcome_awaited': { zh: '时间已过，等待登记结果', en: 'its time is past; the outcome awaits recording' },
  'guidance.no_show': { zh: '未到场，重新安排', en: 'missed; arranged anew' },
  'guidance.excused': { zh: '请假，重新安排', en: 'excused; arranged anew' },
  'guidance.cancelled': { zh: '已取消，重新安排', en: 'cancelled; arranged anew' },
  'guidance.too_few': { zh: '尚未完成', en: 'not held yet' },
  'guidance.nothing_started': { zh: '还没有可预约的时段', en: 'no slot could be booked yet' },
  'training.invited': {
    zh: '免费名额已通知到本人，计入',
    en: 'a free seat was held and the invitation delivered; counts',
  },
  'training.confirmed': { zh: '已确认参加，计入', en: 'confirmed; counts' },
  'training.lapsed': { zh: '名额已通知，未在期限内答复，计入', en: 'invited, not answered in time; counts' },
  'training.attended': { zh: '已参加培训，计入', en: 'attended; counts' },
  'training.absent': { zh: '名额已通知，未到课，计入', en: 'invited, absent; counts' },
  'training.certified': { zh: '已取得证书，计入', en: 'certified; counts' },
  'training.returned': { zh: '名额已通知，本人放弃该班，计入', en: 'invited, seat given back; counts' },
  'training.not_free': { zh: '不是免费培训，不计入', en: 'not free; does not count' },
  'training.does_not_fit': { zh: '不符合本人需要，不计入', en: 'does not fit the person; does not count' },
  'training.released': { zh: '名额已收回，另行安排', en: 'the seat was taken back; arranged anew' },
  'training.invitation_awaited': { zh: '名额已保留，等待通知送达', en: 'seat held; the invitation is on its way' },
  'training.wrong_fact': { zh: '因信息有误放弃，另行安排', en: 'given back for a wrong fact; arranged anew' },
  'training.invitation_undelivered': { zh: '通知未送达，不计入', en: 'the invitation did not arrive; does not count' },
  'training.too_few': { zh: '尚未落实', en: 'not given yet' },
  'training.nothing_started': { zh: '还没有合适的免费培训名额', en: 'no fitting free seat yet' },
} as const satisfies Record<string, { zh: string; en: string }>

export type VerdictCode = keyof typeof table

/** Every code that a verdict or a shortfall may carry, with its words. */
export const verdictWords: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = table

/** The words of a code. */
export const wordsOf = (code: string): { readonly zh: string; readonly en: string } =>
  verdictWords[code] ?? { zh: code, en: code }
