import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { diskError, notAFolder } from '../errors/disk-error.js'
import { ExtractError } from '../errors/extract-error.js'
import { compressionOf } from '../sinks/compress/compression.js'
import { readLines } from '../sinks/files/compact/lines.js'
import { listSteadily, readSteadily } from '../sinks/files/compact/steady.js'
import { isDocumentFile, validateReadable } from '../sinks/files/document-files.js'
import { renderFolderPath } from '../sinks/files/folder-path.js'
import type { Document } from '../terms.js'
import { renderPath, type Entry, type Folder, type DocumentTree } from './tree.js'

/**
 * The directories that runs wrote below a folder. Files are read line by line; of each record only its title and
 * stamp are kept.
 * With `source` only documents of the datasource with that id or name count. Its functions throw OUTPUT_FAILED.
 */
export function openFilesTree(root: string, source?: string): DocumentTree {
  const isWanted = (document: Document) =>
    source === undefined || [document.source.id, document.source.name].includes(source)
  const readWith = <T>(load: (documents: AsyncIterable<Document>) => Promise<T>, ...segments: string[]) =>
    orUnreadable(root, async () => {
      await validateReadable(root, 'listed')
      return readSteadily(() => load(readFolder(path.join(root, renderFolderPath(renderPath(...segments))), isWanted)))
    })
  return {
    folders: async () => {
      const folders: Folder[] = []
      for (const group of await readWith(directoriesIn)) {
        for (const title of await readWith(directoriesIn, group)) folders.push({ group, title })
      }
      if (folders.length === 0) throw nothingWritten(root)
      return folders
    },
    count: async (folders) => {
      const counted = []
      for (const folder of folders)
        counted.push({ ...folder, count: (await readWith(loadEntries, folder.group, folder.title)).size })
      return counted
    },
    entries: async ({ group, title }, limit) => {
      const entries = [...(await readWith(loadEntries, group, title)).values()]
      return entries.toSorted(newestFirst).slice(0, limit)
    },
  }
}

async function orUnreadable<T>(root: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException
    if (typeof syscall !== 'string') throw error
    const cause = code === 'ENOTDIR' ? notAFolder(root) : error
    const what = `The documents in ${root} can't be read`
    throw diskError('OUTPUT_FAILED', { what, place: root, otherwise: 'name another folder with --output' }, cause)
  }
}

/**
 * Every document of a folder, in the order it was written: file names begin with the run, and later runs have later
 * names.
 */
async function* readFolder(folder: string, isWanted: (document: Document) => boolean): AsyncGenerator<Document> {
  const names = await listSteadily(async () => (await listFolder(folder)).toSorted())
  for (const name of names.filter(isDocumentFile)) {
    const file = path.join(folder, name)
    let number = 0
    for await (const line of readTexts(file)) {
      number += 1
      if (line === '') continue
      const document = parseLine(line, `${file}, line ${number}`)
      if (isWanted(document)) yield document
    }
  }
}

async function* readTexts(file: string): AsyncGenerator<string> {
  if (compressionOf(file) === undefined) yield* (await open(file)).readLines()
  else for await (const lines of readLines(file)) for (const line of lines) yield line.toString('utf8').trimEnd()
}

async function directoriesIn(documents: AsyncIterable<Document>): Promise<string[]> {
  const titles = new Map<string, string>()
  for await (const document of documents) {
    const key = `${document.source.id} ${document.id}`
    if ('deleted' in document) titles.delete(key)
    else if (document.type === 'folder') titles.set(key, document.title)
  }
  return [...new Set(titles.values())]
}

/**
 * The newest version of each record by datasource and Id; those with a tombstone after it are gone. A file lies beside
 * the record it hangs on, and is none of its object's records.
 */
async function loadEntries(documents: AsyncIterable<Document>): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const document of documents) {
    const key = `${document.source.id} ${document.id}`
    if ('deleted' in document) entries.delete(key)
    else if (document.type !== 'folder' && document.type !== 'content_document') entries.set(key, buildEntry(document))
  }
  return entries
}

function buildEntry(document: Exclude<Document, { deleted: true }>): Entry {
  const updated = 'updated' in document ? document.updated : undefined
  return { id: document.id, title: document.title, updated }
}

function newestFirst(a: Entry, b: Entry): number {
  const [older, newer] = [a.updated ?? '', b.updated ?? '']
  return older === newer ? Number(a.id < b.id) - Number(a.id > b.id) : Number(older < newer) - Number(older > newer)
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Throws OUTPUT_FAILED, with the place, for a line that holds no document. */
function parseLine(line: string, place: string): Document {
  const document = parseJson(line)
  if (isDocument(document)) return document
  throw new ExtractError('OUTPUT_FAILED', `${place}: this is not a document that sync wrote`, {
    hint: 'Remove the line, or read the records again into another folder: sf-extract sync --full --output DIR.',
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false
  const { id, source, title, deleted } = value as Partial<Record<'id' | 'source' | 'title' | 'deleted', unknown>>
  const isTold = typeof title === 'string' || deleted === true
  return typeof id === 'string' && typeof source === 'object' && source !== null && isTold
}

function nothingWritten(root: string): ExtractError {
  return new ExtractError('USAGE', `There are no documents below ${root}.`, {
    hint: 'Name the folder that `sf-extract sync --output` wrote to.',
  })
}
