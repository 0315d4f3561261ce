import type { Readable } from 'node:stream'

/**
 * A body in one piece. Undefined where it is longer than `maxBytes`, counted as it was unpacked: no more of it is read,
 * and the stream is destroyed. Throws what the stream fails with.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const { bytes, isWhole } = await readBeginning(body, maxBytes)
  return isWhole ? bytes : undefined
}

/** The first `maxBytes` of a body, and whether they are all of it. Past them no more is read. */
export async function readBeginning(body: Readable, maxBytes: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) return { bytes: Buffer.concat(chunks, size).subarray(0, maxBytes), isWhole: false }
  }
  return { bytes: Buffer.concat(chunks, size), isWhole: true }
}
