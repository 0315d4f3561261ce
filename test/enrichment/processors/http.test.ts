import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock, type Clock } from '../../../src/clock.js'
import { redact } from '../../../src/errors/redact.js'
import { ExactNumber } from '../../../src/exact-json.js'
import { problemsOf, loadFiles } from '../../config/config-folder.js'
import { buildAccount, enrichAll, openTestPipeline } from '../../support/pipeline.js'

interface Doc {
  id: string
  [name: string]: unknown
}

interface Reply {
  status?: number
  headers?: Record<string, string>
  body?: unknown
  /** Cuts the connection. */
  cuts?: boolean
}

interface Asked {
  headers: IncomingMessage['headers']
  ids: string[]
  text: string
}

/** A service on loopback that answers as it is told; gone when the test ends. */
async function openService(reply: (documents: Doc[], count: number) => Reply | Promise<Reply>) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const documents = JSON.parse(text) as Doc[]
      asked.push({ headers: request.headers, ids: documents.map(({ id }) => id), text })
      void Promise.resolve(reply(documents, asked.length)).then(({ status = 200, headers = {}, body, cuts }) => {
        if (cuts) return request.socket.destroy()
        response.writeHead(status, headers)
        return response.end(typeof body === 'string' ? body : JSON.stringify(body))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/embed`, asked }
}

/** Waits are noted, and pass at once. */
function openWaits(): { clock: Clock; waits: number[] } {
  const waits: number[] = []
  return { waits, clock: { ...systemClock, sleep: async (ms) => void waits.push(ms) } }
}

const marked = (documents: Doc[]) => documents.map((document) => ({ ...document, vector: [1, 2] }))

async function messages(count: number, url: string, further: object = {}, clock: Clock = openWaits().clock) {
  const documents = Array.from({ length: count }, () => ({}))
  const all = await enrichAll(documents, [{ http: { url, on_failure: 'skip_document', ...further } }], { clock })
  return all.map(({ documents: made, failures }) => failures[0]?.message ?? made.map(({ id }) => id))
}

const step = (url: string, headers = {}) => ({ http: { url, headers } })

const id = (at: number) => `00100000000000${at}AAA`

describe('http', () => {
  test('posts documents in lots and takes them back, every digit of them', async () => {
    const { url, asked } = await openService((documents) => ({ body: marked(documents) }))
    const long = new ExactNumber('123456789012345678')
    const service = await openService(() => ({ body: `[{"id":"${id(0)}","title":"x","n":123456789012345678}]` }))
    const all = await enrichAll([{}, {}, {}, {}, {}], [{ http: { url, batch: 2, concurrency: 1 } }])
    expect(all.map(({ documents }) => documents)).toMatchObject(Array.from({ length: 5 }, () => [{ vector: [1, 2] }]))
    expect(asked.map(({ ids }) => ids)).toEqual([[id(0), id(1)], [id(2), id(3)], [id(4)]])
    const [enriched] = await enrichAll([{ payload: { Long: long } }], [{ http: { url: service.url } }])
    expect(service.asked[0]!.text).toContain('"Long":123456789012345678')
    expect(enriched!.documents).toMatchObject([{ n: long }])
  })

  test('takes answers by their place: a document, several, none, an error', async () => {
    const { url } = await openService(([a, b, , d]) => ({
      body: [a, [b, { ...b, id: `${b!.id}#1` }], null, { error: `not ${d!.id}` }],
    }))
    expect(await messages(4, url)).toEqual([[id(0)], [id(1), `${id(1)}#1`], [], `not ${id(3)}`])
  })

  test('takes answers by their ids in any order, passages too, and misses those that are not there', async () => {
    const { url } = await openService(([a, b]) => ({
      body: { documents: [{ ...b, id: `${b!.id}#1` }, a, { ...b, id: 'other', parent_id: b!.id }] },
    }))
    expect(await messages(3, url)).toEqual([[id(0)], [`${id(1)}#1`, 'other'], 'the answer has no document for it'])
  })

  test.each([
    ['too few documents', (documents: Doc[]) => documents.slice(1), /^the answer has no document for it$/],
    ['foreign documents', () => [{ id: 'x', title: 'x' }], /^the answer has documents that were not sent$/],
    ['no list', () => ({ ok: true }), /^the answer is no list of documents$/],
    ['no JSON', () => '<html>', /^127\.0\.0\.1:\d+ answered with something that is no JSON$/],
    ['documents without an id', (d: Doc[]) => d.map(() => ({ title: 'x' })), /^it gave a document without an id$/],
  ])('fails for %s', async (_title, body, message) => {
    const { url } = await openService((documents) => ({ body: body(documents) }))
    const [first] = await messages(2, url)
    expect(first).toMatch(message)
  })

  test('tries again what may pass, as long after as the service asks', async () => {
    const answers: Reply[] = [
      { status: 503, headers: { 'retry-after': '7' } },
      {
        status: 429,
        headers: { 'retry-after': 'Thu, 05 Jan 2026 09:31:00 GMT', date: 'Thu, 05 Jan 2026 09:30:00 GMT' },
      },
      { cuts: true },
      { status: 500 },
    ]
    const { url, asked } = await openService((documents, count) => answers[count - 1] ?? { body: documents })
    const { clock, waits } = openWaits()
    expect(await messages(1, url, {}, clock)).toEqual([[id(0)]])
    expect(asked).toHaveLength(5)
    expect(waits).toEqual([7_000, 60_000, 2_000, 4_000])
  })

  test('gives up after its tries; the documents may be taken another time', async () => {
    const { url, asked } = await openService(() => ({ status: 503 }))
    const { clock } = openWaits()
    const [enriched] = await enrichAll([{}], [{ http: { url, attempts: 3, on_failure: 'pass' } }], { clock })
    expect(enriched!.failures[0]).toMatchObject({
      isPassing: true,
      message: expect.stringMatching(/answered with HTTP 503 after 3 tries$/) as string,
    })
    expect(asked).toHaveLength(3)
    expect(await messages(1, 'http://127.0.0.1:9/')).toEqual([
      expect.stringMatching(/gave no answer \(ECONNREFUSED\) after 5 tries/),
    ])
  })

  test('finds the document that the service refuses among many, and passes the others', async () => {
    const { url } = await openService((documents) =>
      documents.some((each) => each.id === id(5)) ? { status: 422 } : { body: documents },
    )
    const found = await messages(9, url)
    expect(found[5]).toMatch(/answered with HTTP 422$/)
    expect(found.filter((each) => typeof each !== 'string')).toHaveLength(8)
  })

  test('does not follow redirects, and reads no answer longer than it may', async () => {
    const other = await openService((documents) => ({ body: documents }))
    const { url } = await openService(() => ({ status: 307, headers: { location: other.url } }))
    expect((await messages(1, url))[0]).toMatch(/answered with HTTP 307$/)
    expect(other.asked).toEqual([])
    const endless = await openService(() => ({ body: 'x'.repeat(100_000) }))
    expect((await messages(1, endless.url, { max_answer_bytes: '10kB' }))[0]).toMatch(/more than 10000 bytes$/)
  })

  test('gives up a request after its time, and ends with the run', async () => {
    const { url } = await openService(() => new Promise(() => {}))
    expect((await messages(1, url, { timeout: '100ms', attempts: 1 }))[0]).toMatch(/gave no answer \(ETIMEDOUT\)$/)
    const ending = new AbortController()
    const pipeline = await openTestPipeline([{ http: { url } }], { signal: ending.signal })
    const processing = pipeline.process([buildAccount({})], 'Account')
    setTimeout(() => ending.abort(), 100)
    await expect(processing).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  test('sends its headers, and keeps what is secret in them out of every text', async () => {
    const { url, asked } = await openService((documents) => ({ body: documents }))
    const headers = { Authorization: 'Token abcdef123456', 'X-Key': 'zyxwvu987654' }
    await enrichAll([{}], [{ http: { url: `${url}?key=queryqueryquery`, headers } }])
    expect(asked[0]!.headers).toMatchObject({ authorization: 'Token abcdef123456', 'x-key': 'zyxwvu987654' })
    expect(redact('abcdef123456 zyxwvu987654 queryqueryquery')).toBe('[redacted] [redacted] [redacted]')
    const print = async (further: object) =>
      (await openTestPipeline([{ http: { url, ...further } }])).fingerprintOf('Account')
    expect(await print({ headers, batch: 3 })).toBe(await print({}))
    expect(await print({ version: '2' })).not.toBe(await print({}))
  })

  test('takes https, and http on this machine alone', async () => {
    const org = { domain: 'x', client_id: 'x', client_secret: 'zq81-not-a-word' }
    const processor = [
      step('http://example.com/x?key=hidden'),
      step('https://user:pass@example.com'),
      step('ftp://x'),
      step('https://example.com', { 'a b': 'x' }),
      step('https://example.com', { a: 'hidden\n' }),
    ]
    const found = await problemsOf(loadFiles({ '.salesforcerc': { ...org, enrichment_pipeline: { processor } } }))
    expect(Object.values(found)).toEqual([
      'http://example.com would get documents unencrypted: use https (plain http is only for this machine)',
      'must be an address without a user name, such as https://host/path',
      'must be an address without a user name, such as https://host/path',
      '"a b" is no name of a header',
      'a must be a text of one line',
    ])
  })
})
