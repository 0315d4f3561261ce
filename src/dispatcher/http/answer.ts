/** What the status server answers to which path. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { renderJson } from '../render-page.js'
import type { StatusSnapshot } from '../status/snapshot.js'
import type { Access } from './access.js'
import type { openBoundedBrowse } from './bounded-browse.js'
import type { Events } from './events.js'
import type { Metrics } from './metrics.js'

export interface Answers {
  access: Access
  metrics: Metrics
  events: Events
  snapshot(): StatusSnapshot
  page(): Promise<{ policy: string; html: string }>
  browse: ReturnType<typeof openBoundedBrowse> | undefined
}

/** Answers one request. Never throws. */
export async function answer(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
  try {
    const url = new URL(request.url ?? '/', 'http://localhost')
    await answerTo(url, { request, response, ...answers })
  } catch {
    // Nothing of what went wrong is the asker's to see; the dispatcher's own errors are on the page.
    if (response.headersSent) response.destroy()
    else sendText(response, 500, 'This could not be answered.')
  }
}

interface Exchange extends Answers {
  request: IncomingMessage
  response: ServerResponse
}

type Answering = (exchange: Exchange, query: URLSearchParams) => void | Promise<void>

async function answerTo(url: URL, exchange: Exchange): Promise<void> {
  const { request, response, access } = exchange
  if (!access.isAddressed(request)) return sendText(response, 403, 'Ask by the name localhost, or 127.0.0.1.')
  const route = routes.get(url.pathname)
  if (route === undefined) return sendText(response, 404, 'There is nothing at this address.')
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return sendText(response, 405, 'Only GET and HEAD are answered.')
  }
  if (url.pathname === '/' && url.searchParams.has('token')) return logIn(url.searchParams.get('token')!, exchange)
  if (!access.isAllowed(request) && !openPaths.has(url.pathname)) return refuse(response)
  return route(exchange, url.searchParams)
}

const commonHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** Probes have no token: without it they learn yes or no. */
const openPaths = new Set(['/healthz', '/readyz'])

const routes = new Map<string, Answering>([
  ['/', sendPage],
  ['/healthz', sendHealth],
  ['/readyz', sendReadiness],
  ['/metrics', sendMetrics],
  ['/events', sendEvents],
  ['/directories', sendDirectories],
  ['/records', sendRecords],
])

/** The address with the token is left at once: it would stay in the browser's history. */
function logIn(token: string, { access, request, response }: Exchange): void {
  if (!access.isToken(token) && !access.isAllowed(request)) return refuse(response)
  if (access.isToken(token)) response.setHeader('set-cookie', access.cookie(request.socket.localPort ?? 0))
  response.setHeader('location', '/')
  sendText(response, 303, 'See /')
}

function refuse(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Bearer')
  sendText(response, 401, 'This needs the token: Authorization: Bearer TOKEN, or in a browser /?token=TOKEN once.')
}

async function sendPage({ response, page }: Exchange): Promise<void> {
  const { policy, html } = await page()
  response.setHeader('content-security-policy', policy)
  send(response, 200, 'text/html; charset=utf-8', html)
}

function sendHealth({ request, response, access, snapshot }: Exchange): void {
  const overdue = snapshot().datasources.filter(({ isOverdue }) => isOverdue)
  if (overdue.length === 0) return sendText(response, 200, 'ok')
  const names = overdue.map(({ id, lastSucceeded }) => `${id}: ${lastSucceeded ?? 'never'}`)
  const told = access.isAllowed(request) ? ` Last success: ${names.join(', ')}` : ''
  sendText(response, 503, `Not in sync for three intervals.${told}`)
}

function sendReadiness({ response, snapshot }: Exchange): void {
  const { phase } = snapshot()
  sendText(response, phase === 'running' ? 200 : 503, phase === 'running' ? 'ok' : phase)
}

async function sendMetrics({ response, metrics }: Exchange): Promise<void> {
  send(response, 200, metrics.contentType, await metrics.render())
}

function sendEvents({ request, response, events }: Exchange): void {
  if (request.method === 'HEAD') return send(response, 200, 'text/event-stream; charset=utf-8', '')
  if (events.add(response)) return
  response.setHeader('retry-after', '60')
  sendText(response, 503, 'Too many are watching.')
}

async function sendDirectories({ response, browse }: Exchange, query: URLSearchParams): Promise<void> {
  const directories = await browse?.directories(query.get('datasource') ?? '')
  if (directories === undefined) return sendText(response, 404, 'There is nothing to browse.')
  sendJson(response, directories)
}

async function sendRecords({ response, browse }: Exchange, query: URLSearchParams): Promise<void> {
  const records = await browse?.records(query.get('datasource') ?? '', query.get('path') ?? '')
  if (records === undefined) return sendText(response, 404, 'There are no records to show.')
  sendJson(response, records)
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, 'application/json; charset=utf-8', renderJson(value))
}

function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`)
}

/** Node leaves the body out where the request was a HEAD. */
function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
