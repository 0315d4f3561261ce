import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { diskError } from '../../errors/disk-error.js'
import { ExtractError } from '../../errors/extract-error.js'

/**
 * Writes a body to a file as it comes, over what an earlier try has left there, and flushes it. Gives its length,
 * unpacked. Throws FILE_TOO_LARGE past `maxBytes`, and no more is read then; OUTPUT_FAILED where the disk doesn't take
 * it; what the stream fails with.
 */
export async function saveBody(body: Readable, path: string, maxBytes: number): Promise<number> {
  const orFailed = <T>(work: Promise<T>) => work.catch((cause: unknown) => Promise.reject(failed(path, cause)))
  const file = await orFailed(open(path, 'w', 0o600))
  try {
    let size = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw fileTooLarge(maxBytes)
      await orFailed(file.writeFile(chunk))
    }
    await orFailed(file.sync())
    return size
  } finally {
    await file.close()
  }
}

/** A file that is longer than the user wants to have any. */
export function fileTooLarge(maxBytes: number): ExtractError {
  return new ExtractError('FILE_TOO_LARGE', `it is larger than ${maxBytes / 1_000_000} MB (max_file_size)`)
}

function failed(path: string, cause: unknown): ExtractError {
  return diskError(
    'OUTPUT_FAILED',
    { what: `A file can't be kept at ${path}`, place: path, otherwise: 'set files: index' },
    cause,
  )
}
