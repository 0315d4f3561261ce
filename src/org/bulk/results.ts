import { buildBadAnswer, buildShortAnswer } from '../errors/refusal.js'
import type { Api } from '../http/api.js'
import { readChunks } from '../http/read-body.js'
import type { BulkJob, BulkPage, JobResults, ResultsPlace } from '../org.js'
import type { Stamp } from '../../terms.js'
import { buildRowReader } from './bulk-rows.js'
import { countCsvLines, readCsv } from './csv.js'

interface ResultsParts {
  api: Api
  /** Of the job's results. */
  path: string
  pageSize: number
  maxAnswerBytes: number
}

/**
 * The rows of a complete job from a place on, in pages. The org's own pages of results are larger: each is fetched
 * whole, as bytes, so that a slow reader holds no connection, while the one before is turned into rows page by page.
 * Throws BAD_ANSWER for results that are no CSV of the fields asked for, that have fewer or more rows than they say,
 * twice, or that lead in a circle.
 */
export async function* readResults(
  job: BulkJob,
  { sobject, fields, place }: JobResults,
  parts: ResultsParts,
): AsyncGenerator<BulkPage, void, undefined> {
  const reading: Reading = { ...parts, sobject, maxRecords: firstMaxRecords }
  const followed = new Set<string | undefined>()
  let fetching = fetchResults(place.locator, reading)
  for (let { locator, rows: skip } = place; ;) {
    followed.add(locator)
    const results = await fetching
    const { next } = results
    if (next !== undefined && (followed.has(next) || results.rows === 0)) {
      throw buildBadAnswer(`the results of job ${job.id} lead nowhere`, { sobject })
    }
    if (next !== undefined) {
      // On its way while this one is read; its error waits for its turn.
      fetching = fetchResults(next, reading)
      fetching.catch(() => undefined)
    }
    let passed = 0
    let readRow: ReturnType<typeof buildRowReader> | undefined
    for await (const [lines, isLast] of markLast(readCsv(results.chunks, parts.pageSize, sobject))) {
      readRow ??= buildRowReader(fields, lines.shift() ?? [], sobject)
      const rows = lines.slice(Math.max(0, skip - passed)).map((cells) => readRow!(cells))
      passed += lines.length
      const rest = restOf({ locator, rows: passed }, next, isLast)
      if (rows.length > 0) yield { rows, totalSize: rows.length, orgTime: results.orgTime, rest }
    }
    if (next === undefined) return
    locator = next
    skip = Math.max(0, skip - passed)
  }
}

function restOf(place: ResultsPlace, next: string | undefined, isLast: boolean): ResultsPlace {
  return isLast && next !== undefined ? { locator: next, rows: 0 } : place
}

interface Reading extends ResultsParts {
  sobject: string
  /** The most rows of the org's next page of results. */
  maxRecords: number
}

interface Results {
  chunks: Buffer[]
  rows: number
  next: string | undefined
  orgTime: Stamp
}

/** A page is asked for again where it has not the rows it says. */
async function fetchResults(locator: string | undefined, reading: Reading): Promise<Results> {
  const { sobject } = reading
  for (let isAgain = false; ; isAgain = true) {
    const { announced, ...results } = await fetchPage(locator, reading)
    if (announced === undefined || announced === results.rows) return results
    if (isAgain) throw buildShortAnswer(results.rows, announced, { sobject })
  }
}

/** The rows asked for follow the bytes they have had so far: wide ones come in smaller pages. */
async function fetchPage(
  locator: string | undefined,
  reading: Reading,
): Promise<Results & { announced: number | undefined }> {
  const { api, path, sobject, maxAnswerBytes } = reading
  const mostBytes = Math.min(maxAnswerBytes, 2 * usualBytes)
  for (;;) {
    const asked = new URLSearchParams({
      ...(locator !== undefined && { locator }),
      maxRecords: `${reading.maxRecords}`,
    })
    const { body, headers, orgTime } = await api.call({
      path: `${path}?${asked.toString()}`,
      sobject,
      headers: { accept: 'text/csv' },
      read: (stream) => readChunks(stream, mostBytes),
    })
    const { chunks, size } = body as { chunks: Buffer[]; size: number }
    if (size <= mostBytes) {
      const room = Math.floor((reading.maxRecords * usualBytes) / Math.max(size, 1))
      reading.maxRecords = Math.min(Math.max(room, 1), mostMaxRecords)
      if (orgTime === undefined) throw buildBadAnswer('it has no Date header that can be read', { sobject })
      const rows = Math.max(0, countCsvLines(chunks) - 1)
      return { chunks, rows, next: readLocator(headers), announced: readCount(headers), orgTime }
    }
    if (reading.maxRecords === 1) throw buildBadAnswer(`a row has more than ${mostBytes} bytes`, { sobject })
    reading.maxRecords = Math.ceil(reading.maxRecords / 8)
  }
}

/** The rows asked for first: more of them later, where they are short. */
export const firstMaxRecords = 10_000
/** The most rows of a page of results, and the bytes that one is to have. */
export const mostMaxRecords = 50_000
export const usualBytes = 8 * 1024 * 1024

/** The last page of results says `null`, or nothing. */
function readLocator({ 'sforce-locator': locator }: Record<string, string | undefined>): string | undefined {
  return locator === undefined || locator === '' || locator === 'null' ? undefined : locator
}

function readCount({ 'sforce-numberofrecords': count = '' }: Record<string, string | undefined>): number | undefined {
  return /^\d+$/.test(count) ? Number(count) : undefined
}

async function* markLast<T>(items: AsyncIterable<T>): AsyncGenerator<[item: T, isLast: boolean]> {
  let held: [T] | undefined
  for await (const item of items) {
    if (held) yield [held[0], false]
    held = [item]
  }
  if (held) yield [held[0], true]
}
