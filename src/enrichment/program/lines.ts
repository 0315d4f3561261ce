import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'

/**
 * The lines of a stream that hold something, as they are asked for: meanwhile nothing more is read. One that is longer
 * than any document comes in pieces.
 */
export async function* splitLines(stream: Readable): AsyncGenerator<string, undefined, undefined> {
  const decoder = new StringDecoder('utf8')
  let begun = ''
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (begun + decoder.write(chunk)).split('\n')
    begun = lines.pop()!
    for (const line of lines) if (line.trim() !== '') yield line
    if (begun.length < longestLine) continue
    yield begun
    begun = ''
  }
  if (begun.trim() !== '') yield begun
  return undefined
}

const longestLine = 256 * 1024 * 1024
