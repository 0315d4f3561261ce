/** The parts of a packed file (Office, OpenDocument), read as a stream and never more than is allowed. */
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import type { ExtractionLimits, FileSource } from '../../extracted-text.js'
import { fileDamaged, fileLocked, fileTooComplex } from '../../file-errors.js'
import { isExtractError } from '../../../errors/extract-error.js'

export interface ZipParts {
  names: Set<string>
  /** The bytes of a part, piece by piece; nothing where there is no such part. */
  read(name: string): AsyncGenerator<Buffer, void, undefined>
  close(): void
}

/** Throws FILE_DAMAGED for what is no whole zip, FILE_TOO_COMPLEX for one of too many parts. */
export async function openZip(source: FileSource, limits: ExtractionLimits): Promise<ZipParts> {
  const zip = await open(source)
  try {
    const entries = await listEntries(zip, limits.mostParts)
    let left = limits.mostUnpackedBytes
    return {
      names: new Set(entries.keys()),
      async *read(name) {
        const entry = entries.get(name)
        if (entry === undefined) return
        if (entry.isEncrypted()) throw fileLocked()
        const stream = await orDamaged(openStream(zip, entry))
        try {
          for await (const piece of stream as AsyncIterable<Buffer>) {
            left -= piece.length
            if (left < 0) throw fileTooComplex(`it unpacks to more than ${limits.mostUnpackedBytes / 1_000_000} MB`)
            yield piece
          }
        } catch (error) {
          throw isExtractError(error) ? error : fileDamaged('it is not whole', error)
        } finally {
          stream.destroy()
        }
      },
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

const options = { lazyEntries: true, autoClose: false }

function open({ path, bytes }: FileSource): Promise<ZipFile> {
  return orDamaged(
    new Promise((resolve, reject) => {
      const opened = (error: Error | null, zip: ZipFile) => (error ? reject(error) : resolve(zip))
      if (path === undefined) yauzl.fromBuffer(Buffer.from(bytes ?? []), options, opened)
      else yauzl.open(path, options, opened)
    }),
  )
}

/** Of two parts of one name the first counts, as for Office. */
async function listEntries(zip: ZipFile, most: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > most) throw fileTooComplex(`it has ${zip.entryCount} files in it`)
  const entries = new Map<string, Entry>()
  zip.on('entry', (entry: Entry) => {
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry)
    if (entries.size <= most) zip.readEntry()
  })
  const end = once(zip, 'end')
  zip.readEntry()
  await orDamaged(end)
  return entries
}

function openStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error: Error | null, stream: Readable) => (error ? reject(error) : resolve(stream)))
  })
}

async function orDamaged<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw isExtractError(error) ? error : fileDamaged('it is not whole', error)
  }
}
