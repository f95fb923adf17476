// A gateway that behaves as Aliyun SMS, Tencent SMS and WeChat do, and fails on purpose by seed.
// node scripts/run.mjs scripts/notifier/simulator.ts --port 8140 --reports http://127.0.0.1:8132/reports/SECRET --seed 7
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { aliyunApi } from './simulator/aliyun.ts'
import { createExchange, type Acceptance } from './simulator/exchange.ts'
import { badDay, type Faults } from './simulator/faults.ts'
import { createReporter } from './simulator/reporter.ts'
import { receive, type Received, type Reply } from './simulator/request.ts'
import { tencentApi } from './simulator/tencent.ts'
import { wechatApi } from './simulator/wechat.ts'

/** The credentials that the simulated accounts have; they open nothing else. */
export const simulatedAccount = {
  aliyun: { id: 'SimulatedAliyunId', secret: 'simulated-aliyun-secret' },
  tencent: { id: 'SimulatedTencentId', secret: 'simulated-tencent-secret' },
  wechat: { appId: 'wxsimulated', appSecret: 'simulated-wechat-secret', token: 'simulatedtoken' },
} as const

export interface SimulatorOptions {
  readonly port: number
  readonly faults: Faults
  /** Where reports go; without it only queries tell. */
  readonly reportsUrl?: string
}

export interface Simulator {
  readonly url: string
  readonly acceptances: () => readonly Acceptance[]
  /** Reports that nobody has taken yet. */
  readonly openReports: () => number
  close(): Promise<void>
}

/** Starts the simulated gateway on the loopback address; port 0 takes a free one. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const nowMs = (): number => Date.now()
  const { aliyun, tencent, wechat } = simulatedAccount
  const reporter = createReporter({ base: options.reportsUrl, wechatToken: wechat.token, nowMs })
  const exchange = createExchange({ faults: options.faults, nowMs, report: (one, ms) => reporter.send(one, ms) })
  const ofAliyun = aliyunApi(exchange, aliyun, nowMs)
  const ofTencent = tencentApi(exchange, tencent, nowMs)
  const ofWechat = wechatApi(exchange, wechat, nowMs)

  const answer = (received: Received): Reply => {
    if (received.url.pathname === '/simulator/acceptances')
      return { status: 200, document: { acceptances: exchange.acceptances(), openReports: reporter.open() } }
    if (received.headers['x-acs-action'] !== undefined) return ofAliyun(received)
    return received.headers['x-tc-action'] === undefined ? ofWechat(received) : ofTencent(received)
  }

  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      const reply = answer(await receive(request))
      // Silence: the connection stays open until the caller gives up.
      if (reply === 'silence') return
      response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8' })
      response.end(typeof reply.document === 'string' ? reply.document : JSON.stringify(reply.document))
    }
    handle().catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    acceptances: exchange.acceptances,
    openReports: reporter.open,
    close: async () => {
      reporter.close()
      if (!server.listening) return
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8140' },
      seed: { type: 'string', default: '1' },
      reports: { type: 'string' },
    },
  })
  const { url } = await startSimulator({
    port: Number(values.port),
    faults: { ...badDay, seed: Number(values.seed) },
    ...(values.reports === undefined ? {} : { reportsUrl: values.reports }),
  })
  console.log(`simulated gateway on ${url}; acceptances: ${url}/simulator/acceptances`)
}
