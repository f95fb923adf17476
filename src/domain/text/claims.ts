import type { Lexicon } from './lexicon.ts'
import type { ConceptId } from './tables.ts'
import type { Reading } from './text.ts'

type Claims = Pick<Reading, 'occupations' | 'skills' | 'refused' | 'certificates' | 'limits'>

const negation = /(?:不会|不懂|没干过|没做过|不能|不想|不愿|干不了|做不了|没有|没)[^,,。;；、!！?？\s]{0,4}$/
const limitPatterns: readonly (readonly [string, RegExp])[] = [
  ['heavy_lifting', /腰不好|腰疼|腰椎|重活[^,。]{0,4}(?:不了|不能|不行)|(?:不能|干不了|做不了)[^,。]{0,3}重/],
  [
    'night_shift',
    /(?:不能|不上|不想上|上不了|不愿上)[^,。]{0,3}(?:夜班|晚班)|(?:夜班|晚班)[^,。]{0,4}(?:不了|不行|不上)/,
  ],
  ['standing', /(?:不能|不宜)[^,。]{0,3}久站|站不住|站不了|腿脚?不好|膝盖/],
]

/** Concepts of a normalised text sorted into claimed, refused, certificates and limits. */
export function readClaims(text: string, lexicon: Lexicon): Claims {
  const skills = new Map<ConceptId, string[]>()
  const refused = new Map<ConceptId, string[]>()
  const certificates = new Map<ConceptId, string[]>()
  const occupations = new Map<ConceptId, { weight: number; words: string[] }>()
  const note = (map: Map<ConceptId, string[]>, id: ConceptId, word: string): void => {
    map.set(id, [...(map.get(id) ?? []), word])
  }
  const vote = (id: ConceptId, weight: number, word: string): void => {
    const known = occupations.get(id)
    if (known?.words.includes(word) === true) return
    occupations.set(id, { weight: (known?.weight ?? 0) + weight, words: [...(known?.words ?? []), word] })
  }
  for (const { start, words, concepts } of lexicon.mentionsOf(text)) {
    const isRefused = negation.test(text.slice(Math.max(0, start - 8), start))
    for (const concept of concepts) {
      if (isRefused) note(refused, concept, words)
      else if (concept.startsWith('cert/')) note(certificates, concept, words)
      else if (concept.startsWith('skill/')) note(skills, concept, words)
      else vote(concept, 1, words)
      if (!isRefused) lexicon.occupationsOf(concept).forEach((id, rank) => vote(id, 0.6 / (rank + 1), words))
    }
  }
  const hits = (map: Map<ConceptId, string[]>, max: number) =>
    [...map].map(([concept, words]) => ({ concept, confidence: 0.9, words: [...new Set(words)] })).slice(0, max)
  return {
    occupations: [...occupations]
      .sort((a, b) => b[1].weight - a[1].weight || (a[0] < b[0] ? -1 : 1))
      .slice(0, 8)
      .map(([concept, { weight, words }]) => ({ concept, confidence: Math.min(1, weight), words })),
    skills: hits(skills, 24),
    refused: hits(refused, 24),
    certificates: hits(certificates, 12),
    limits: limitPatterns.filter(([, pattern]) => pattern.test(text)).map(([limit]) => limit),
  }
}
