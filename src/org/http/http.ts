import { setMaxListeners } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { got, RequestError } from 'got'
import type { OptionsOfBufferResponseBody } from 'got'
import { buildInterruption, validateNotInterrupted } from '../../errors/interruption.js'

interface HttpRequest {
  url: string
  headers: Record<string, string>
  /** With a form or JSON the request is a POST, without them a GET. */
  form?: Record<string, string>
  /** Sent as application/json. */
  json?: unknown
}

export interface HttpAnswer {
  status: number
  /** Names in lower case; of a repeated header the first. */
  headers: Record<string, string | undefined>
  /** Whole and unpacked. */
  body: Buffer
}

/** No whole answer came: the connection was refused, reset, silent, or ended in the middle of the body. */
export interface NoAnswer {
  /** Node's error code, such as ECONNRESET. */
  failure: string
  message: string
}

export interface Http {
  /**
   * One request, one answer, whatever its status: no retry and no redirect. A redirect that is followed would carry the
   * token or the client secret to a host the org never named.
   * Throws INTERRUPTED (or the signal's own ExtractError) when the signal aborts.
   */
  send(request: HttpRequest): Promise<HttpAnswer | NoAnswer>
  close(): void
}

interface HttpOptions {
  /** The longest silence, in milliseconds, before a request is given up. */
  requestTimeoutMs: number
  signal?: AbortSignal
}

/** The connections to an org. They are kept open between requests until `close`. */
export function openHttp({ requestTimeoutMs, signal }: HttpOptions): Http {
  // Each request on its way listens to the signal, and Node warns of more than ten listeners.
  if (signal) setMaxListeners(0, signal)
  const agent = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) }
  const client = got.extend({
    agent,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    request: requestWithQuotes,
    timeout: buildTimeouts(requestTimeoutMs),
  })
  return {
    async send({ url, headers, form, json }) {
      validateNotInterrupted(signal)
      const options: OptionsOfBufferResponseBody = {
        responseType: 'buffer',
        headers,
      }
      if (signal) options.signal = signal
      const payload = form ? { form } : json === undefined ? undefined : { json }
      try {
        const answer = await (payload ? client.post(url, { ...options, ...payload }) : client.get(url, options))
        return { status: answer.statusCode, headers: firstOfEach(answer.headers), body: answer.body }
      } catch (error) {
        if (signal?.aborted) throw buildInterruption(signal)
        if (!(error instanceof RequestError)) throw error
        return { failure: error.code, message: messageOf(error) }
      }
    },
    close() {
      agent.http.destroy()
      agent.https.destroy()
    },
  }
}

/** A host with several addresses fails once for each of them; Node gathers that in an error without a message. */
function messageOf({ message, cause }: RequestError): string {
  if (!(cause instanceof AggregateError)) return message
  return cause.errors.map((error) => (error as Error).message).join('; ')
}

const connectTimeoutMs = 10_000

/** Salesforce ends any call but a query after ten minutes ("API Request Limits and Allocations"). */
const longestCallMs = 600_000

function buildTimeouts(requestTimeoutMs: number) {
  const connect = Math.min(connectTimeoutMs, requestTimeoutMs)
  return {
    lookup: connect,
    connect,
    secureConnect: connect,
    socket: requestTimeoutMs,
    request: Math.max(longestCallMs, requestTimeoutMs),
  }
}

/** Node's URL makes three bytes of each quote in a query. RFC 3986 asks for no such thing: they go out as they are. */
function requestWithQuotes(
  url: URL,
  options: http.RequestOptions,
  callback?: (response: http.IncomingMessage) => void,
): http.ClientRequest {
  const path = url.pathname + url.search.replaceAll('%27', "'")
  return (url.protocol === 'https:' ? https : http).request(url, { ...options, path }, callback)
}

function firstOfEach(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}
