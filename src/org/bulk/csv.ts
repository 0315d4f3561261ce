import { Readable } from 'node:stream'
import { buildBadAnswer } from '../errors/refusal.js'

/**
 * The lines of a CSV in lists of at most `linesAtOnce`; the first list has the header besides. Throws BAD_ANSWER for
 * what is no CSV: quotes that don't close, a line with another number of cells.
 */
export async function* readCsv(
  chunks: Buffer[],
  linesAtOnce: number,
  sobject: string,
): AsyncGenerator<string[][], void, undefined> {
  const { CsvError, parse } = await import('csv-parse')
  const parser = parse({ bom: true, record_delimiter: ['\n', '\r\n'] })
  const lines = Readable.from(chunks, { objectMode: false }).pipe(parser) as AsyncIterable<string[]>
  let gathered: string[][] = []
  let most = linesAtOnce + 1
  try {
    for await (const line of lines) {
      gathered.push(line)
      if (gathered.length < most) continue
      yield gathered
      gathered = []
      most = linesAtOnce
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw buildBadAnswer(`it is no CSV (${error.code})`, { sobject })
  }
  if (gathered.length > 0) yield gathered
}

/** The lines of a CSV, its header included, counted without reading what is in them: line breaks in quotes are none. */
export function countCsvLines(chunks: Buffer[]): number {
  let lines = 0
  let isInQuotes = false
  let last = lineFeed
  for (const chunk of chunks) {
    for (const byte of chunk) {
      if (byte === quote) isInQuotes = !isInQuotes
      else if (byte === lineFeed && !isInQuotes) lines += 1
      last = byte
    }
  }
  return last === lineFeed ? lines : lines + 1
}

const quote = 0x22
const lineFeed = 0x0a
