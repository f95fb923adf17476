/** One wrong field: what a right body of the kind is changed to, and what the refusal must name. */
export interface WrongField {
  readonly what: string
  readonly of: 'seeker' | 'posting' | 'employer' | 'key' | 'slot'
  /** Laid over a right body; undefined takes a field away. */
  readonly patch: object
  readonly pointer: string
  readonly zh: RegExp
  readonly en: RegExp
  readonly code: string
  readonly status: number
}

const wrong = (
  of: WrongField['of'],
  what: string,
  patch: object,
  pointer: string,
  zh: RegExp,
  en: RegExp,
  code = 'request.invalid',
  status = 422,
): WrongField => ({ of, what, patch, pointer, zh, en, code, status })

const wage = (minYuan: number, maxYuan: number, more: object = {}) => ({
  terms: { wage: { minYuan, maxYuan, ...more } },
})

/** What people and programs get wrong. */
export const wrongFields: readonly WrongField[] = [
  wrong('seeker', 'an unknown key', { nickname: 'x' }, '/nickname', /删除/, /remove/),
  wrong('posting', 'an unknown key far inside', wage(1, 2, { unit: 'CNY' }), '/terms/wage/unit', /删除/, /remove/),
  wrong('seeker', 'a number for a text', { name: 5 }, '/name', /应为文字/, /a string/),
  wrong('seeker', 'null for a text', { name: null }, '/name', /应为文字/, /a string/),
  wrong('posting', 'a text for a number', { openings: '3' }, '/openings', /应为整数/, /a whole number/),
  wrong('seeker', 'a text for a flag', { consent: 'true' }, '/consent', /true 或 false/, /true or false/),
  wrong('seeker', 'a list for an object', { profile: [] }, '/profile', /应为对象/, /an object/),
  wrong('posting', 'a fraction of an opening', { openings: 1.5 }, '/openings', /整数/, /whole number/),
  wrong('seeker', 'a missing field', { name: undefined }, '/name', /补上/, /add it/),
  wrong('seeker', 'an empty name', { name: '' }, '/name', /至少 1/, /at least 1/),
  wrong('seeker', 'a name of two lines', { name: '张\n三' }, '/name', /一行/, /one line/),
  wrong('seeker', 'a name without end', { name: '张'.repeat(61) }, '/name', /至多 60/, /at most 60/),
  wrong(
    'seeker',
    'an ID number of 17',
    { idNumber: '64030219900101001' },
    '/idNumber',
    /18 位/,
    /18 digits/,
    'seeker.id_number',
  ),
  wrong(
    'seeker',
    'a birthday that never was',
    { idNumber: '640302199002300011' },
    '/idNumber',
    /出生日期/,
    /birth date/,
    'seeker.id_number',
  ),
  wrong(
    'seeker',
    'a wrong check digit',
    { idNumber: '640302199001010012' },
    '/idNumber',
    /校验码/,
    /check digit/,
    'seeker.id_number',
  ),
  wrong('seeker', 'an impossible phone', { phone: '12345678901' }, '/phone', /11 位/, /11 digits/, 'seeker.phone'),
  wrong(
    'seeker',
    'a place that is none',
    { village: '999999999999' },
    '/village',
    /地点代码/,
    /no place/,
    'place.unknown',
  ),
  wrong(
    'seeker',
    'a wish of tomorrow',
    { wishedAt: '2026-03-04T00:00:00Z' },
    '/wishedAt',
    /不得晚于现在/,
    /not be later/,
  ),
  wrong('seeker', 'facts of tomorrow', { on: '2026-03-03' }, '/on', /不得晚于今天/, /not be later/),
  wrong(
    'posting',
    'a closing time that is past',
    { closesAt: '2026-01-01T00:00:00Z' },
    '/closesAt',
    /晚于现在/,
    /later than now/,
    'posting.past',
  ),
  wrong('posting', 'a day that never was', { closesAt: '2026-02-30T00:00:00Z' }, '/closesAt', /时区的时间/, /offset/),
  wrong('posting', 'a time without its offset', { closesAt: '2027-02-03 10:00' }, '/closesAt', /时区/, /offset/),
  wrong('posting', 'a negative wage', wage(-1, 3000), '/terms/wage/minYuan', /不得小于 0/, /at least 0/),
  wrong('posting', 'a wage upside down', wage(4000, 3000), '/terms/wage', /下限/, /minYuan/, 'posting.wage'),
  wrong(
    'posting',
    'an open end that is no yes or no',
    wage(1, 2, { openAbove: '起' }),
    '/terms/wage/openAbove',
    /是或否|true/,
    /true/,
  ),
  wrong('posting', 'no openings', { openings: 0 }, '/openings', /不得小于 1/, /at least 1/),
  wrong(
    'posting',
    'an employer who is none',
    { employer: 'emp-none' },
    '/employer',
    /没有这个用人单位/,
    /no such employer/,
    'employer.unknown',
  ),
  wrong(
    'posting',
    'words that discriminate',
    { text: '招聘缝纫工，限女性，月薪3000元' },
    '/text',
    /请删除/,
    /Take it out/,
    'posting.discriminates',
  ),
  wrong('employer', 'a kind that is none', { kind: 'factory' }, '/kind', /可选值/, /one of/),
  wrong('employer', 'a credit code of another form', { creditCode: 'abc' }, '/creditCode', /18 位/, /18 capital/),
  wrong(
    'slot',
    'a slot of yesterday',
    { startsAt: '2026-03-01T00:00:00Z' },
    '/startsAt',
    /晚于现在/,
    /later than now/,
    'slot.past',
    409,
  ),
  wrong('slot', 'a slot of no length', { lengthMinutes: 0 }, '/lengthMinutes', /不得小于 5/, /at least 5/),
  wrong('key', 'a key without its scope', { scope: {} }, '/scope/township', /须指明/, /needs/),
  wrong('key', 'a key with a scope too many', { role: 'office' }, '/scope/township', /删除/, /remove/),
  wrong('key', 'a key for ever', { expiresAt: '2031-05-01T00:00:00Z' }, '/expiresAt', /不超过/, /at most/),
]
