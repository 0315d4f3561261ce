import pLimit from 'p-limit'
import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { keepSecret } from '../../errors/redact.js'
import { renderJson } from '../../exact-json.js'
import { openWay } from '../../network/way.js'
import type { Failure, Fields, Outcome, Processor, ProcessorContext } from '../processor.js'
import { matchAnswers } from '../service/match-answers.js'
import { post, type PostContext } from '../service/post.js'

/**
 * Posts documents to a service, so many at once, and takes what comes back for each: by their ids, or in their order. A
 * lot that the service refuses for what is in it is halved, until the document is found that it doesn't take.
 */
export function openHttp(options: ProcessorOptions<'http'>, context: ProcessorContext): Processor {
  const { url, headers, batch, concurrency, version } = options
  for (const [name, value] of Object.entries(headers)) if (!plainHeaders.has(name)) keepHeader(value)
  for (const value of new URL(url).searchParams.values()) keepSecret(value)
  const limit = pLimit(concurrency)
  const { env, way: settings = {} } = context
  const way = openWay({ settings, env, connectTimeoutMs: options.timeoutMs, isForeign: true })
  return {
    async process(documents) {
      const lots = splitLots(documents, batch)
      return (await Promise.all(lots.map((lot) => limit(processLot, lot, options, { ...context, way })))).flat()
    },
    identity: { url, version },
    close: async () => way.close(),
  }
}

/** These say nothing that is secret, and their words stand in other texts. */
const plainHeaders = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** `Bearer abc` is as secret as `abc` is. */
function keepHeader(value: string): void {
  keepSecret(value)
  const token = /^\w+\s+(\S+)$/.exec(value)?.[1]
  if (token !== undefined) keepSecret(token)
}

/** A document as it is posted. */
interface Posted {
  document: Fields
  text: string
}

/** So many documents, and as many bytes as services take by rights, however many they are. */
function splitLots(documents: Fields[], batch: number): Posted[][] {
  const lots: Posted[][] = []
  let bytes = Infinity
  for (const document of documents) {
    const text = renderJson(document)
    bytes += text.length
    const lot = lots.at(-1)
    if (lot !== undefined && lot.length < batch && bytes <= mostBytes) lot.push({ document, text })
    else {
      lots.push([{ document, text }])
      bytes = text.length
    }
  }
  return lots
}

const mostBytes = 8_000_000

async function processLot(lot: Posted[], options: ProcessorOptions<'http'>, context: PostContext): Promise<Outcome[]> {
  const answer = await post(`[${lot.map(({ text }) => text).join(',')}]`, options, context)
  if ('value' in answer) {
    return matchAnswers(
      answer.value,
      lot.map(({ document }) => document),
    )
  }
  if (!answer.isForContent || lot.length === 1) return lot.map(() => ({ failure: asFailure(answer) }))
  const half = Math.ceil(lot.length / 2)
  const first = await processLot(lot.slice(0, half), options, context)
  return [...first, ...(await processLot(lot.slice(half), options, context))]
}

function asFailure({ message, isForContent }: { message: string; isForContent: boolean }): Failure {
  return { message, isPassing: !isForContent }
}
