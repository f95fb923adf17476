import type { Side } from './target.ts'

const shownPerSeeker = 3
const reasonsShown = 4
/** How far down a person's list imported postings are looked for. */
const rankMax = 500

/**
 * For so many people of the store, their best of the postings that were just imported, with reasons; people are named by id
 * alone. Resolves with the lines to print.
 */
export async function matchReport(side: Side, imported: ReadonlySet<string>, people: number): Promise<string> {
  const { services, caller } = side
  const lines: string[] = []
  let shown = 0
  const equals = { district: caller.district }
  for await (const seeker of services.store.seekers.each({ index: 'byDistrict', equals })) {
    if (shown >= people) break
    if (seeker.wish?.wantsWork !== true || !seeker.consent.given) continue
    shown += 1
    const page = { limit: rankMax, offset: 0, now: services.clock.now(), scoreMin: services.matches.scoreMin() }
    const best = services.index
      .postingsOf(seeker._id, page)
      .filter(({ id }) => imported.has(id))
      .slice(0, shownPerSeeker)
    const occupations = seeker.facts.occupations?.value.join('、') ?? '未说明意向'
    lines.push(`\n${seeker._id} · ${services.places.get(seeker.village)?.name ?? seeker.village} · ${occupations}`)
    if (best.length === 0) lines.push('  没有合适的导入岗位 / none of the imported postings suits')
    for (const { id } of best) {
      const { title, explanation } = await services.matches.pair(caller, seeker._id, id)
      lines.push(`  ${title}:${explanation.summary.zh}`)
      for (const reason of explanation.reasons.slice(0, reasonsShown))
        lines.push(`      ${reason.sign === 'for' ? '+' : reason.sign === 'against' ? '-' : '·'} ${reason.zh}`)
    }
  }
  return [`\n匹配 / matches: ${shown} 人`, ...lines].join('\n')
}
