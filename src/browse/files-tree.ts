import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ExtractError } from '../errors/extract-error.js'
import { renderFolderPath } from '../sinks/files/folder-path.js'
import type { Document } from '../terms.js'
import { renderPath, type Entry, type Folder, type DocumentTree } from './tree.js'

/**
 * The directories that runs wrote below a folder. Files are read line by line; of each record only its title and
 * stamp are kept.
 * With `source` only documents of the datasource with that id or name count.
 */
export function openFilesTree(root: string, source?: string): DocumentTree {
  const isWanted = (document: Document) =>
    source === undefined || [document.source.id, document.source.name].includes(source)
  const read = (...segments: string[]) =>
    readFolder(path.join(root, renderFolderPath(renderPath(...segments))), isWanted)
  return {
    folders: async () => {
      const folders: Folder[] = []
      for (const group of await directoriesIn(read())) {
        for (const title of await directoriesIn(read(group))) folders.push({ group, title })
      }
      if (folders.length === 0) throw nothingWritten(root)
      return folders
    },
    count: async (folders) => {
      const counted = []
      for (const folder of folders)
        counted.push({ ...folder, count: (await loadEntries(read(folder.group, folder.title))).size })
      return counted
    },
    entries: async ({ group, title }, limit) => {
      const entries = [...(await loadEntries(read(group, title))).values()]
      return entries.toSorted(newestFirst).slice(0, limit)
    },
  }
}

/**
 * Every document of a folder, in the order it was written: file names begin with the run, and later runs have later
 * names.
 */
async function* readFolder(folder: string, isWanted: (document: Document) => boolean): AsyncGenerator<Document> {
  for (const name of (await listFolder(folder)).filter((each) => each.endsWith('.ndjson')).toSorted()) {
    const file = path.join(folder, name)
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      if (line === '') continue
      const document = parseLine(line, file)
      if (isWanted(document)) yield document
    }
  }
}

async function directoriesIn(documents: AsyncIterable<Document>): Promise<string[]> {
  const titles = new Set<string>()
  for await (const document of documents)
    if (document.type === 'folder' && 'title' in document) titles.add(document.title)
  return [...titles]
}

/** The newest version of each record; those with a tombstone after it are gone. */
async function loadEntries(documents: AsyncIterable<Document>): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const document of documents) {
    const { id } = document
    if ('deleted' in document) entries.delete(id)
    else if (document.type !== 'folder') entries.set(id, buildEntry(document))
  }
  return entries
}

function buildEntry(document: Exclude<Document, { deleted: true }>): Entry {
  const updated = 'updated' in document ? document.updated : undefined
  return { id: document.id, title: document.title, ...(updated === undefined ? {} : { updated }) }
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
    throw new ExtractError('OUTPUT_FAILED', `${folder} can't be read: ${(error as Error).message}`, { cause: error })
  }
}

function parseLine(line: string, file: string): Document {
  try {
    return JSON.parse(line) as Document
  } catch (cause) {
    throw new ExtractError('OUTPUT_FAILED', `${file} has a line that isn't a document: ${(cause as Error).message}`, {
      cause,
    })
  }
}

function nothingWritten(root: string): ExtractError {
  return new ExtractError('USAGE', `There are no documents below ${root}.`, {
    hint: 'Name the folder that `sf-extract sync --output` wrote to.',
  })
}
