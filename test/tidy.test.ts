import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const fileLinesMax = 300
const functionLinesMax = 70
/** Files that hold nothing but a table. */
const tables = ['scripts/demo/trades.ts']
const root = join(import.meta.dirname, '..')

/** Tracked and new files of the working tree, so that a file is judged before it is committed. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && !path.startsWith('node_modules/'))
const sources = new Map(
  files.flatMap((path) => {
    try {
      return [[path, readFileSync(join(root, path), 'utf8')] as const]
    } catch {
      return []
    }
  }),
)

const importsOf = (path: string): readonly { specifier: string; isType: boolean }[] =>
  [...(sources.get(path) ?? '').matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gm)].map(
    ([, type, specifier]) => ({
      specifier: specifier ?? '',
      isType: type !== undefined,
    }),
  )
const targetOf = (path: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : undefined

const layerOf = (path: string): string =>
  /^(src\/(?:domain|services|store|queue|channels|threads|data|http)|src|jobs|scripts|test)(?:\/|$)/.exec(path)?.[1] ??
  'root'

/** What each layer may import; `src` alone are the files that stand directly in it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/domain': ['src/domain'],
  'src/services': ['src/services', 'src/domain'],
  'src/store': ['src/store', 'src/domain'],
  'src/queue': ['src/queue', 'src/domain'],
  'src/channels': ['src/channels', 'src/domain'],
  'src/threads': ['src/threads', 'src/domain'],
  'src/data': ['src/data', 'src/domain'],
  'src/http': ['src/http', 'src/services', 'src/domain'],
  src: [
    'src',
    'src/http',
    'src/services',
    'src/store',
    'src/queue',
    'src/channels',
    'src/threads',
    'src/data',
    'src/domain',
  ],
  jobs: ['jobs', 'src', 'src/services', 'src/domain'],
}
/** Pure or shared by all: the error table, the clock's and ids' types, the start error. */
const common = [
  'src/errors.ts',
  'src/problem.ts',
  'src/clock.ts',
  'src/ids.ts',
  'src/start-error.ts',
  'src/store/schema.ts',
]
/** Ports: named by layers below them as types only. */
const ports = [
  'src/store/store.ts',
  'src/queue/queue.ts',
  'src/channels/channels.ts',
  'src/threads/threads.ts',
  'src/store/indexes.ts',
  'src/wire.ts',
]

describe('the house', () => {
  it('imports only along its arrows', () => {
    const wrong = [...sources.keys()].flatMap((path) => {
      const layers = allowed[layerOf(path)]
      if (layers === undefined) return []
      return importsOf(path).flatMap(({ specifier, isType }) => {
        const target = targetOf(path, specifier)
        if (target === undefined || common.includes(target) || layers.includes(layerOf(target))) return []
        return isType && ports.includes(target) ? [] : [`${path} -> ${target}`]
      })
    })
    expect(wrong).toEqual([])
  })

  it('keeps the domain free of input and output', () => {
    const io = /^(node:(?!crypto$)|fastify|@fastify|lmdb|mongodb|bullmq|ioredis|pino|p-queue|piscina)/
    const wrong = [...sources.keys()]
      .filter((path) => layerOf(path) === 'src/domain')
      .flatMap((path) =>
        importsOf(path)
          .filter(({ specifier }) => io.test(specifier))
          .map(({ specifier }) => `${path} -> ${specifier}`),
      )
    expect(wrong).toEqual([])
  })

  it('takes time, ids and randomness as arguments in the domain and the services', () => {
    const wrong = [...sources]
      .filter(([path]) => ['src/domain', 'src/services'].includes(layerOf(path)))
      .filter(([, text]) => /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(/.test(text))
      .map(([path]) => path)
    expect(wrong).toEqual([])
  })

  it('reads the environment in one place', () => {
    const wrong = [...sources]
      .filter(([path, text]) => /^(src|jobs)\//.test(path) && text.includes('process.env') && path !== 'src/config.ts')
      .map(([path]) => path)
    expect(wrong).toEqual([])
  })

  it('has no import cycles', () => {
    const state = new Map<string, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
        return
      }
      state.set(path, 'open')
      for (const { specifier, isType } of importsOf(path)) {
        const target = targetOf(path, specifier)
        if (!isType && target !== undefined && sources.has(target)) visit(target, [...trail, path])
      }
      state.set(path, 'done')
    }
    for (const path of sources.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })

  it(`keeps files under ${fileLinesMax} lines and functions under ${functionLinesMax}`, () => {
    const wrong: string[] = []
    for (const [path, text] of sources) {
      if (path.startsWith('src/data/') || tables.includes(path)) continue
      const lines = text.split('\n').length
      if (lines > fileLinesMax) wrong.push(`${path}: ${lines} lines`)
      if (!/^(src|jobs|scripts)\//.test(path)) continue
      wrong.push(...longFunctions(path, text))
    }
    expect(wrong).toEqual([])
  })

  it('silences no test, no lint rule and no type error', () => {
    const marks = [
      '.skip' + '(',
      '.only' + '(',
      'it.todo',
      '@ts-' + 'ignore',
      '@ts-' + 'nocheck',
      'eslint-' + 'disable',
      ': any' + '\\b',
      'as any' + '\\b',
    ]
    const pattern = new RegExp(marks.map((mark) => mark.replace(/[.(@]/g, '\\$&')).join('|'))
    const wrong = [...sources]
      .filter(([path]) => path !== 'test/tidy.test.ts')
      .flatMap(([path, text]) =>
        text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
      )
    expect(wrong).toEqual([])
  })

  it('names no punctuation sign twice in one class of a pattern, as happens where the second was meant to be full-width', () => {
    const wrong = [...sources]
      .filter(([path]) => /^(src|jobs|scripts)\//.test(path) && !path.startsWith('src/data/'))
      .flatMap(([path, text]) => doubledSigns(path, text))
    expect(wrong).toEqual([])
  })

  it('has no file that nothing reaches', () => {
    const reached = new Set<string>()
    const reach = (path: string): void => {
      if (reached.has(path) || !sources.has(path)) return
      reached.add(path)
      for (const { specifier } of importsOf(path)) {
        const target = targetOf(path, specifier)
        if (target !== undefined) reach(target)
      }
      for (const [, specifier] of (sources.get(path) ?? '').matchAll(
        /(?:import\(|new URL\()\s*'(\.[^']+\.(?:ts|mjs))'/g,
      )) {
        const target = targetOf(path, specifier ?? '')
        if (target !== undefined) reach(target)
      }
    }
    const entries = [...sources.keys()].filter(
      (path) => /^(scripts|test)\//.test(path) || path.endsWith('main.ts') || layerOf(path) === 'root',
    )
    entries.forEach(reach)
    expect([...sources.keys()].filter((path) => !reached.has(path))).toEqual([])
  })
})

/** Functions whose body is longer than allowed; one that only holds other functions (a service) is judged by them. */
function longFunctions(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line
  const ownLines = (node: ts.Node): number => {
    let lines = lineOf(node.end) - lineOf(node.getStart()) + 1
    const subtract = (child: ts.Node): void => {
      if (ts.isFunctionLike(child)) lines -= Math.max(0, lineOf(child.end) - lineOf(child.getStart()))
      else ts.forEachChild(child, subtract)
    }
    ts.forEachChild(node, subtract)
    return lines
  }
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && ownLines(node) > functionLinesMax)
      found.push(`${path}:${lineOf(node.getStart()) + 1}: a function of ${ownLines(node)} own lines`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const isClassText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isRegularExpressionLiteral(node) ||
  ts.isStringLiteral(node) ||
  ts.isNoSubstitutionTemplateLiteral(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node)

/** Classes of patterns, in literals and in the strings that patterns are made of, that hold one sign twice. */
function doubledSigns(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (isClassText(node))
      for (const [whole, signs = ''] of node.getText().matchAll(/\[\^?((?:\\.|[^\]\\\n])*)\]/g)) {
        const punctuation = signs.replace(/\\(?=[^\w\s])/g, '').match(/[,;:!?~()。、，；：！？～（）]/g) ?? []
        if (new Set(punctuation).size < punctuation.length)
          found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${whole}`)
      }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
