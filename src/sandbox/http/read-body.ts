import type { IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { refuse } from './api-errors.js'

/** The bytes of a request's body as they came. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The text of a body, unpacked as its Content-Encoding says. Throws where it isn't what it says. */
export function unpackBody(bytes: Buffer, encoding = ''): string {
  const unpack = UNPACK[encoding.trim().toLowerCase()]
  if (unpack === undefined || bytes.length === 0) return bytes.toString('utf8')
  try {
    return unpack(bytes).toString('utf8')
  } catch {
    throw refuse('badEncoding', encoding)
  }
}

const UNPACK: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}
