import type { Readable } from 'node:stream'

/**
 * A body in one piece. Undefined where it is longer than `maxBytes`, counted as it was unpacked: no more of it is read,
 * and the stream is destroyed. Throws what the stream fails with.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const { chunks, size } = await readChunks(body, maxBytes)
  return size > maxBytes ? undefined : Buffer.concat(chunks, size)
}

/** The first `maxBytes` of a body, or all of it where it is shorter. Past them no more is read. */
export async function readBeginning(body: Readable, maxBytes: number): Promise<Buffer> {
  const { chunks, size } = await readChunks(body, maxBytes)
  return Buffer.concat(chunks, Math.min(size, maxBytes))
}

/** The pieces of a body until they are more than `maxBytes`, with their size. Throws what the stream fails with. */
export async function readChunks(body: Readable, maxBytes: number): Promise<{ chunks: Buffer[]; size: number }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return { chunks, size }
}
