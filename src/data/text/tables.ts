import { existsSync, readFileSync } from 'node:fs'
import { Jieba } from '@node-rs/jieba'
import { PorterStemmer } from 'natural/lib/natural/stemmers/index.js'
import type {
  Examples,
  FieldRow,
  HashedWeights,
  HeadingModel,
  LinearModel,
  OccupationRow,
  SaidModels,
  SkillRow,
  TextTables,
  TitleModel,
  WordVectors,
} from '../../domain/text/tables.ts'
import { readPack, type Pack } from './pack.ts'

const version = 'text-2026-11-26d'
const dims = 192
const fileOf = (name: string): URL => new URL(name, import.meta.url)
const textOf = (name: string): string => readFileSync(fileOf(name), 'utf8')
const rowsOf = (name: string): string[][] =>
  textOf(name)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
const listOf = (cell: string | undefined): string[] => (cell ?? '').split('、').filter((word) => word !== '')

/** Reads the shipped tables of the text engine; synchronous, for start-up. */
export function loadTextTables(): TextTables {
  const lines = textOf('words.txt')
    .split('\n')
    .filter((line) => line !== '')
  const jieba = Jieba.withDict(Buffer.from(dictionaryOf(lines)))
  const stems = new Map<string, string>()
  const occupations = rowsOf('occupations.tsv').map(occupationOf)
  const codes = new Map([...occupations].reverse().map((row) => [row.zh, row.code]))
  return {
    version,
    occupations,
    skills: rowsOf('skills.tsv').map((cells) => skillOf(cells, codes)),
    vectors: vectorsOf(lines),
    fields: rowsOf('fields.tsv').map(fieldOf),
    titles: existsSync(fileOf('titles.bin')) ? titlesOf(readPack(fileOf('titles.bin'))) : undefined,
    headings: existsSync(fileOf('headings.bin')) ? headingsOf(readPack(fileOf('headings.bin'))) : undefined,
    said: existsSync(fileOf('said.bin')) ? saidOf(readPack(fileOf('said.bin'))) : undefined,
    duties: existsSync(fileOf('duties.bin')) ? hashedOf(readPack(fileOf('duties.bin')), '') : undefined,
    traditional: textOf('traditional.txt').replace(/\s/g, ''),
    segment: (text) => jieba.cut(text, false),
    stem: (word) => stemOf(word, stems),
  }
}

const stemsKeptMax = 20_000

function stemOf(word: string, stems: Map<string, string>): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stem = PorterStemmer.stem(word)
  if (stems.size < stemsKeptMax) stems.set(word, stem)
  return stem
}

/** Our own segmentation dictionary: the Chinese words that have a vector, with their frequencies. */
function dictionaryOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line.includes(' '))
    .map((line) => `${line} n`)
    .join('\n')
}

function vectorsOf(lines: readonly string[]): WordVectors {
  const words = lines.map((line) => line.split(' ', 1)[0] ?? '')
  const bytes = readFileSync(fileOf('vectors.bin'))
  const rowBytes = dims / 2
  if (bytes.length !== words.length * (rowBytes + 1))
    throw new Error('vectors.bin and words.txt do not belong together')
  return {
    dims,
    words,
    data: bytes.subarray(0, words.length * rowBytes),
    lengths: bytes.subarray(words.length * rowBytes),
  }
}

function hashedOf(pack: Pack, prefix: string): HashedWeights {
  return {
    hashes: pack.array(`${prefix}hashes`, 'u32'),
    starts: pack.array(`${prefix}starts`, 'u32'),
    labels: pack.array(`${prefix}labels`, 'u16'),
    values: pack.array(`${prefix}values`, 'u8'),
  }
}

function examplesOf(pack: Pack): Examples {
  const { support = 0, dims: exampleDims = 0 } = pack.numbers
  return {
    support,
    dims: exampleDims,
    grams: hashedOf(pack, 'gram_'),
    gramWeights: pack.array('gram_weights', 'u8'),
    vectors: pack.array('vectors', 'i8'),
  }
}

function headingsOf(pack: Pack): HeadingModel {
  return { ...examplesOf(pack), names: pack.array('names', 'u32'), heading: pack.array('heading', 'u16') }
}

function linearOf(pack: Pack, name: string): LinearModel {
  const offsets = pack.array(`${name}_offsets`, 'f32')
  return {
    labels: offsets.length,
    hashes: pack.array(`${name}_hashes`, 'u32'),
    weights: pack.array(`${name}_weights`, 'i8'),
    scale: pack.numbers[`${name}_scale`] ?? 0,
    dense: pack.array(`${name}_dense`, 'f32'),
    offsets,
  }
}

function saidOf(pack: Pack): SaidModels {
  return { standing: linearOf(pack, 'standing'), limits: linearOf(pack, 'limits') }
}

/** Reads a title model from a pack; also used for the models of single folds. */
export function titlesOf(pack: Pack): TitleModel {
  const { answersPerSupport = 0, answerScale = 0 } = pack.numbers
  return {
    ...examplesOf(pack),
    fields: hashedOf(pack, 'field_'),
    answersPerSupport,
    answers: pack.array('answers', 'u16'),
    answerWeights: pack.array('answer_weights', 'i8'),
    answerScale,
  }
}

function fieldOf([id = '', zh, en]: string[]): FieldRow {
  return { id, zh: listOf(zh), en: listOf(en) }
}

function occupationOf([code = '', level = '4', zh = '', en = '', words]: string[]): OccupationRow {
  return { code, level: Number(level), zh, en: en === '' ? zh : en, words: listOf(words) }
}

/** A skill's occupations stand in its row by name; a name that the classification lacks is left to the tests. */
function skillOf(
  [id = '', zh = '', en = '', words, occupations, covers]: string[],
  codes: ReadonlyMap<string, string>,
): SkillRow {
  const belongs = listOf(occupations).map((name) => codes.get(name))
  return {
    id,
    zh,
    en,
    words: listOf(words).map((word) => word.replace(/（.*?）/g, '')),
    occupations: belongs.filter((code) => code !== undefined),
    covers: listOf(covers),
  }
}
