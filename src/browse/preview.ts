import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { compressionOf } from '../sinks/compress/compression.js'
import { readSteadily } from '../sinks/files/compact/steady.js'
import { isDocumentFile, readUnpacked } from '../sinks/files/document-files.js'
import { renderFolderPath } from '../sinks/files/folder-path.js'
import type { Document, FileDocument, RecordDocument } from '../terms.js'
import { renderPath, type Folder } from './tree.js'

export interface PreviewOptions {
  /** Only documents of the datasource with that id. */
  datasource: string
  /** The most records. */
  limit: number
  /** The most that is read, from the end of the newest files back. */
  maxBytes: number
}

/**
 * The records of a directory that runs wrote last, the last first, however large the directory is; what was deleted
 * since is left out. Throws the error of the file system.
 */
export async function readPreview(
  root: string,
  { group, title }: Folder,
  options: PreviewOptions,
): Promise<RecordDocument[]> {
  const folder = path.join(root, renderFolderPath(renderPath(group, title)))
  return readSteadily(() => readFolder(folder, options))
}

async function readFolder(folder: string, { datasource, limit, maxBytes }: PreviewOptions): Promise<RecordDocument[]> {
  const seen = new Set<string>()
  const records: RecordDocument[] = []
  let leftBytes = maxBytes
  for (const name of await newestFirst(folder)) {
    const { lines, bytes } = await readEnd(path.join(folder, name), leftBytes)
    leftBytes -= bytes
    for (const line of lines.toReversed()) {
      const document = parseDocument(line)
      if (document?.source.id !== datasource || seen.has(document.id)) continue
      seen.add(document.id)
      if (isRecord(document)) records.push(document)
      if (records.length === limit) return records
    }
    if (leftBytes <= 0) break
  }
  return records
}

/** File names begin with the run, and later runs have later names. */
async function newestFirst(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter(isDocumentFile)
    return names.toSorted().toReversed()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The whole lines among the last bytes of a file; a compressed one is unpacked to its end. */
async function readEnd(file: string, mostBytes: number): Promise<{ lines: string[]; bytes: number }> {
  if (compressionOf(file) !== undefined) return readUnpackedEnd(file, mostBytes)
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const bytes = Math.min(size, mostBytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, size - bytes)
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n')
    return { lines: bytes < size ? lines.slice(1) : lines, bytes }
  } finally {
    await handle.close()
  }
}

async function readUnpackedEnd(file: string, mostBytes: number): Promise<{ lines: string[]; bytes: number }> {
  const chunks: Buffer[] = []
  let [bytes, isCut] = [0, false]
  for await (const chunk of readUnpacked(file)) {
    chunks.push(chunk)
    bytes += chunk.length
    for (; bytes - chunks[0]!.length >= mostBytes; isCut = true) bytes -= chunks.shift()!.length
  }
  const lines = Buffer.concat(chunks).toString('utf8').split('\n')
  return { lines: isCut ? lines.slice(1) : lines, bytes }
}

/** Undefined for what is no document: the file may be somebody else's. */
function parseDocument(line: string): Document | undefined {
  if (line === '') return undefined
  try {
    const value = JSON.parse(line) as Partial<Document> | null
    return typeof value?.id === 'string' && typeof value.source?.id === 'string' ? (value as Document) : undefined
  } catch {
    return undefined
  }
}

function isRecord(document: Document): document is RecordDocument {
  return !('deleted' in document) && document.type !== 'folder' && !isFile(document)
}

function isFile(document: Document): document is FileDocument {
  return document.type === 'content_document'
}
