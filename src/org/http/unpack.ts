import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createUnzip, gunzip, inflate, type ZlibOptions } from 'node:zlib'

/**
 * A packed body as it was before, in one go: pieces of the size that streams have cost more than the unpacking.
 * Undefined where it is longer than `maxBytes`. Throws what zlib throws for one that is damaged or cut.
 */
export async function unpack(packed: Buffer, encoding: string, maxBytes: number): Promise<Buffer | undefined> {
  const options: ZlibOptions = { maxOutputLength: maxBytes, chunkSize: chunkSizeOf(packed, encoding, maxBytes) }
  try {
    return encoding === 'deflate' ? await unpackDeflate(packed, options) : await unpackGzip(packed, options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}

/** The body of an answer of which only the beginning counts. */
export function unpackStream(body: Readable, encoding: string | undefined): Readable {
  if (!isPacked(encoding)) return body
  const unpacked = createUnzip()
  body.on('error', (error) => unpacked.destroy(error))
  return body.pipe(unpacked)
}

/** The encodings that requests ask for. */
export function isPacked(encoding: string | undefined): encoding is string {
  return encoding === 'gzip' || encoding === 'deflate'
}

const unpackGzip = promisify<Buffer, ZlibOptions, Buffer>(gunzip)
const unpackDeflate = promisify<Buffer, ZlibOptions, Buffer>(inflate)

const smallestChunk = 64 * 1024
const largestChunk = 16 * 1024 * 1024

/** The last four bytes of a gzip say how long it is unpacked; they may say anything. */
function chunkSizeOf(packed: Buffer, encoding: string, maxBytes: number): number {
  const told = encoding === 'gzip' && packed.length >= 18 ? packed.readUInt32LE(packed.length - 4) : 4 * packed.length
  return Math.max(smallestChunk, Math.min(told, largestChunk, maxBytes))
}
