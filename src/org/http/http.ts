import { once, setMaxListeners } from 'node:events'
import type http from 'node:http'
import type { Readable } from 'node:stream'
import { got, RequestError } from 'got'
import type { PlainResponse } from 'got'
import { buildInterruption, validateNotInterrupted } from '../../errors/interruption.js'
import { messageOf } from '../../network/message-of.js'
import { findProxyFailure, type ProxyFailure } from '../../network/proxy-failure.js'
import { openWay, type WayOptions } from '../../network/way.js'
import { readBeginning, readBody } from './read-body.js'
import { isPacked, unpack, unpackStream } from './unpack.js'

interface HttpRequest {
  url: string
  headers: Record<string, string>
  /** With a form or JSON the request is a POST, without them a GET. */
  form?: Record<string, string>
  /** Sent as application/json. */
  json?: unknown
  /** Where it is neither of the two. */
  method?: 'PATCH' | 'DELETE'
  /** Takes the body of an answer with a 2xx status as it comes, unpacked; what it leaves unread is not fetched. */
  read?: (body: Readable) => Promise<unknown>
}

export interface HttpAnswer {
  status: number
  /** Names in lower case; of a repeated header the first. */
  headers: Record<string, string | undefined>
  /** Unpacked: whole where the status is 2xx, the beginning of it elsewhere. Empty where `read` took it. */
  body: Buffer
  /** What `read` made of the body, where it was called. */
  content?: unknown
  /** The proxy it came through, as messages name it. */
  via?: string
}

/**
 * No whole answer came: the connection was refused, reset, silent, or ended in the middle of the body; or the answer is
 * longer than may be read.
 */
export interface NoAnswer {
  /** Node's error code, such as ECONNRESET; `tooLarge` and `headersTooLarge` for what came and is no use. */
  failure: string
  message: string
  /** The proxy on the way, as messages name it. */
  via?: string
  /** Where that gave no way to the host, which has not been asked then. */
  proxyFailure?: ProxyFailure
}

export interface Http {
  /**
   * One request, one answer, whatever its status: no retry and no redirect. A redirect that is followed would carry the
   * token or the client secret to a host the org never named.
   * Throws INTERRUPTED (or the signal's own ExtractError) when the signal aborts, and CONFIG_INVALID where the settings
   * of the way are no use.
   */
  send(request: HttpRequest): Promise<HttpAnswer | NoAnswer>
  close(): void
}

/** The failure of an answer whose body is longer than `maxAnswerBytes`: it would be as long another time. */
export const tooLarge = 'ANSWER_TOO_LARGE'

/** Node's code for headers of more than the 16 KiB it takes. */
export const headersTooLarge = 'HPE_HEADER_OVERFLOW'

interface HttpOptions {
  /** The longest silence, in milliseconds, before a request is given up. */
  requestTimeoutMs: number
  /** The longest time, in milliseconds, from a request to the end of its answer, however steadily it comes. */
  answerTimeoutMs?: number
  /** The longest body, as it was unpacked. */
  maxAnswerBytes: number
  signal?: AbortSignal
  /** Proxies and authorities; without it there are none but Node's own. */
  way?: Pick<WayOptions, 'settings' | 'env'>
}

/** The connections to an org. They are kept open between requests until `close`. */
export function openHttp({ requestTimeoutMs, answerTimeoutMs, maxAnswerBytes, signal, way }: HttpOptions): Http {
  // Each request on its way listens to the signal, and Node warns of more than ten listeners.
  if (signal) setMaxListeners(0, signal)
  const connections = openWay({ settings: {}, env: {}, ...way, connectTimeoutMs: connectLimitMs(requestTimeoutMs) })
  const client = got.extend({
    retry: { limit: 0 },
    decompress: false,
    throwHttpErrors: false,
    followRedirect: false,
    timeout: buildTimeouts(requestTimeoutMs, answerTimeoutMs),
  })
  return {
    async send({ url, headers, form, json, read, method: asked }) {
      validateNotInterrupted(signal)
      const payload = form ? { form } : json === undefined ? undefined : { json }
      const method = asked ?? (payload ? 'POST' : 'GET')
      const { via, request } = await connections.to(url)
      const stream = client.stream(url, { method, headers, signal, request, ...payload })
      // Got waits for a body where there may be one.
      if (method === 'DELETE') stream.end()
      // Whoever waits for the stream gets its error; without a listener Node would end the process as well.
      stream.on('error', () => {})
      try {
        const [response] = (await once(stream, 'response')) as [PlainResponse]
        return { ...(await readResponse(response, stream, { maxAnswerBytes, read })), ...(via && { via }) }
      } catch (error) {
        if (signal?.aborted) throw buildInterruption(signal)
        const failure = (error as NodeJS.ErrnoException).code
        if (!(error instanceof RequestError) && !brokenOff.test(failure ?? '')) throw error
        const proxyFailure = findProxyFailure(error)
        const message = messageOf(error as Error)
        return { failure: failure!, message, ...(via && { via }), ...(proxyFailure && { proxyFailure }) }
      } finally {
        stream.destroy()
      }
    },
    close: () => connections.close(),
  }
}

/** What unpacking says of a broken body, and Node of a connection that ends while a request is still being written. */
const brokenOff = /^(?:Z_|ERR_SSL|(?:EPROTO|EPIPE|ECONNRESET|ECONNABORTED|ETIMEDOUT)$)/

interface BodyOptions {
  maxAnswerBytes: number
  read: HttpRequest['read']
}

async function readResponse(
  { statusCode: status, headers: allHeaders }: PlainResponse,
  stream: Readable,
  { maxAnswerBytes, read }: BodyOptions,
): Promise<HttpAnswer | NoAnswer> {
  const headers = firstOfEach(allHeaders)
  const isGood = status >= 200 && status < 300
  const encoding = headers['content-encoding']?.toLowerCase()
  if (isGood && read) {
    return { status, headers, body: Buffer.alloc(0), content: await read(unpackStream(stream, encoding)) }
  }
  if (!isGood) return { status, headers, body: await readBeginning(unpackStream(stream, encoding), longestErrorBytes) }
  const whole = await readBody(stream, maxAnswerBytes)
  const body = whole?.length && isPacked(encoding) ? await unpack(whole, encoding, maxAnswerBytes) : whole
  if (body === undefined) return { failure: tooLarge, message: `it is longer than ${maxAnswerBytes} bytes` }
  return { status, headers, body }
}

/** An error says what it is at its beginning. */
const longestErrorBytes = 1_000_000

const connectTimeoutMs = 10_000

/** Salesforce ends any call but a query after ten minutes ("API Request Limits and Allocations"). */
const longestCallMs = 600_000

function connectLimitMs(requestTimeoutMs: number): number {
  return Math.min(connectTimeoutMs, requestTimeoutMs)
}

function buildTimeouts(requestTimeoutMs: number, answerTimeoutMs = Math.max(longestCallMs, requestTimeoutMs)) {
  const connect = connectLimitMs(requestTimeoutMs)
  return {
    lookup: connect,
    connect,
    secureConnect: connect,
    socket: requestTimeoutMs,
    request: answerTimeoutMs,
  }
}

function firstOfEach(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}
