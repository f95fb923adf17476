// Brings a file of postings or job-seekers in, row by row, each in or refused with its reason. `npm run import`
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { StartError } from '../src/start-error.ts'
import { runImport, type ImportOptions } from './import/run.ts'

const help = `npm run import -- postings FILE --map MAP.json [options]
npm run import -- seekers FILE.(csv|xlsx) --map MAP.json [options]
  --map FILE     which column is which field; examples in scripts/import/maps
  --dry-run      judge every row and write nothing
  --folder DIR   the store (default: YISANYI_DATA)
  --errors FILE  where refused rows go (default: beside the file, as FILE.errors.csv); corrected, it loads again
  --matches N    postings only: print for N people of the store their best of the imported postings
Ends with 0 when every row came in, 2 when some were refused, 1 when nothing could be done.`

const wrongUse = (zh: string, en: string): StartError => new StartError('option.malformed', zh, en)

function readOptions(): ImportOptions {
  const { values, positionals } = parsed()
  if (values.help === true) {
    console.log(help)
    process.exit(0)
  }
  const [kind, file, ...rest] = positionals
  if ((kind !== 'postings' && kind !== 'seekers') || file === undefined || rest.length > 0 || values.map === undefined)
    throw wrongUse(
      '用法:npm run import -- postings|seekers 文件 --map 映射文件(--help 看说明)。',
      'Usage: npm run import -- postings|seekers FILE --map MAP.json (see --help).',
    )
  const matches = values.matches ?? '0'
  if (!/^\d{1,5}$/.test(matches) || (matches !== '0' && (kind === 'seekers' || values['dry-run'] === true)))
    throw wrongUse(
      '--matches 应为整数，只用于岗位的正式导入。',
      '--matches is a whole number and goes with postings that are really imported.',
    )
  return {
    kind,
    file,
    map: values.map,
    dryRun: values['dry-run'] === true,
    errors: values.errors ?? `${file}.errors.csv`,
    matches: Number(matches),
    ...(values.folder === undefined ? {} : { folder: values.folder }),
  }
}

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        folder: { type: 'string' },
        errors: { type: 'string' },
        matches: { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw wrongUse('有不认识的选项(--help 看说明)。', 'There is an unknown option (see --help).')
  }
}

try {
  const options = readOptions()
  const config = readConfig()
  const { summary, refused } = await runImport({ ...config, folder: options.folder ?? config.folder }, options)
  console.log(summary)
  process.exitCode = refused > 0 ? 2 : 0
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exit(1)
}
