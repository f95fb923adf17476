export interface RankTableData { readonly version: string; readonly rows: readonly unknown[] }
export interface RankTable { version: string; rankCount: number; rankOf(classIndex: number, urgencyIndex: number, owed: number, j: number): number }
export interface AllocationInput {
  seekers: readonly { id: string; owed: number; classIndex: number; urgencyIndex: number; employersUsed?: Readonly<Record<string, number>> }[]
  postings: readonly { id: string; employer: string; free: number }[]
  candidates: readonly { seeker: string; posting: string; score: number; standing?: boolean }[]
  policy: { ranks: RankTable; perEmployerMax: number; stabilityBonus: number }
}
export interface Allocation { offers: readonly { seeker: string; posting: string; score: number }[]; givenByRank: readonly number[]; total: number; moved: number; components: number }
export function allocate(input: AllocationInput): Allocation {
  const free = new Map(input.postings.map((p) => [p.id, p.free]))
  const employer = new Map(input.postings.map((p) => [p.id, p.employer]))
  const by = new Map<string, { seeker: string; posting: string; score: number }[]>()
  for (const c of input.candidates) by.set(c.seeker, [...(by.get(c.seeker) ?? []), c])
  const units = input.seekers.flatMap((s) => Array.from({ length: s.owed }, (_, j) => ({ s, rank: input.policy.ranks.rankOf(s.classIndex, s.urgencyIndex, s.owed, j + 1) })))
  units.sort((a, b) => a.rank - b.rank)
  const used = new Map<string, Record<string, number>>()
  const offers: { seeker: string; posting: string; score: number }[] = []
  for (const { s } of units) {
    const u = used.get(s.id) ?? { ...s.employersUsed }
    used.set(s.id, u)
    const list = (by.get(s.id) ?? []).sort((a, b) => b.score - a.score)
    const pick = list.findIndex((c) => (free.get(c.posting) ?? 0) > 0 && (u[employer.get(c.posting) ?? ''] ?? 0) < input.policy.perEmployerMax)
    const c = list[pick]
    if (c === undefined) continue
    list.splice(pick, 1)
    free.set(c.posting, (free.get(c.posting) ?? 0) - 1)
    u[employer.get(c.posting) ?? ''] = (u[employer.get(c.posting) ?? ''] ?? 0) + 1
    offers.push(c)
  }
  return { offers, givenByRank: [], total: 0, moved: 0, components: 0 }
}
