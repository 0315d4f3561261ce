import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Call, Reply } from './call.js'
import { encodeJson } from './encode-json.js'
import { renderPretty } from './pretty-json.js'
import { renderXml } from './render-xml.js'
import type { SandboxOrg } from '../org.js'
import { subjectOf } from '../subject.js'
import { renderLimitInfo } from '../usage.js'

/** What faults do to one answer on its way out. */
export interface Transport {
  slowMs?: number | undefined
  /** The connection is closed instead of an answer. */
  resets?: boolean
  /** The connection is closed in the middle of the body. */
  halves?: boolean
  /** The JSON stops in the middle of a whole answer. */
  cuts?: boolean
}

/** Writes an answer; gives the bytes of its body as sent. */
export async function sendReply(
  org: SandboxOrg,
  call: Call,
  response: ServerResponse,
  reply: Reply,
  transport: Transport,
): Promise<number> {
  if (transport.resets) {
    response.destroy()
    return 0
  }
  const { body, type } = renderBody(call, reply, transport)
  response.sendDate = false
  const headers: Record<string, string> = { ...commonHeaders(org, call, reply), ...reply.headers }
  if (type !== undefined) headers['Content-Type'] ??= type
  const packed = await pack(call, body, headers)
  if (reply.status !== 304) headers['Content-Length'] = String(packed.length)
  response.writeHead(reply.status, headers)
  if (transport.halves && packed.length > 0) {
    response.write(packed.subarray(0, Math.ceil(packed.length / 2)), () => response.destroy())
    return Math.ceil(packed.length / 2)
  }
  response.end(call.method === 'HEAD' ? undefined : packed)
  return packed.length
}

const gzipAsync = promisify(gzip)
/** Below this size gzip saves nothing worth its time. */
const MIN_GZIP_BYTES = 1024

function renderBody(call: Call, reply: Reply, transport: Transport): { body: Buffer; type?: string } {
  if (reply.bytes !== undefined) return { body: reply.bytes }
  if (reply.text !== undefined) return { body: Buffer.from(reply.text) }
  if (reply.html !== undefined) return { body: Buffer.from(reply.html), type: 'text/html;charset=UTF-8' }
  if (reply.json === undefined) return { body: Buffer.alloc(0) }
  const isXml = call.format === 'xml' && call.path.startsWith('/services/')
  const body = isXml ? Buffer.from(renderXml(call.path, reply.json)) : encodeValue(call, reply.json)
  const whole = transport.cuts ? body.subarray(0, Math.ceil(body.length / 2)) : body
  return { body: whole, type: `application/${isXml ? 'xml' : 'json'};charset=UTF-8` }
}

function encodeValue(call: Call, value: unknown): Buffer {
  return call.headers['x-prettyprint'] === '1' ? Buffer.from(renderPretty(value)) : encodeJson(value)
}

/** The org's own time and how many of its calls are used. */
function commonHeaders(org: SandboxOrg, call: Call, reply: Reply): Record<string, string> {
  const subject = subjectOf(org, call)
  const headers: Record<string, string> = {}
  const isControl = call.path.startsWith('/sandbox')
  if (isControl || !org.faults.strike('no-date', subject)) headers['Date'] = new Date(org.clock.now()).toUTCString()
  if (!call.path.startsWith('/services/data/v') || !isOfOrg(reply)) return headers
  const lie = org.faults.strike('usage', subject)
  const usage = { used: lie?.used ?? org.usage.used, max: lie?.max ?? org.usage.max }
  headers['Sforce-Limit-Info'] = renderLimitInfo(usage, org.settings.perAppUsage)
  return headers
}

/** What stands before the org, and refuses a session that is none, doesn't know its limits. */
function isOfOrg({ status, html, json }: Reply): boolean {
  return html === undefined && status !== 401 && (status < 400 || json !== undefined)
}

async function pack(call: Call, body: Buffer, headers: Record<string, string>): Promise<Buffer> {
  const accepts = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))/i.test(call.headers['accept-encoding'] ?? '')
  if (!accepts || body.length < MIN_GZIP_BYTES) return body
  headers['Content-Encoding'] = 'gzip'
  headers['Vary'] = 'Accept-Encoding'
  return gzipAsync(body, { level: 1 })
}
