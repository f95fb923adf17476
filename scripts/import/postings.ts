import type { Terms } from '../../src/domain/posting.ts'
import { postingKinds, type PostingKind } from '../../src/domain/seeker.ts'
import { headcountIn } from '../../src/domain/text/headcount.ts'
import { readWage } from '../../src/domain/text/wage.ts'
import { instantAt, plusDays, type Instant } from '../../src/domain/time.ts'
import { Problem } from '../../src/problem.ts'
import type { NewPosting } from '../../src/services/postings.ts'
import type { FieldSet, RowReader } from './columns.ts'
import { readPlace } from './places.ts'
import type { Sheet, SheetRow } from './read.ts'
import { isTooWide, outcomeOf, RowRefused, type RowOutcome, type RowProblem } from './report.ts'
import type { Side, Target } from './target.ts'
import { plainOf, readDay } from './values.ts'

/** What a map of postings may name. */
export const postingFields: FieldSet = {
  kind: 'postings',
  required: ['title', 'text', 'employer', 'township'],
  optional: ['externalId', 'kind', 'tags', 'openings', 'wage', 'village', 'closesAt', 'openDays'],
}

const titleMax = 100
const textMax = 5000
const openDaysDefault = 30

type Content = Omit<NewPosting, 'employer'>

interface PostingRow {
  readonly employer: string
  readonly township: string
  readonly content: Content
  readonly notes: readonly RowProblem[]
}

/** Reads the rows of one file; problems and notes name the file's own headers. */
function rowsOf(reader: RowReader, now: Instant, places: Side['services']['places']) {
  const problem = (field: string, code: string, zh: string, remedy: string, en: string): RowProblem => ({
    code,
    column: reader.columnOf(field),
    zh,
    remedy,
    en,
  })
  /** A text that must be there; a refusal is collected, so that one pass names all of them. */
  const needed = (cells: readonly string[], field: string, lengthMax: number, wrong: RowProblem[]): string => {
    const said = reader.text(cells, field) ?? ''
    if (said === '') wrong.push(problem(field, `${field}.missing`, '不能为空', '请补填', 'must not be empty'))
    if (said.length > lengthMax)
      wrong.push(
        problem(field, `${field}.too_long`, `超过 ${lengthMax} 字`, '请删短', `is over ${lengthMax} characters`),
      )
    return said
  }

  const openingsOf = (cells: readonly string[], notes: RowProblem[]): number => {
    const said = reader.text(cells, 'openings')
    const count = said === undefined ? undefined : headcountIn(said)
    if (said !== undefined && count === undefined)
      notes.push(problem('openings', 'openings.open', '人数未写明，按 1 人', '可在系统中改', 'no figure, taken as 1'))
    return count ?? 1
  }

  const termsOf = (cells: readonly string[], wrong: RowProblem[], notes: RowProblem[]): Terms | undefined => {
    const said = reader.text(cells, 'wage')
    if (said === undefined) return undefined
    const read = readWage(said)
    if (read === undefined) {
      const remedy = '请写成 3000-4500元/月、200元/天 或 面议，或清空此格'
      wrong.push(problem('wage', 'wage.unreadable', '看不懂的工资', remedy, 'the wage cannot be read'))
      return undefined
    }
    if (!('wage' in read)) {
      notes.push(
        problem('wage', 'wage.open', '工资面议或计件，按未知处理', '', 'open or by the piece, taken as unknown'),
      )
      return undefined
    }
    return { wage: read.wage }
  }

  const villageOf = (cells: readonly string[], wrong: RowProblem[], notes: RowProblem[]): string | undefined => {
    const said = reader.text(cells, 'village')
    if (said === undefined) return undefined
    const read = readPlace(places, said, undefined, true)
    if (read.kind === 'found') return read.place.code
    const note = problem(
      'village',
      'village.unknown',
      '地点不在本区或不唯一',
      '请写本区乡镇和村名',
      'not one place here',
    )
    if (reader.ignoresUnknown('village')) notes.push(note)
    else wrong.push(note)
    return undefined
  }

  const closesAtOf = (cells: readonly string[], wrong: RowProblem[]): Instant => {
    const said = reader.text(cells, 'closesAt')
    const day = said === undefined ? undefined : readDay(said)
    if (said !== undefined && day === undefined)
      wrong.push(problem('closesAt', 'closesAt.unreadable', '看不懂的日期', '请写成 2026-03-01', 'is not a day'))
    // A posting that closes on a day is open until that day's end.
    if (day !== undefined) return instantAt(day, 24)
    const days = Number(reader.text(cells, 'openDays') ?? openDaysDefault)
    if (Number.isInteger(days) && days > 0 && days < 1000) return plusDays(now, days)
    wrong.push(
      problem('openDays', 'openDays.wrong', '应为 1 到 999 的整数', '请改正', 'is a whole number from 1 to 999'),
    )
    return now
  }

  const kindOf = (cells: readonly string[], wrong: RowProblem[]): PostingKind => {
    const said = reader.text(cells, 'kind') ?? 'enterprise'
    const kind = postingKinds.find((one) => one === said)
    if (kind === undefined)
      wrong.push(
        problem('kind', 'kind.unknown', '没有这种岗位类别', `可用：${postingKinds.join('、')}`, 'unknown kind'),
      )
    return kind ?? 'enterprise'
  }

  return ({ cells }: SheetRow): PostingRow => {
    const wrong: RowProblem[] = []
    const notes: RowProblem[] = []
    const externalId = reader.text(cells, 'externalId')
    const terms = termsOf(cells, wrong, notes)
    const village = villageOf(cells, wrong, notes)
    const row: PostingRow = {
      employer: needed(cells, 'employer', 100, wrong),
      township: needed(cells, 'township', 20, wrong),
      content: {
        ...(externalId === undefined ? {} : { externalId }),
        kind: kindOf(cells, wrong),
        title: needed(cells, 'title', titleMax, wrong).replace(/\s+/g, ' '),
        text: needed(cells, 'text', textMax, wrong),
        tags: reader.list(cells, 'tags'),
        openings: openingsOf(cells, notes),
        closesAt: closesAtOf(cells, wrong),
        ...(terms === undefined ? {} : { terms }),
        ...(village === undefined ? {} : { village }),
      },
      notes,
    }
    if (wrong.length > 0) throw new RowRefused(wrong)
    return row
  }
}

/** The employers of a store by name; one that a column names and that is not there is created. */
async function employersOf(side: Side) {
  const { services, caller } = side
  const nameOf = (name: string): string => plainOf(name).toLowerCase()
  const byName = new Map<string, string>()
  const equals = { district: caller.district }
  for await (const one of services.store.employers.each({ index: 'byDistrict', equals }))
    byName.set(nameOf(one.name), one._id)
  return {
    find: (name: string): string | undefined => byName.get(nameOf(name)),
    findOrCreate: async (name: string, kind: PostingKind, township: string): Promise<string> => {
      const known = byName.get(nameOf(name))
      if (known !== undefined) return known
      const { _id } = await services.employers.create(caller, { name, kind, township })
      byName.set(nameOf(name), _id)
      return _id
    },
  }
}

/** Brings postings in row by row; a refused row leaves the others as they are, and makes no employer. */
export async function importPostings(
  target: Target,
  sheet: Sheet,
  reader: RowReader,
  progress: (done: number) => void,
): Promise<readonly RowOutcome[]> {
  const { real, into } = target
  const read = rowsOf(reader, into.services.clock.now(), into.services.places)
  const made = await employersOf(into)
  const existing = real === undefined || real === into ? undefined : await employersOf(real)
  const columnOf = (pointer: string): string => reader.columnOf(pointer.split('/')[1] ?? '')
  const outcomes: RowOutcome[] = []
  for (const row of sheet.rows) {
    outcomes.push(
      await outcomeOf(row.line, columnOf, async () => {
        const wide = isTooWide(sheet, row)
        if (wide !== undefined) throw new RowRefused([wide])
        const { employer, township, content, notes } = read(row)
        try {
          const known = existing?.find(employer)
          if (known !== undefined) await real?.services.postings.check(real.caller, { ...content, employer: known })
          into.services.postings.checkContent(content)
          const id = await made.findOrCreate(employer, content.kind ?? 'enterprise', township)
          const posting = await into.services.postings.create(into.caller, { ...content, employer: id })
          return { line: row.line, result: 'imported', id: posting._id, notes }
        } catch (error) {
          const isSameRow = error instanceof Problem && error.code === 'object.exists' && reader.isDigest('externalId')
          if (isSameRow) return { line: row.line, result: 'unchanged', notes: [] }
          throw error
        }
      }),
    )
    progress(outcomes.length)
  }
  return outcomes
}
