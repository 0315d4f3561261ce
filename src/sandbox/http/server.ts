import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { refuse } from './api-errors.js'
import { buildCall, type Call, type Reply } from './call.js'
import { pause } from '../clock.js'
import type { SandboxOrg } from '../org.js'
import { answerControl } from '../routes/control/control.js'
import { renderError } from '../routes/dispatch.js'
import { answerCall } from '../routes/families.js'
import { loadParser } from '../soql/read.js'
import { subjectOf } from '../subject.js'
import { readBytes, unpackBody } from './read-body.js'
import { sendReply, type Transport } from './send.js'
import { renderTooLong } from './status-pages.js'

/** The certificate and key of a server that speaks TLS, as PEM. */
export interface ServerTls {
  cert: string
  key: string
}

/** An HTTP server in front of the org. `latencyMs` is added to every answer but those of the control API. */
export function openServer(org: SandboxOrg, latencyMs: number, tls?: ServerTls): Server {
  // Node refuses long heads by itself: the limit is raised so that the org can answer 414 and 431 in its own words.
  const options = { maxHeaderSize: 1_048_576, keepAliveTimeout: 60_000 }
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void handle(org, request, response, latencyMs).catch((error: unknown) => response.destroy(error as Error))
  }
  return tls === undefined ? createServer(options, listener) : createTlsServer({ ...options, ...tls }, listener)
}

async function handle(
  org: SandboxOrg,
  request: IncomingMessage,
  response: ServerResponse,
  latencyMs: number,
): Promise<void> {
  const { call, refused = refuseAmongLong(org, call) } = await readCall(request)
  if (/^\/sandbox(?:\/|$)/.test(call.path)) {
    await sendReply(org, call, response, answerControl(org, call), {})
    return
  }
  const uriBytes = Buffer.byteLength(call.url)
  const headBytes = measureHead(request, uriBytes)
  const transport = findTransportFaults(org, call)
  response.once('close', org.longCalls.begin())
  const waitMs = latencyMs + (transport.slowMs ?? 0)
  if (waitMs > 0) await pause(waitMs)
  if (call.path.startsWith('/services/data')) await loadParser()
  const reply = transport.resets ? { status: 0 } : (refused ?? answer(org, call, uriBytes, headBytes))
  const responseBytes = await sendReply(org, call, response, reply, transport)
  logCall(org, call, reply, { uriBytes, headBytes, responseBytes })
}

async function readCall(request: IncomingMessage): Promise<{ call: Call; refused?: Reply }> {
  const bytes = await readBytes(request)
  const headers: Call['headers'] = {}
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  const head = { method: request.method ?? 'GET', url: request.url ?? '/', headers }
  try {
    return { call: buildCall({ ...head, body: unpackBody(bytes, headers['content-encoding']) }) }
  } catch (error) {
    return { call: buildCall({ ...head, body: '' }), refused: renderError(error) }
  }
}

function refuseAmongLong(org: SandboxOrg, { path }: Call): Reply | undefined {
  const isRefused = path.startsWith('/services/data') && org.longCalls.areTooMany()
  return isRefused ? renderError(refuse('concurrentRequests')) : undefined
}

/** The request line and all headers, as they came over the wire. */
function measureHead(request: IncomingMessage, uriBytes: number): number {
  const line = (request.method ?? '').length + uriBytes + ' HTTP/1.1\r\n'.length + 1
  return request.rawHeaders.reduce((total, part) => total + Buffer.byteLength(part) + 2, line)
}

const MAX_HEAD_BYTES = 16_384

function answer(org: SandboxOrg, call: Call, uriBytes: number, headBytes: number): Reply {
  if (uriBytes > MAX_HEAD_BYTES) return renderTooLong(414)
  if (headBytes > MAX_HEAD_BYTES) return renderTooLong(431)
  return answerCall(org, call)
}

/** The login is left alone unless a fault's path names it. */
function findTransportFaults(org: SandboxOrg, call: Call): Transport {
  const subject = { ...subjectOf(org, call), isLogin: call.path.startsWith('/services/oauth2/') }
  const strike = (name: Parameters<typeof org.faults.strike>[0]) => org.faults.strike(name, subject)
  const slow = strike('slow')
  return {
    slowMs: slow?.ms,
    resets: strike('reset') !== undefined,
    halves: strike('half-body') !== undefined,
    cuts: strike('cut-json') !== undefined,
  }
}

function logCall(
  org: SandboxOrg,
  call: Call,
  reply: Reply,
  sizes: { uriBytes: number; headBytes: number; responseBytes: number },
): void {
  const soql = /\/query(?:All)?$/.test(call.path) ? call.query.get('q') : null
  org.log.add({
    method: call.method,
    url: hideSecrets(call.url),
    status: reply.status,
    soql: soql ?? undefined,
    ...sizes,
    at: org.clock.now(),
    subrequests: reply.subrequests,
  })
}

/** What a login takes in its form may stand in the address, too. */
function hideSecrets(url: string): string {
  return url.replaceAll(/((?:token|secret|password|assertion)=)[^&]*/gi, '$1***')
}
