import { once } from 'node:events'
import { got, type PlainResponse } from 'got'
import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { buildInterruption } from '../../errors/interruption.js'
import { parseJson } from '../../exact-json.js'
import { describeFailure } from '../../network/describe-failure.js'
import { findProxyFailure, type ProxyFailure } from '../../network/proxy-failure.js'
import { readRetryAfter } from '../../network/retry-after.js'
import type { Route, Way } from '../../network/way.js'
import type { ProcessorContext } from '../processor.js'

/** What a service answered, or why there is no answer. */
export type ServiceAnswer = { value: unknown } | Refusal

interface Refusal {
  /** Without anything of the request: there are secrets in its headers and records in its body. */
  message: string
  /** Whether it is for what was posted: it would be refused another time. */
  isForContent: boolean
}

export interface PostContext extends Pick<ProcessorContext, 'clock' | 'signal'> {
  /** To the service. */
  way: Way
}

/**
 * Posts a JSON text and reads the JSON that comes back. What may pass is tried again, with growing waits, or as long
 * after as the service asks. Redirects are not followed: they would carry documents to a host nobody named. Throws
 * INTERRUPTED when the run is being ended.
 */
export async function post(
  body: string,
  options: ProcessorOptions<'http'>,
  { clock, signal, way }: PostContext,
): Promise<ServiceAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(body, options, signal, await way.to(options.url))
    if ('value' in answer) return answer
    if (answer.waitMs === undefined || attempt >= options.attempts) {
      const tries = attempt === 1 ? '' : ` after ${attempt} tries`
      return { message: `${new URL(options.url).host} ${answer.message}${tries}`, isForContent: answer.isForContent }
    }
    await clock.sleep(answer.waitMs > 0 ? answer.waitMs : firstWaitMs * 2 ** (attempt - 1), signal).catch(() => {})
    if (signal.aborted) throw buildInterruption(signal)
  }
}

const firstWaitMs = 500
const longestWaitMs = 300_000

/** With the wait it asks for, 0 where it doesn't say; undefined where another try is no use. */
type Attempt = { value: unknown } | (Refusal & { waitMs?: number | undefined })

async function send(
  body: string,
  options: ProcessorOptions<'http'>,
  signal: AbortSignal,
  { request, via }: Route,
): Promise<Attempt> {
  const { url, headers, timeoutMs, maxAnswerBytes } = options
  const stream = got.stream.post(url, {
    body,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    timeout: { request: timeoutMs },
    signal,
    request,
  })
  // Whoever waits for the stream gets its error; without a listener Node would end the process as well.
  stream.on('error', () => {})
  try {
    const [response] = (await once(stream, 'response')) as [PlainResponse]
    if (response.statusCode < 200 || response.statusCode > 299) return refusalOf(response)
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > maxAnswerBytes)
        return { message: `answered with more than ${maxAnswerBytes} bytes`, isForContent: true }
    }
    return readJson(Buffer.concat(chunks).toString('utf8'))
  } catch (error) {
    if (signal.aborted) throw buildInterruption(signal)
    const proxyFailure = findProxyFailure(error)
    if (proxyFailure) return describeWay(proxyFailure, url, via!)
    const { code, name } = error as NodeJS.ErrnoException
    return { message: `gave no answer (${code ?? name})`, isForContent: false, waitMs: 0 }
  } finally {
    stream.destroy()
  }
}

function describeWay(failure: ProxyFailure, url: string, via: string): Attempt {
  const { hostname, port } = new URL(url)
  const { text, cure, canPass } = describeFailure(failure, via, `${hostname}:${port || '443'}`)
  const message = `is not reached. ${text}. ${cure}`
  return { message, isForContent: false, ...(canPass ? { waitMs: 0 } : {}) }
}

function readJson(text: string): Attempt {
  try {
    return { value: parseJson(text) }
  } catch {
    return { message: 'answered with something that is no JSON', isForContent: false }
  }
}

/** 400, 413 and 422 are for what was posted, or for how much of it. */
function refusalOf({ statusCode, headers }: PlainResponse): Attempt {
  const message = `answered with HTTP ${statusCode}`
  if ([400, 413, 422].includes(statusCode)) return { message, isForContent: true }
  if (statusCode !== 429 && statusCode < 500) return { message, isForContent: false }
  return { message, isForContent: false, waitMs: Math.min(readRetryAfter(headers) ?? 0, longestWaitMs) }
}
