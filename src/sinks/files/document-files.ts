/** Reading documents from the files of an output folder. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { compressionOf, decompress, endingOf, type Compression } from '../compress/compression.js'
import { ExtractError } from '../../errors/extract-error.js'
import { formats } from '../formats/formats.js'
import { listForms } from './mark.js'

/** Whether a file of this name holds documents, compressed or not. */
export function isDocumentFile(name: string): boolean {
  const ending = endingOf(compressionOf(name))
  const bare = name.slice(0, name.length - ending.length)
  return bare.endsWith(formats.document.extension) && !otherExtensions.some((each) => bare.endsWith(each))
}

const otherExtensions = Object.values(formats)
  .filter(({ name }) => name !== formats.document.name)
  .map(({ extension }) => extension)

/**
 * Throws USAGE where the files of an output folder are in a format that can't be read as documents again: of records
 * nobody knows titles and places, and what is left of documents.
 */
export async function validateReadable(folder: string, work: string): Promise<void> {
  const forms = await listForms(folder)
  const others = forms.filter(({ format }) => format !== 'document')
  if (forms.length === 0 || others.length < forms.length) return
  const names = [...new Set(others.map(({ format }) => format))].join(' and ')
  throw new ExtractError('USAGE', `The files in ${folder} are in the format ${names} and can't be ${work}.`, {
    hint:
      'Documents alone say what is needed for that: their place, title and version. Name a folder that was written ' +
      'with --format document, compressed or not.',
  })
}

/** The bytes of a file in chunks, unpacked where its name says that it is compressed. Errors of zlib have its codes. */
export async function* readUnpacked(path: string): AsyncGenerator<Buffer> {
  const compression = compressionOf(path)
  if (compression !== undefined) yield* unpack(path, compression)
  else yield* readPlain(path)
}

async function* unpack(path: string, compression: Compression): AsyncGenerator<Buffer> {
  // What goes wrong destroys both, and comes out of the reading.
  const unpacked = pipeline(createReadStream(path), decompress(compression), () => undefined)
  for await (const chunk of unpacked) yield chunk as Buffer
}

async function* readPlain(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes)
      if (bytesRead === 0) break
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

const chunkBytes = 256 * 1024

/** Whether what failed is that a compressed file can't be unpacked: zlib says so by codes of its own. */
export function isUnpackError(error: unknown): error is Error {
  return error instanceof Error && /^(?:Z_|ZSTD_|ERR_ZSTD)/.test(String((error as NodeJS.ErrnoException).code))
}
