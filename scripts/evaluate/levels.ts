import { nth } from './nth.ts'
import type { Track } from './track.ts'

type Level = 'major' | 'middle' | 'small' | 'fine'

/** Counts whether the first answer is right at each level of the classification; only where document ids are its codes. */
export function levelsOf(track: Track) {
  if (!track.corpus.every((item) => /^\d(?:-\d\d){3}$/.test(item.id))) return undefined
  const right = [0, 0, 0, 0]
  let total = 0
  const shared = (a: string, b: string): number => {
    const [left, other] = [a.split('-'), b.split('-')]
    let depth = 0
    while (depth < 4 && left[depth] === other[depth]) depth++
    return depth
  }
  return {
    note(query: number, answer: number): void {
      const given = track.corpus[answer]?.id ?? ''
      const depth = Math.max(
        ...[...nth(track.gains, query).keys()].map((at) => shared(given, nth(track.corpus, at).id)),
      )
      for (let level = 0; level < depth; level++) right[level] = nth(right, level) + 1
      total++
    },
    shares(): Record<Level, number> {
      const share = (level: number): number => Math.round((nth(right, level) / Math.max(1, total)) * 10_000) / 10_000
      return { major: share(0), middle: share(1), small: share(2), fine: share(3) }
    },
  }
}
