import { readFileSync } from 'node:fs'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { PorterStemmer } from 'natural/lib/natural/stemmers/index.js'
import type { OccupationRow, SkillRow, TextTables } from '../../domain/text/tables.ts'

const textOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const rowsOf = (name: string): string[][] =>
  textOf(name)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
const listOf = (cell: string | undefined): string[] => (cell ?? '').split('、').filter((word) => word !== '')

/** Reads the shipped tables of the text engine; synchronous, for start-up. */
export function loadTextTables(): TextTables {
  const jieba = Jieba.withDict(dict)
  return {
    version: 'text-2026-11',
    occupations: rowsOf('occupations.tsv').map(occupationOf),
    skills: rowsOf('skills.tsv').map(skillOf),
    vectors: { dims: 128, words: [], data: new Int8Array(0), weights: new Uint8Array(0) },
    model: undefined,
    synonyms: [],
    traditional: '',
    segment: (text) => jieba.cut(text, true),
    stem: (word) => PorterStemmer.stem(word),
  }
}

function occupationOf([code = '', level = '4', zh = '', en = '', words]: string[]): OccupationRow {
  return { code, level: Number(level), zh, en: en === '' ? zh : en, words: listOf(words) }
}

function skillOf([id = '', zh = '', en = '', words, occupations, covers]: string[]): SkillRow {
  return { id, zh, en, words: listOf(words), occupations: listOf(occupations), covers: listOf(covers) }
}
