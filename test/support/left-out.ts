/** Says in one line which servers' tests are left out; with TEST_SERVERS=required that is an error. */
export default function tellWhatIsLeftOut(): void {
  const missing = ['TEST_MONGODB_URI', 'TEST_REDIS_URL'].filter((name) => (process.env[name] ?? '') === '')
  if (missing.length === 0) return
  const line = `left out: conformance on real servers (set ${missing.join(' and ')} to run it)`
  if (process.env['TEST_SERVERS'] === 'required') throw new Error(line)
  process.stdout.write(`${line}\n`)
}
