/**
 * Every error that a user can meet: its HTTP status, what it says in Chinese and English, and the remedy where there is
 * one that fits all cases. `docs.test.ts` holds this table against the README and the OpenAPI document.
 */
export interface ErrorEntry {
  readonly status: number
  readonly zh: string
  readonly en: string
}

const table = {
  'request.malformed': {
    status: 400,
    zh: '请求内容不是有效的 JSON，请检查格式后重发。',
    en: 'The body is not valid JSON; correct it and send it again.',
  },
  'request.unreadable': {
    status: 400,
    zh: '无法识别的 HTTP 请求，请检查请求行和请求头。',
    en: 'This cannot be read as HTTP; check the request line and the headers.',
  },
  'request.invalid': {
    status: 422,
    zh: '请求中有字段不符合要求，请按 errors 逐项修改。',
    en: 'Some fields are not as required; correct those listed in errors.',
  },
  'request.too_large': { status: 413, zh: '内容过大，请分批提交。', en: 'The body is too large; send it in parts.' },
  'request.media_type': { status: 415, zh: '请以 application/json 提交。', en: 'Send application/json.' },
  'request.too_many': {
    status: 429,
    zh: '请求过于频繁，请稍后再试。',
    en: 'Too many requests; wait for the time given in Retry-After.',
  },
  'request.cursor': {
    status: 422,
    zh: '翻页标记无效，请从第一页重新开始。',
    en: 'The cursor is not valid; start again from the first page.',
  },
  'route.unknown': { status: 404, zh: '没有这个地址,请对照 /docs。', en: 'There is no such route; see /docs.' },
  'method.unknown': { status: 405, zh: '此地址不支持该方法。', en: 'This route does not take that method.' },
  'form.foreign': {
    status: 403,
    zh: '表单不是从本系统页面提交的，请返回页面重新操作。',
    en: 'The form was not sent from a page of this service; go back to the page and try again.',
  },
  'key.missing': {
    status: 401,
    zh: '请在 Authorization 头中提供密钥:Bearer <密钥>。',
    en: 'Give a key in the Authorization header: Bearer <key>.',
  },
  'key.invalid': { status: 401, zh: '密钥无效。', en: 'The key is not valid.' },
  'key.expired': {
    status: 401,
    zh: '密钥已过期或已吊销，请向管理员申请新密钥。',
    en: 'The key has expired or was revoked; ask an administrator for a new one.',
  },
  'key.forbidden': { status: 403, zh: '此密钥的角色无权进行该操作。', en: 'The role of this key may not do that.' },
  'object.unknown': {
    status: 404,
    zh: '没有这个对象，或您无权查看。',
    en: 'There is no such object, or it is not yours to see.',
  },
  'object.exists': { status: 409, zh: '该对象已存在。', en: 'The object exists already.' },
  'version.required': {
    status: 428,
    zh: '请用 If-Match 指明您所修改的版本。',
    en: 'Name the version that you change in If-Match.',
  },
  'version.stale': {
    status: 412,
    zh: '内容已被他人修改，请重新读取后再改。',
    en: 'It was changed meanwhile; read it again, then change it.',
  },
  'version.busy': { status: 409, zh: '同时修改的人过多，请重试。', en: 'Too many changes at once; try again.' },
  'idempotency.in_flight': {
    status: 409,
    zh: '同一 Idempotency-Key 的请求正在处理，请稍候。',
    en: 'A request with this Idempotency-Key is under way; wait for it.',
  },
  'idempotency.reused': {
    status: 422,
    zh: '该 Idempotency-Key 已用于不同的内容，请换一个。',
    en: 'This Idempotency-Key was used with another body; take a new one.',
  },
  'idempotency.invalid': {
    status: 422,
    zh: 'Idempotency-Key 应为 1 至 255 个可见字符。',
    en: 'An Idempotency-Key has 1 to 255 visible characters.',
  },
  'bulk.too_many': {
    status: 422,
    zh: '一次最多 1000 行，请分批提交。',
    en: 'At most 1000 rows at once; send them in parts.',
  },
  'household.head_taken': { status: 409, zh: '该户已有户主。', en: 'The household has a head already.' },
  'household.unknown': {
    status: 422,
    zh: '没有这个户，请先登记户。',
    en: 'There is no such household; register it first.',
  },
  'seeker.exists': {
    status: 409,
    zh: '已有同一身份证号或同名同电话的求职者。',
    en: 'A seeker with this ID number, or this name and phone, exists already.',
  },
  'seeker.id_number': {
    status: 422,
    zh: '身份证号有误：应为 18 位且校验码正确。',
    en: 'The ID number is impossible: it has 18 digits and a check digit.',
  },
  'seeker.phone': {
    status: 422,
    zh: '手机号有误：应为 11 位大陆手机号。',
    en: 'The phone number is impossible: a mainland mobile number has 11 digits.',
  },
  'seeker.no_wish': {
    status: 409,
    zh: '该求职者尚未表达就业意愿。',
    en: 'This seeker has not said that they want work.',
  },
  'seeker.no_consent': {
    status: 409,
    zh: '该求职者未同意使用其信息。',
    en: 'This seeker has not consented to the use of their data.',
  },
  'place.unknown': {
    status: 422,
    zh: '没有这个地点代码,请使用 /v1/places 列出的代码。',
    en: 'There is no such place code; use one that /v1/places lists.',
  },
  'employer.unknown': {
    status: 422,
    zh: '没有这个用人单位，请先登记。',
    en: 'There is no such employer; register it first.',
  },
  'employer.suspended': { status: 409, zh: '该用人单位已被暂停发布。', en: 'This employer is suspended.' },
  'posting.full': {
    status: 409,
    zh: '该岗位在途推荐已达上限。',
    en: 'As many offers of this posting are in flight as its limit allows.',
  },
  'posting.not_open': { status: 409, zh: '该岗位未开放。', en: 'The posting is not open.' },
  'posting.past': {
    status: 422,
    zh: '截止时间已过，请给出将来的时间。',
    en: 'The closing time is past; give one in the future.',
  },
  'posting.wrong_state': {
    status: 409,
    zh: '岗位当前状态不允许该操作。',
    en: 'The posting’s state does not allow that.',
  },
  'posting.discriminates': {
    status: 422,
    zh: '招聘内容含歧视性条件，依《就业促进法》不得发布，请删除所列文字。',
    en: 'The text discriminates (Employment Promotion Law); take the listed words out.',
  },
  'posting.wage': {
    status: 422,
    zh: '工资有误：下限不得为负，且不高于上限。',
    en: 'The wage is impossible: it is not negative and its lower end is not above its upper end.',
  },
  'offer.repeated': {
    status: 409,
    zh: '该岗位已向此人推荐过。',
    en: 'This posting was offered to this seeker before.',
  },
  'offer.employer_cap': {
    status: 409,
    zh: '同一用人单位的推荐已达上限。',
    en: 'As many offers of this employer as may count are under way.',
  },
  'offer.enough': { status: 409, zh: '推荐数量已足。', en: 'Enough offers are under way.' },
  'offer.wrong_state': {
    status: 409,
    zh: '该推荐当前状态不允许该操作。',
    en: 'The offer’s state does not allow that.',
  },
  'offer.not_suitable': {
    status: 409,
    zh: '该岗位当前不符合此人的条件。',
    en: 'The posting does not suit this seeker now.',
  },
  'guidance.wrong_state': {
    status: 409,
    zh: '该职业指导当前状态不允许该操作。',
    en: 'The guidance’s state does not allow that.',
  },
  'guidance.note_missing': { status: 422, zh: '电话指导需填写记录。', en: 'Guidance by phone needs a note.' },
  'guidance.booked_already': {
    status: 409,
    zh: '此人已约好另一个时段，请先取消。',
    en: 'This seeker has another booking; cancel it first.',
  },
  'slot.past': { status: 409, zh: '该时段已过。', en: 'The slot is past.' },
  'slot.full': { status: 409, zh: '该时段已约满。', en: 'The slot is full.' },
  'slot.not_booked': { status: 409, zh: '此人未预约该时段。', en: 'This seeker has no booking in the slot.' },
  'slot.cancelled': { status: 409, zh: '该时段已取消。', en: 'The slot was cancelled.' },
  'slot.not_begun': {
    status: 409,
    zh: '该时段尚未开始，不能登记结果。',
    en: 'The slot has not begun; its outcome cannot be recorded yet.',
  },
  'class.full': { status: 409, zh: '培训班名额已满。', en: 'The class is full.' },
  'class.begun': { status: 409, zh: '培训班已开班。', en: 'The class has begun.' },
  'class.cancelled': { status: 409, zh: '培训班已取消。', en: 'The class was cancelled.' },
  'class.no_seat': { status: 409, zh: '此人在该班没有名额。', en: 'This seeker has no seat in the class.' },
  'class.not_free': {
    status: 422,
    zh: '只有免费培训班才计入服务保障。',
    en: 'Only a free class counts for the guarantee.',
  },
  'training.wrong_state': {
    status: 409,
    zh: '该培训名额当前状态不允许该操作。',
    en: 'The training seat’s state does not allow that.',
  },
  'review.wrong_state': {
    status: 409,
    zh: '该审核当前状态不允许该操作。',
    en: 'The review’s state does not allow that.',
  },
  'review.claimed': { status: 409, zh: '该审核已由他人领取。', en: 'Somebody else has claimed this review.' },
  'review.undo_late': {
    status: 409,
    zh: '撤销时限已过，推荐可能已发出。',
    en: 'It is too late to undo; the offer may be on its way.',
  },
  'delivery.wrong_state': {
    status: 409,
    zh: '该送达当前状态不允许该操作。',
    en: 'The delivery’s state does not allow that.',
  },
  'delivery.lease_lost': {
    status: 409,
    zh: '租约已过期或由他人持有。',
    en: 'The lease has run out or somebody else holds it.',
  },
  'reply.wrong_state': {
    status: 409,
    zh: '该回复当前状态不允许该操作。',
    en: 'The reply’s state does not allow that.',
  },
  'webhook.address': {
    status: 422,
    zh: '回调地址不可用：须为公网 https 地址，端口 443 或 8443，不含用户名和 # 片段。',
    en: 'The address cannot be an endpoint: it is https on the public internet, port 443 or 8443, without user or fragment.',
  },
  'webhook.too_many': {
    status: 409,
    zh: '回调地址数量已达上限，请先移除不用的。',
    en: 'There are as many endpoints as allowed; remove one that is not used.',
  },
  'webhook.disabled': {
    status: 409,
    zh: '该回调地址已停用，请先启用。',
    en: 'The endpoint is disabled; enable it first.',
  },
  'webhook.removed': { status: 409, zh: '该回调地址已移除。', en: 'The endpoint was removed.' },
  'webhook.message_state': {
    status: 409,
    zh: '该消息当前状态不允许该操作。',
    en: 'The message’s state does not allow that.',
  },
  'guarantee.unknown': {
    status: 404,
    zh: '此人本年度没有服务保障台账。',
    en: 'This seeker has no guarantee in this period.',
  },
  'guarantee.waived': { status: 409, zh: '该项已放弃。', en: 'This item is waived.' },
  'server.failed': {
    status: 500,
    zh: '服务出错，请稍后再试；若重复出现请告知管理员请求编号。',
    en: 'The service failed; try again later, and give an administrator the request id if it repeats.',
  },
  'store.unavailable': {
    status: 503,
    zh: '数据库暂时无法使用，未保存任何内容，请稍后重试。',
    en: 'The database cannot be reached; nothing was saved. Try again after the time given in Retry-After.',
  },
  'queue.unavailable': {
    status: 503,
    zh: '任务队列暂时无法使用，请稍后重试；已保存的内容会自动继续处理。',
    en: 'The queue cannot be reached; try again after the time given in Retry-After. What was saved goes on by itself.',
  },
  'server.busy': {
    status: 503,
    zh: '服务繁忙，请稍后再试。',
    en: 'The service is busy; try again after the time given in Retry-After.',
  },
} as const satisfies Record<string, ErrorEntry>

/** A code of the error table. */
export type ErrorCode = keyof typeof table

/** The error table by code. */
export const errors: Readonly<Record<ErrorCode, ErrorEntry>> = table
