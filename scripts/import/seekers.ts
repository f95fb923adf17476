import { blindIndex } from '../../src/domain/privacy.ts'
import type { Seeker } from '../../src/domain/seeker.ts'
import { instantAt } from '../../src/domain/time.ts'
import type { RowReader } from './columns.ts'
import { peopleOf, type Person } from './people.ts'
import type { Sheet } from './read.ts'
import { isTooWide, outcomeOf, RowRefused, type RowOutcome, type RowProblem } from './report.ts'
import { householdId, type Side, type Target } from './target.ts'

type Name = (field: string) => string

const headTaken = (columnOf: Name): RowProblem => ({
  code: 'relation.head_taken',
  column: columnOf('relation'),
  zh: '该户已有另一位户主',
  remedy: '请核对户号和与户主关系',
  en: 'the household has another head already',
})

/** The household of the row's number, where it exists. */
const homeOf = (side: Side, { said, household }: Person) =>
  household === undefined
    ? Promise.resolve(undefined)
    : side.services.store.households.get(householdId(side, said.village, household))

/** Refuses, before anything is written, a second head of one household. */
async function checkHome(side: Side, person: Person, known: Seeker | undefined, columnOf: Name): Promise<void> {
  const home = await homeOf(side, person)
  const other = home?.members.some((member) => member.role === 'head' && member.seeker !== known?._id) === true
  if (other && person.role === 'head') throw new RowRefused([headTaken(columnOf)])
}

/** Makes the person a member of the household of their number, which is created when it is new. */
async function joinHome(side: Side, person: Person, seeker: string): Promise<void> {
  const { said, household, householdKind, role } = person
  if (household === undefined) return
  const { services, caller, withId } = side
  const id = householdId(side, said.village, household)
  if ((await services.store.households.get(id)) === undefined)
    await withId(id, () => services.households.create(caller, { kind: householdKind, village: said.village }))
  await services.households.join(caller, id, { seeker, role })
}

/** The person whom the row means; the same ID number under another name is a mistake of the list. */
async function knownOf(side: Side, { said }: Person, columnOf: Name): Promise<Seeker | undefined> {
  const known = await side.services.seekers.known(side.caller, said)
  if (known !== undefined && known.name.replace(/\s/g, '') !== said.name)
    throw new RowRefused([
      {
        code: 'name.other',
        column: columnOf('name'),
        zh: '该身份证号已登记在另一姓名下',
        remedy: '请核对姓名和身份证号',
        en: 'this ID number is registered under another name',
      },
    ])
  return known
}

/** A person who has not consented is kept, and served once they have. */
const withoutConsent = ({ said }: Person, columnOf: Name): readonly RowProblem[] =>
  said.consent
    ? []
    : [
        {
          code: 'consent.missing',
          column: columnOf('consent'),
          zh: '未记同意使用信息：已登记，暂不匹配、不发信息',
          remedy: '取得本人同意后登记同意',
          en: 'no consent: registered, but neither matched nor written to',
        },
      ]

/** What a list says otherwise than the register and an import does not change. */
function differences(side: Side, { said }: Person, known: Seeker, columnOf: Name): readonly RowProblem[] {
  const differs = (field: string): RowProblem => ({
    code: `${field}.differs`,
    column: columnOf(field),
    zh: '与登记不同，未更改',
    remedy: '请在系统中核实',
    en: 'differs from the register and was left as it is',
  })
  const { ring } = side.services
  const phone = said.phone === undefined ? undefined : blindIndex(ring, 'phone', said.phone)
  return [
    ...(known.village === said.village ? [] : [differs('village')]),
    ...(phone === undefined || phone === known.phoneIndex ? [] : [differs('phone')]),
  ]
}

/** Takes newer facts and a newer wish of a known person in; what is older than what is known changes nothing. */
async function update(side: Side, person: Person, known: Seeker): Promise<boolean> {
  const { services, caller } = side
  const { profile, on, source, wantsWork } = person.said
  const learned = await services.seekers.learn(caller, known._id, { profile, on, source })
  const at = instantAt(on)
  const isNews = wantsWork !== undefined && (known.wish === undefined || known.wish.at <= at)
  const wished = isNews ? await services.seekers.wish(caller, known._id, { wantsWork, at }) : learned
  const consents = person.said.consent && !known.consent.given && known.consent.at <= at
  if (consents) await services.seekers.consent(caller, known._id, { given: true, at })
  if (known.village === person.said.village) await joinHome(side, person, known._id)
  const after = await services.store.seekers.get(known._id)
  return (after ?? wished).version !== known.version
}

/** Brings people in row by row: new ones are registered, known ones updated by the row's day, wrong ones refused. */
export async function importSeekers(
  target: Target,
  sheet: Sheet,
  reader: RowReader,
  progress: (done: number) => void,
): Promise<readonly RowOutcome[]> {
  const { dryRun, real, into } = target
  const read = peopleOf(reader, into.services.clock.now(), into.services.places)
  const columnOf: Name = (field) => reader.columnOf(field)
  const outcomes: RowOutcome[] = []
  for (const row of sheet.rows) {
    const { line } = row
    const act = async (): Promise<RowOutcome> => {
      const wide = isTooWide(sheet, row)
      if (wide !== undefined) throw new RowRefused([wide])
      const person = read(row)
      if (dryRun && real !== undefined) {
        const known = await knownOf(real, person, columnOf)
        await checkHome(real, person, known, columnOf)
        if (known !== undefined)
          return { line, result: 'updated', id: known._id, notes: differences(real, person, known, columnOf) }
      }
      const known = await knownOf(into, person, columnOf)
      await checkHome(into, person, known, columnOf)
      if (known !== undefined) {
        const isNews = await update(into, person, known)
        const notes = differences(into, person, known, columnOf)
        return { line, result: isNews ? 'updated' : 'unchanged', id: known._id, notes }
      }
      const seeker = await into.services.seekers.register(into.caller, person.said)
      await joinHome(into, person, seeker._id)
      return { line, result: 'imported', id: seeker._id, notes: withoutConsent(person, columnOf) }
    }
    outcomes.push(await outcomeOf(line, (pointer) => columnOf(pointer.split('/')[1] ?? ''), act))
    progress(outcomes.length)
  }
  return outcomes
}
