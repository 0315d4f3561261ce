import type { Document } from '../../../terms.js'
import { openCompressor } from '../../compress/compressor.js'
import type { Compression } from '../../compress/compression.js'
import type { Format } from '../../formats/format.js'
import type { Bucket, Upload } from './bucket.js'

/** An object that grows. What is asked of it at once is done by the caller in turn. */
export interface GrowingObject {
  /** False where these documents need an object of their own. */
  takes(documents: Document[]): boolean
  /** Gives their bytes before compression. */
  add(documents: Document[]): Promise<number>
  /** What is not in the bucket yet. */
  waitingBytes(): number
  /** Whether it is large enough to be ended. */
  isFull(): boolean
  /** Puts what is left into the bucket, and makes it seen. */
  end(): Promise<WrittenObject>
  /** Takes it back. */
  drop(): Promise<void>
}

/** An object that is whole in the bucket. */
export interface WrittenObject {
  key: string
  documents: number
  /** As it is stored; 0 where there was nothing to store. */
  bytes: number
}

/** Begins one. A small one goes whole when it ends, a large one in parts while it grows. */
export function beginObject(
  key: string,
  bucket: Bucket,
  { format, compress }: { format: Format; compress: Compression | undefined },
): GrowingObject {
  const file = format.openFile?.()
  const compressor = compress === undefined ? undefined : openCompressor(compress)
  const waiting = openBuffer()
  let [sentBytes, count] = [0, 0]
  let upload: Upload | undefined
  const tags: string[] = []
  const take = () => {
    const body = waiting.take()
    sentBytes += body.length
    return body
  }
  const sendPart = async () => {
    const body = take()
    upload ??= { key, id: await bucket.begin(key, contentType) }
    tags.push(await bucket.putPart(upload, tags.length + 1, body))
  }
  return {
    takes: (documents) => file?.takes(documents) ?? true,
    add: async (documents) => {
      let bytes = 0
      for (const piece of (file ?? format).render(documents)) {
        // A piece is valid until the next one is asked for.
        const data = Buffer.from(piece as Buffer)
        bytes += data.length
        waiting.keep(compressor === undefined ? [data] : await compressor.add(data))
        if (waiting.bytes() >= partBytes) await sendPart()
      }
      count += documents.length
      return bytes
    },
    waitingBytes: waiting.bytes,
    isFull: () => sentBytes >= objectBytes,
    end: async () => {
      waiting.keep((await compressor?.end()) ?? [])
      if (upload === undefined && waiting.bytes() > 0) await bucket.put(key, take(), contentType)
      if (upload !== undefined && waiting.bytes() > 0) await sendPart()
      if (upload !== undefined) await bucket.complete(upload, tags)
      upload = undefined
      return { key, documents: count, bytes: sentBytes }
    },
    drop: async () => {
      compressor?.close()
      if (upload !== undefined) await bucket.abort(upload)
    },
  }
}

function openBuffer() {
  let pieces: Buffer[] = []
  let bytes = 0
  return {
    bytes: () => bytes,
    keep: (more: Buffer[]) => {
      for (const piece of more) bytes += piece.length
      pieces.push(...more)
    },
    take: () => {
      const whole = Buffer.concat(pieces)
      pieces = []
      bytes = 0
      return whole
    },
  }
}

/** S3 takes parts of 5 MiB and more, but for the last one, and 10,000 of them. */
const partBytes = 8 * 1024 * 1024
/** From this size on an object ends, so that readers have something to share. */
const objectBytes = 256 * 1024 * 1024

const contentType = 'application/octet-stream'
