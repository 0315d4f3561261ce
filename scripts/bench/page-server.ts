// A process of its own that answers like an org of any number of accounts: every page is made, and packed, once.
// Describes, logins and a page of rows to begin with come from an embedded org; all else is empty.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { parseArgs } from 'node:util'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { renderRecordId } from '../../src/state/record-id.js'
import { JobPages, type JobAnswer } from './job-pages.js'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, latency: { type: 'string', default: '0' } },
})
const rowCount = Number(values.rows)
const org = await startSandbox({ records: 12_000, dailyCalls: 10_000_000 })
const jobs = new JobPages(rowCount, buildId)

/** A packed body, by what asks for it. */
const bodies = new Map<string, Buffer>()
let template: Row[] | undefined
let calls = 0
/** That of the first load, once one was seen. */
let statement = ''

type Row = Record<string, unknown> & { Id: string; attributes: { url: string } }

const server = http.createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => response.destroy(error as Error))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
console.log(JSON.stringify({ url, clientId: org.clientId, clientSecret: org.clientSecret }))

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const path = decodeURIComponent((request.url ?? '').replaceAll('+', ' '))
  if (path === '/bench/calls') return void response.end(String(calls))
  if (path === '/bench/statement') return void response.end(statement)
  if (path.startsWith('/services/data')) calls += 1
  const latencyMs = Number(values.latency)
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
  const authorization = request.headers.authorization ?? ''
  const body = Buffer.concat(chunks).toString()
  const part = { method: request.method!, authorization, body, since: request.headers['if-modified-since'] }
  const reply: Reply =
    (await answerJob(request.url ?? '', part)) ??
    (path.endsWith('/composite')
      ? await answerTogether(body, authorization)
      : await answerPart(request.url ?? '', part))
  response.writeHead(reply.status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Encoding': 'gzip',
    'Sforce-Limit-Info': 'api-usage=1/10000000',
    ...(reply.lastModified === undefined ? {} : { 'Last-Modified': reply.lastModified }),
    ...reply.headers,
  })
  response.end(reply.status === 304 ? undefined : reply.packed)
}

function answerJob(path: string, { method, authorization, body = '' }: Part): Promise<JobAnswer | undefined> {
  const headers = { authorization, 'content-type': 'application/json' }
  return jobs.answer(path, method, body, async (address, request) => {
    return (await fetch(org.url + address, { ...request, headers })).text()
  })
}

interface Part {
  method: string
  authorization: string
  body?: string
  since?: string | undefined
}

interface Reply {
  status: number
  packed: Buffer
  lastModified?: string | undefined
  headers?: Record<string, string>
}

async function answerTogether(body: string, authorization: string): Promise<Reply> {
  const { compositeRequest } = JSON.parse(body) as {
    compositeRequest: { url: string; referenceId: string; httpHeaders?: Record<string, string> }[]
  }
  const parts: string[] = []
  for (const { url: path, referenceId, httpHeaders = {} } of compositeRequest) {
    const { status, packed, lastModified } = await answerPart(path, {
      method: 'GET',
      authorization,
      since: httpHeaders['If-Modified-Since'],
    })
    const headers = JSON.stringify(lastModified === undefined ? {} : { 'Last-Modified': lastModified })
    const text = status === 304 ? 'null' : gunzipSync(packed).toString()
    parts.push(`{"body":${text},"httpHeaders":${headers},"httpStatusCode":${status},"referenceId":"${referenceId}"}`)
  }
  return { status: 200, packed: gzipSync(`{"compositeResponse":[${parts.join(',')}]}`, { level: 1 }) }
}

async function answerPart(path: string, part: Part): Promise<Reply> {
  const soql = new URL(path, 'http://org').searchParams.get('q')
  if (soql !== null) return { status: 200, packed: await firstPage(soql, path, part) }
  const next = /\/query\/bench-(\d+)$/.exec(path)
  if (next) return { status: 200, packed: bodies.get(`page ${next[1]}`) ?? renderPage(Number(next[1])) }
  return pass(path, part)
}

async function firstPage(soql: string, path: string, part: Part): Promise<Buffer> {
  const isLoad = /\bFROM Account\b/.test(soql) && !/SystemModstamp >=|IsDeleted = true|COUNT\(\)/.test(soql)
  if (!isLoad) return empty
  statement = soql
  template ??= await readTemplate(path, part)
  return bodies.get('page 0') ?? renderPage(0)
}

/** The rows that all others are made from. */
async function readTemplate(path: string, part: Part): Promise<Row[]> {
  const { packed } = await pass(path, part)
  return (JSON.parse(gunzipSync(packed).toString()) as { records: Row[] }).records
}

const empty = gzipSync('{"totalSize":0,"done":true,"records":[]}')
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function renderPage(page: number): Buffer {
  const rows = template!
  const start = page * rows.length
  const records = rows.slice(0, Math.max(0, rowCount - start)).map((row, at) => {
    const Id = buildId(start + at)
    return { ...row, Id, attributes: { ...row.attributes, url: row.attributes.url.replace(row.Id, Id) } }
  })
  const done = start + records.length >= rowCount
  const nextRecordsUrl = done ? {} : { nextRecordsUrl: `/services/data/v62.0/query/bench-${page + 1}` }
  const packed = gzipSync(JSON.stringify({ totalSize: rowCount, done, ...nextRecordsUrl, records }), { level: 1 })
  bodies.set(`page ${page}`, packed)
  return packed
}

/** Ids of accounts in rising order. */
function buildId(sequence: number): string {
  let text = ''
  for (let rest = sequence, place = 0; place < 8; place++, rest = Math.floor(rest / 62))
    text = digits[rest % 62]! + text
  return renderRecordId(`0015g00${text}`)
}

async function pass(path: string, { method, authorization, body, since }: Part): Promise<Reply> {
  const isLogin = path.includes('/oauth2/')
  const known = bodies.get(path)
  if (known !== undefined && !isLogin && since === undefined) return { status: 200, packed: known }
  const headers: Record<string, string> = { authorization }
  if (since !== undefined) headers['if-modified-since'] = since
  if (isLogin) headers['content-type'] = 'application/x-www-form-urlencoded'
  const response = await fetch(org.url + path, { method, headers, ...(body ? { body } : {}) })
  const text = (await response.text()).replaceAll(org.url, url)
  const packed = gzipSync(text, { level: 1 })
  return { status: response.status, packed, lastModified: response.headers.get('last-modified') ?? undefined }
}
