import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { isLoopback, isRefused } from '../../src/channels/address.ts'
import { signatureOf, webhookSender, type Resolve } from '../../src/channels/webhook.ts'

const vector = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000).toISOString(),
  payload: '{"test": 2432232314}',
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
}
const expected = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

let servers: Server[] = []
afterEach(async () => {
  await Promise.all(
    servers.map((one) => {
      one.closeAllConnections()
      return new Promise((resolve) => one.close(resolve))
    }),
  )
  servers = []
})

/** A receiver on this machine. */
async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

const open = webhookSender({ loopback: true })

describe('a signature', () => {
  it('is the one that the Standard Webhooks specification gives', () => {
    expect(signatureOf(vector)).toBe(expected)
  })

  it('is made with both secrets while one takes over from the other, newest first', () => {
    const newer = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
    const [first, second, ...rest] = signatureOf({ ...vector, secrets: [newer, ...vector.secrets] }).split(' ')
    expect(first).toMatch(/^v1,/)
    expect([second, rest]).toEqual([expected, []])
  })
})

describe('a message', () => {
  it('arrives with the headers and the bytes that a receiver verifies', async () => {
    const seen: { headers: IncomingMessage['headers']; body: string; method?: string }[] = []
    const url = await receiver((request, response) => {
      void bodyOf(request).then((body) => {
        seen.push({ headers: request.headers, body, method: request.method ?? '' })
        response.writeHead(204).end()
      })
    })
    const at = new Date().toISOString()
    const found = await open.send({ ...vector, url, at })
    expect(found).toMatchObject({ status: 204 })
    expect(seen).toHaveLength(1)
    const [{ headers, body, method }] = seen as [(typeof seen)[0]]
    expect([method, body]).toEqual(['POST', vector.payload])
    expect(headers['content-type']).toBe('application/json')
    expect(headers['webhook-id']).toBe(vector.id)
    const verify = new Webhook(vector.secrets[0]!).verify(body, headers as Record<string, string>)
    expect(verify).toEqual({ test: 2_432_232_314 })
  })

  it('follows no redirect', async () => {
    let reached = 0
    const target = await receiver((_request, response) => {
      reached += 1
      response.end()
    })
    const url = await receiver((_request, response) => response.writeHead(307, { location: target }).end())
    expect(await open.send({ ...vector, url })).toMatchObject({ status: 307 })
    expect(reached).toBe(0)
  })

  it('gives back Retry-After, and is not held up by an answer without end', async () => {
    const url = await receiver((_request, response) => {
      response.writeHead(503, { 'retry-after': '120' })
      const flood = setInterval(() => response.write('x'.repeat(65_536)), 1)
      response.on('close', () => {
        clearInterval(flood)
      })
    })
    const found = await open.send({ ...vector, url })
    expect(found).toMatchObject({ status: 503, retryAfter: '120' })
  })

  it('is given up after its time, whatever the receiver does', async () => {
    const url = await receiver(() => undefined)
    const hasty = webhookSender({ loopback: true, timeoutMs: 80 })
    expect(await hasty.send({ ...vector, url })).toMatchObject({ failure: 'timeout' })
    const stuck = webhookSender({ loopback: true, timeoutMs: 80, resolve: () => new Promise(() => undefined) })
    expect(await stuck.send({ ...vector, url: 'https://slow.example.com/' })).toMatchObject({ failure: 'timeout' })
  })

  it('says that nobody listens, or that a name is not known', async () => {
    const url = await receiver((_request, response) => response.end())
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await open.send({ ...vector, url })).toMatchObject({ failure: 'connection' })
    const unknown: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
    const sender = webhookSender({ loopback: false, resolve: unknown })
    expect(await sender.send({ ...vector, url: 'https://none.example.com/' })).toMatchObject({ failure: 'dns' })
  })
})

const addresses: readonly (readonly [address: string, refused: boolean])[] = [
  ['8.8.8.8', false],
  ['1.1.1.1', false],
  ['172.15.255.255', false],
  ['172.32.0.0', false],
  ['100.63.255.255', false],
  ['100.128.0.0', false],
  ['2400:3200::1', false],
  ['2606:4700:4700::1111', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::808:808', false],
  ['0.0.0.0', true],
  ['10.1.2.3', true],
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['100.100.100.200', true],
  ['168.63.129.16', true],
  ['172.16.0.1', true],
  ['172.31.255.255', true],
  ['192.0.0.192', true],
  ['192.0.2.1', true],
  ['192.168.1.1', true],
  ['198.18.0.1', true],
  ['198.51.100.1', true],
  ['203.0.113.1', true],
  ['224.0.0.1', true],
  ['239.255.255.250', true],
  ['240.0.0.1', true],
  ['255.255.255.255', true],
  ['::', true],
  ['::1', true],
  ['::127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['::ffff:10.0.0.1', true],
  ['0:0:0:0:0:ffff:a9fe:a9fe', true],
  ['64:ff9b::10.0.0.1', true],
  ['64:ff9b::a9fe:a9fe', true],
  ['64:ff9b:1::1', true],
  ['fe80::1', true],
  ['fe80::1%eth0', true],
  ['fec0::1', true],
  ['fc00::1', true],
  ['fd00:ec2::254', true],
  ['ff02::1', true],
  ['100::1', true],
  ['2001::1', true],
  ['2001:db8::1', true],
  ['2002:7f00:1::', true],
  ['3fff::1', true],
  ['5f00::1', true],
  ['not an address', true],
  ['', true],
]

describe('an address', () => {
  it.each(addresses)('%s is refused: %s', (address, refused) => {
    expect(isRefused(address)).toBe(refused)
  })

  it('of this machine alone is told apart', () => {
    const own = ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']
    expect(
      addresses
        .map(([one]) => one)
        .filter((one) => isLoopback(one) !== (own.includes(one) || one.startsWith('127') || one === '::ffff:7f00:1')),
    ).toEqual([])
  })

  const closed = webhookSender({ loopback: false, resolve: () => Promise.resolve([{ address: '8.8.8.8', family: 4 }]) })

  it.each([
    ['http://hooks.example.com/', 'url'],
    ['https://hooks.example.com:22/', 'url'],
    ['https://user:pass@hooks.example.com/', 'url'],
    ['https://hooks.example.com/#x', 'url'],
    ['ftp://hooks.example.com/', 'url'],
    ['file:///etc/passwd', 'url'],
    ['hooks.example.com', 'url'],
    ['https://127.0.0.1/', 'address'],
    ['https://2130706433/', 'address'],
    ['https://0x7f.1/', 'address'],
    ['https://0177.0.0.1/', 'address'],
    ['https://127.1/', 'address'],
    ['https://[::1]/', 'address'],
    ['https://[::ffff:169.254.169.254]/', 'address'],
    ['https://[64:ff9b::7f00:1]/', 'address'],
    ['https://169.254.169.254/latest/meta-data', 'address'],
    ['https://①②⑦.0.0.1/', 'address'],
    ['https://hooks.example.com/', undefined],
    ['https://hooks.example.com:8443/a?b=c', undefined],
  ])('%s is no endpoint for the reason %s', async (url, reason) => {
    expect(await closed.refusalOf(url)).toBe(reason)
    if (reason !== undefined) expect(await closed.send({ ...vector, url })).toMatchObject({ failure: reason })
  })

  it('of a name is judged at each sending, every one of its answers', async () => {
    const answers = [[{ address: '8.8.8.8', family: 4 }], [{ address: '127.0.0.1', family: 4 }]]
    const rebinding = webhookSender({ loopback: false, resolve: () => Promise.resolve(answers.shift() ?? []) })
    expect(await rebinding.refusalOf('https://hooks.example.com/')).toBeUndefined()
    expect(await rebinding.send({ ...vector, url: 'https://hooks.example.com/' })).toMatchObject({ failure: 'address' })
    const mixed = webhookSender({
      loopback: false,
      resolve: () =>
        Promise.resolve([
          { address: '8.8.8.8', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    })
    expect(await mixed.send({ ...vector, url: 'https://hooks.example.com/' })).toMatchObject({ failure: 'address' })
  })

  it('is asked for once and then held, so that the connection goes to what was judged', async () => {
    let asked = 0
    const hosts: (string | undefined)[] = []
    const url = await receiver((request, response) => {
      hosts.push(request.headers.host)
      response.end()
    })
    const port = new URL(url).port
    const resolve: Resolve = () => {
      asked += 1
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    }
    const found = await webhookSender({ loopback: true, resolve }).send({
      ...vector,
      url: `http://pinned.invalid:${port}/`,
    })
    expect(found).toMatchObject({ status: 200 })
    expect([asked, hosts]).toEqual([1, [`pinned.invalid:${port}`]])
  })

  it('of this machine is taken in development, other private ones and other ports are not', async () => {
    expect(await open.refusalOf('http://127.0.0.1:9999/')).toBeUndefined()
    expect(await open.refusalOf('http://10.0.0.1/')).toBe('address')
    expect(await open.refusalOf('http://8.8.8.8/')).toBe('url')
    expect(await open.refusalOf('https://8.8.8.8:22/')).toBe('url')
  })
})
