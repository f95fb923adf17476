// Runs one entry file (or, with --tool, one tool of node_modules) on a machine that has only Node: it checks the Node
// version, installs what is missing, and picks the TypeScript loader. Plain JavaScript, because it runs before any install.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
const at = (path) => fileURLToPath(new URL(path, root))
const nodeMin = [20, 19]

/** Ends the process with one clear line and its remedy. */
function stop(message) {
  console.error(message)
  process.exit(1)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < nodeMin[0] || (major === nodeMin[0] && minor < nodeMin[1]))
  stop(
    `Node ${process.versions.node} is too old: install Node ${nodeMin.join('.')} or newer. / Node 版本过低，请安装 ${nodeMin.join('.')} 或更新版本。`,
  )

/** Installs exactly what package-lock.json names, once for each state of that file. */
function install() {
  const stamp = at('node_modules/.cache/installed')
  const wanted = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing dependencies (first run only) … / 正在安装依赖(仅首次)……')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    cwd: at('.'),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0)
    stop('Installing failed: see the lines above; check the connection to the npm registry and run the command again.')
  mkdirSync(at('node_modules/.cache'), { recursive: true })
  writeFileSync(stamp, wanted)
}

install()
const [first, ...rest] = process.argv.slice(2)
const isTool = first === '--tool'
// Node strips types by itself from 22.18; before that tsx does it.
const stripsTypes = major > 22 || (major === 22 && minor >= 18)
const args = isTool
  ? [binOf(rest[0]), ...rest.slice(1)]
  : [...(stripsTypes ? [] : ['--import', 'tsx']), '--disable-warning=ExperimentalWarning', at(first), ...rest]

/** The script behind a tool's command name. */
function binOf(name) {
  const bin = JSON.parse(
    readFileSync(at(`node_modules/${name === 'tsc' ? 'typescript' : name}/package.json`), 'utf8'),
  ).bin
  return at(`node_modules/${name === 'tsc' ? 'typescript' : name}/${typeof bin === 'string' ? bin : bin[name]}`)
}

const child = spawn(process.execPath, args, { cwd: at('.'), stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
