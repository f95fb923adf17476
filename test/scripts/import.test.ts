import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { guarded } from '../../scripts/import/report.ts'
import { readSheet } from '../../scripts/import/read.ts'
import { profileOf } from '../../src/domain/seeker.ts'
import {
  admin,
  header,
  jobs,
  keys,
  li,
  load,
  ma,
  maps,
  newFolder,
  people,
  personRow,
  postingsOf,
  removeFolders,
  root,
  sheetOf,
  within,
} from '../support/import.ts'

afterAll(removeFolders)

describe('the reading of a file', () => {
  it.each([
    ['utf-8', Buffer.from(sheetOf(personRow({})))],
    ['utf-8 with BOM', Buffer.from(`\uFEFF${sheetOf(personRow({}))}`)],
    ['gb18030', iconv.encode(sheetOf(personRow({})), 'gb18030')],
    ['utf-16', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(sheetOf(personRow({})), 'utf-16le')])],
  ])('gives the same cells from %s', async (encoding, bytes) => {
    const file = join(newFolder(), 'list.csv')
    writeFileSync(file, bytes)
    const sheet = await readSheet(file, ['姓名', '村'])
    expect(sheet.encoding).toBe(encoding)
    expect(sheet.columns).toEqual(header.split(','))
    expect(sheet.rows).toEqual([{ line: 2, cells: personRow({}).split(',') }])
  })

  it('finds the header below a title, and counts lines as a spreadsheet does', async () => {
    const file = join(newFolder(), 'list.csv')
    writeFileSync(file, `同利村求职人员花名册\n\n${sheetOf(personRow({}), '', personRow({ name: '李强' }))}`)
    const sheet = await readSheet(file, ['姓名', '村'])
    expect(sheet.rows.map(({ line }) => line)).toEqual([4, 6])
  })

  it('brings people in from a workbook', async () => {
    const folder = newFolder()
    const rows = [header, personRow({})].map((line) => line.split(',').map((value) => ({ value })))
    await writeXlsx(rows).toFile(join(folder, 'made.xlsx'))
    const content = readFileSync(join(folder, 'made.xlsx'))
    const { outcomes } = await load({ folder, content, name: 'list.xlsx' })
    expect(outcomes.map(({ result }) => result)).toEqual(['imported'])
    const [found] = await people(folder)
    expect(profileOf(found!)).toMatchObject({ wageMinYuan: 3000, distanceMaxKm: 20, birthYear: 1990 })
  })

  it.each([
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /另存为 \.xlsx/],
    ['bytes that are no text', Buffer.from([0x89, 0x50, 0x00, 0xff, 0xff, 0x00]), /编码/],
    ['a quotation mark that is not closed', Buffer.from('姓名,村\n"马兰,同利村\n'), /引号/],
    ['an empty file', Buffer.alloc(0), /空的/],
    ['a file without the columns', Buffer.from('甲,乙\n1,2\n'), /缺少列 .*姓名/],
  ])('refuses %s in one line before a store is made', async (_what, content, words) => {
    const folder = newFolder()
    await expect(load({ folder, content })).rejects.toMatchObject({
      zh: expect.stringMatching(words) as string,
    })
    expect(existsSync(join(folder, 'store'))).toBe(false)
  })
})

describe('an import of job-seekers', () => {
  it('refuses a bad ID number, phone, village and day by the column and its remedy, and takes the others', async () => {
    const folder = newFolder()
    const wrongId = `${ma.slice(0, 17)}${ma.endsWith('1') ? '2' : '1'}`
    const content = sheetOf(
      personRow({ id: wrongId }),
      personRow({ phone: '12345' }),
      personRow({ village: '没有村' }),
      personRow({ village: '涝河桥村' }),
      personRow({ on: '2027-01-01' }),
      personRow({ id: '6.40302E+17' }),
      personRow({ id: '', phone: '' }),
      personRow({}),
    )
    const { outcomes, refused } = await load({ folder, content })
    const said = outcomes.map((one) =>
      one.result === 'refused' ? one.problems.map(({ column, code }) => `${column} ${code}`).join() : one.result,
    )
    expect(said).toEqual([
      '身份证号 idNumber.wrong',
      '手机 phone.unreadable',
      '村 village.unknown',
      '村 village.ambiguous',
      '采集日期 on.future',
      '身份证号 idNumber.scientific',
      '身份证号 idNumber.missing',
      'imported',
    ])
    expect(refused).toBe(7)
    for (const one of outcomes)
      for (const problem of one.result === 'refused' ? one.problems : []) expect(problem.remedy).not.toBe('')
    expect(await people(folder)).toHaveLength(1)
  })

  it('never lets an older fact overwrite a newer one, and takes a newer one in', async () => {
    const folder = newFolder()
    await load({ folder, content: sheetOf(personRow({ wage: '3000', on: '2026-02-01' })) })
    const older = await load({ folder, content: sheetOf(personRow({ wage: '1000', on: '2026-01-01' })) })
    expect(older.outcomes[0]?.result).toBe('unchanged')
    expect(profileOf((await people(folder))[0]!).wageMinYuan).toBe(3000)
    const newer = await load({ folder, content: sheetOf(personRow({ wage: '3500', on: '2026-02-20' })) })
    expect(newer.outcomes[0]?.result).toBe('updated')
    const [found, ...others] = await people(folder)
    expect(others).toEqual([])
    expect(profileOf(found!).wageMinYuan).toBe(3500)
    expect(found!.facts.wageMinYuan?.on).toBe('2026-02-20')
  })

  it('takes the same household number for the same household, in a later file too', async () => {
    const folder = newFolder()
    await load({ folder, content: sheetOf(personRow({})) })
    const member = personRow({ name: '李强', id: li, phone: '13900001234' })
    const second = await load({ folder, content: sheetOf(member) })
    expect(second.outcomes[0]).toMatchObject({ result: 'refused', problems: [{ code: 'relation.head_taken' }] })
    const third = await load({ folder, content: sheetOf(member.replace('户主', '配偶')) })
    expect(third.outcomes[0]?.result).toBe('imported')
    const homes = await within(folder, async (found) => (await found.households.list(admin, { limit: 10 })).rows)
    expect(homes.map(({ members }) => members.map(({ role }) => role))).toEqual([['head', 'member']])
  })

  it('refuses an ID number that is registered under another name', async () => {
    const folder = newFolder()
    await load({ folder, content: sheetOf(personRow({})) })
    const { outcomes } = await load({ folder, content: sheetOf(personRow({ name: '张三' })) })
    expect(outcomes[0]).toMatchObject({ result: 'refused', problems: [{ code: 'name.other', column: '姓名' }] })
  })

  it('says nothing of a person in the summary', async () => {
    const folder = newFolder()
    const { summary } = await load({ folder, content: sheetOf(personRow({}), personRow({ id: '1' })) })
    for (const secret of ['马兰', ma, '13800001234']) expect(summary).not.toContain(secret)
  })
})

describe('an error file', () => {
  it('holds only the refused rows with problem and remedy, and loads again once it is corrected', async () => {
    const folder = newFolder()
    const wrong = personRow({ name: '李强', id: li, phone: '123', skills: '=1+1', village: '渔光湖村' })
    await load({ folder, content: sheetOf(personRow({}), wrong) })
    const errors = readFileSync(join(folder, 'errors.csv'), 'utf8')
    const [first, second, ...rest] = errors.trimEnd().split('\r\n')
    expect(first).toBe(`\uFEFF${header},问题,处理办法`)
    expect(second).toContain('手机:手机号有误')
    expect(second).toContain("'=1+1")
    expect(rest).toEqual([])
    expect(statSync(join(folder, 'errors.csv')).mode & 0o077).toBe(0)
    const again = await load({ folder, content: errors.replace(',123,', ',13900001234,'), name: 'corrected.csv' })
    expect(again.outcomes.map(({ result }) => result)).toEqual(['imported'])
    const found = (await people(folder)).find(({ name }) => name === '李强')
    expect(profileOf(found!).skills).toEqual([{ text: '=1+1' }])
  })

  it('guards every cell that a spreadsheet would run, and reading takes the guard off again', async () => {
    const cells = ['=1+1', '+1', '-1', '@A1', "'=1", "''-x", '普通', "'引"]
    expect(cells.map(guarded)).toEqual(["'=1+1", "'+1", "'-1", "'@A1", "''=1", "'''-x", '普通', "'引"])
    const file = join(newFolder(), 'errors.csv')
    writeFileSync(file, ['甲,问题,处理办法', ...cells.map((cell) => `${guarded(cell)},x,y`)].join('\n'))
    const sheet = await readSheet(file, ['甲'])
    expect(sheet.columns).toEqual(['甲'])
    expect(sheet.rows.map((row) => row.cells[0])).toEqual(cells)
  })
})

describe('an import of postings', () => {
  it('creates an employer once by name, reads wage and headcount, and refuses what discriminates', async () => {
    const folder = newFolder()
    const content = postingsOf(
      '缝纫工,缝制工作服包住,红柳服装厂,招3人,3-4.5千/月',
      '包装工,流水线包装,红柳服装厂,若干人,200元/天',
      '服务员,限女性,好味餐馆,1,3000元/月',
      '保洁,打扫卫生,好味餐馆,1,很多钱',
    )
    const { outcomes } = await load({ folder, content, kind: 'postings' })
    const said = outcomes.map((one) => (one.result === 'refused' ? one.problems[0]?.code : one.result))
    expect(said).toEqual(['imported', 'imported', 'posting.discriminates', 'wage.unreadable'])
    const found = await jobs(folder)
    expect(new Set(found.map(({ employer }) => employer)).size).toBe(1)
    const sewing = found.find(({ title }) => title === '缝纫工')
    expect(sewing).toMatchObject({ openings: 3, terms: { wage: { minYuan: 3000, maxYuan: 4500 }, lodging: true } })
    expect(found.find(({ title }) => title === '包装工')?.terms.wage).toEqual({ minYuan: 5200, maxYuan: 5200 })
  })

  it('leaves a row of a file without numbers alone when it is loaded twice', async () => {
    const folder = newFolder()
    const map = join(folder, 'map.json')
    const fields = { title: '岗位名称', text: '岗位描述', employer: '单位名称', township: { constant: '640302106' } }
    const externalId = { digest: ['岗位名称', '单位名称'] }
    writeFileSync(map, JSON.stringify({ kind: 'postings', fields: { ...fields, externalId } }))
    const content = postingsOf('缝纫工,缝制工作服,红柳服装厂,3,')
    for (const result of ['imported', 'unchanged'])
      expect((await load({ folder, content, map, kind: 'postings' })).outcomes[0]?.result).toBe(result)
    expect(await jobs(folder)).toHaveLength(1)
  })
})

describe('a dry run', () => {
  it('judges like an import and makes no store', async () => {
    const folder = newFolder()
    const content = sheetOf(personRow({}), personRow({ phone: '1' }))
    const { outcomes, summary } = await load({ folder, content, dryRun: true })
    expect(outcomes.map(({ result }) => result)).toEqual(['imported', 'refused'])
    expect(summary).toContain('未写入')
    expect(readdirSync(folder).sort()).toEqual(['errors.csv', 'list.csv'])
  })

  it('knows who and what is in the store already, and leaves it as it was', async () => {
    const folder = newFolder()
    await load({ folder, content: sheetOf(personRow({})) })
    const before = await people(folder)
    const known = personRow({ wage: '9000', on: '2026-02-28' })
    const fresh = personRow({ name: '李强', id: li, phone: '13900001234', village: '渔光湖村' })
    const { outcomes } = await load({ folder, content: sheetOf(known, fresh), dryRun: true })
    expect(outcomes.map(({ result }) => result)).toEqual(['updated', 'imported'])
    expect(await people(folder)).toEqual(before)
  })
})

describe('a map', () => {
  it.each([
    ['that is no JSON', '{', /JSON/],
    ['of another kind', '{"kind":"postings","fields":{}}', /kind/],
    ['with an unknown field', '{"kind":"seekers","fields":{"naem":"姓名"}}', /naem/],
    ['without what is needed', '{"kind":"seekers","fields":{"name":"姓名"}}', /village/],
    ['with a field of two origins', '{"kind":"seekers","fields":{"name":{"columns":["a"],"constant":"b"}}}', /name/],
  ])('%s is refused in one line', async (_what, text, words) => {
    const folder = newFolder()
    const map = join(folder, 'map.json')
    writeFileSync(map, text)
    await expect(load({ folder, content: sheetOf(personRow({})), map })).rejects.toMatchObject({
      zh: expect.stringMatching(words) as string,
    })
  })
})

describe('npm run import', () => {
  it('says in one line that a running process holds the store', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'list.csv'), sheetOf(personRow({})))
    const args = ['seekers', join(folder, 'list.csv'), '--map', join(maps, 'grid-list.json')]
    const run = await within(folder, () =>
      Promise.resolve(
        spawnSync(process.execPath, ['--import', 'tsx', 'scripts/import.ts', ...args], {
          cwd: root,
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], YISANYI_DATA: join(folder, 'store'), YISANYI_KEYS: keys },
        }),
      ),
    )
    expect(run.status).toBe(1)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.stderr).toContain('正被进程')
  })
})
