import dns from 'node:dns'
import nodeHttp from 'node:http'
import { createServer, isIPv6 } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { openHttp } from '../../../src/org/http/http.js'
import { startScriptedServer } from '../../support/scripted-server.js'

type Lookup = (host: string, options: dns.LookupOptions, done: (...found: unknown[]) => void) => void

/** As the name server of an org would answer: every host has these addresses. */
function resolveTo(addresses: string[]): void {
  const { lookup } = dns
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  const several: Lookup = (_, { all }, done) => (all ? done(null, found) : done(null, addresses[0], 4))
  dns.lookup = several as typeof dns.lookup
  onTestFinished(() => void (dns.lookup = lookup))
}

/** A port of loopback where nobody listens. */
async function findClosedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a host of which no address answers says what each of them said', async () => {
  const port = await findClosedPort()
  resolveTo(['127.0.0.1', '::1'])
  const http = openHttp({ requestTimeoutMs: 5000, maxAnswerBytes: 1_000_000 })
  onTestFinished(() => http.close())
  expect(await http.send({ url: `http://mycompany.example:${port}/`, headers: {} })).toEqual({
    failure: 'ECONNREFUSED',
    message: expect.stringMatching(`^connect ECONNREFUSED 127.0.0.1:${port}; connect E\\w+ ::1:${port}`) as string,
  })
})

test('JSON goes out as a POST', async () => {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  const http = openHttp({ requestTimeoutMs: 5000, maxAnswerBytes: 1_000_000 })
  onTestFinished(() => http.close())
  server.answer({ body: {} })
  await http.send({ url: `${server.url}/services/data/v62.0/composite`, headers: {}, json: { allOrNone: false } })
  expect(server.requests).toMatchObject([
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"allOrNone":false}' },
  ])
})

test('requests one after the other share a connection', async () => {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  const http = openHttp({ requestTimeoutMs: 5000, maxAnswerBytes: 1_000_000 })
  onTestFinished(() => http.close())
  server.answer({ body: {} }, { status: 500, body: 'no' }, { how: 'gzip', body: { a: 1 } })
  for (let n = 0; n < 3; n++) await http.send({ url: server.url, headers: {} })
  expect(server.connections()).toBe(1)
})

/** A server that answers with whatever `answer` makes of the response; the address of it. */
async function serve(answer: (response: nodeHttp.ServerResponse) => void): Promise<string> {
  const server = nodeHttp.createServer({ maxHeaderSize: 1_000_000 }, (_, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function openLimited(options: Partial<Parameters<typeof openHttp>[0]> = {}) {
  const http = openHttp({ requestTimeoutMs: 5000, maxAnswerBytes: 1_000_000, ...options })
  onTestFinished(() => http.close())
  return http
}

/** Writes for as long as somebody reads. */
function writeWithoutEnd(response: nodeHttp.ServerResponse, chunk: Buffer): void {
  const target = response.getHeader('content-encoding') === 'gzip' ? createGzip({ level: 1 }) : response
  if (target !== response) target.pipe(response)
  const write = () => {
    while (!response.destroyed && target.write(chunk));
  }
  target.on('drain', write)
  response.on('close', () => target.destroy())
  write()
}

test.each([{}, { 'content-encoding': 'gzip' }])('an endless body is read up to the limit (%j)', async (headers) => {
  const url = await serve((response) => {
    response.setHeaders(new Map(Object.entries(headers)))
    writeWithoutEnd(response, Buffer.alloc(100_000))
  })
  const before = process.memoryUsage().rss
  expect(await openLimited().send({ url, headers: {} })).toEqual({
    failure: 'ANSWER_TOO_LARGE',
    message: 'it is longer than 1000000 bytes',
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
})

test('of an error its beginning is read', async () => {
  const url = await serve((response) => {
    response.writeHead(500)
    writeWithoutEnd(response, Buffer.alloc(100_000, 'x'))
  })
  const answer = await openLimited().send({ url, headers: {} })
  expect(answer).toMatchObject({ status: 500 })
  expect('body' in answer && answer.body.length).toBe(1_000_000)
})

test('headers without end are no answer', async () => {
  const url = await serve((response) => response.writeHead(200, { long: 'x'.repeat(100_000) }).end())
  expect(await openLimited().send({ url, headers: {} })).toMatchObject({ failure: 'HPE_HEADER_OVERFLOW' })
})

test('a body that falls silent, and one that comes byte by byte, are given up', async () => {
  const silent = await serve((response) => void response.writeHead(200).write('{'))
  expect(await openLimited({ requestTimeoutMs: 100 }).send({ url: silent, headers: {} })).toMatchObject({
    failure: 'ETIMEDOUT',
  })
  const trickling = await serve((response) => {
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  })
  expect(await openLimited({ answerTimeoutMs: 200 }).send({ url: trickling, headers: {} })).toMatchObject({
    failure: 'ETIMEDOUT',
  })
})

test('a body can be read as it comes, as far as it is wanted, and what its reader throws is thrown', async () => {
  const url = await serve((response) => {
    response.writeHead(200)
    writeWithoutEnd(response, Buffer.alloc(100_000, 'x'))
  })
  const http = openLimited({ maxAnswerBytes: 10 })
  expect(await http.send({ url, headers: {}, read: firstByte })).toMatchObject({ status: 200, content: 0x78 })
  const failing = http.send({ url, headers: {}, read: () => Promise.reject(new Error('the disk is full')) })
  await expect(failing).rejects.toThrow('the disk is full')
})

async function firstByte(body: Readable): Promise<number | undefined> {
  for await (const chunk of body as AsyncIterable<Buffer>) return chunk[0]
  return undefined
}
