/** What came out of the runs of a history, destination by destination. */
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { childRows } from '../../../src/sync/records/child-lists.js'
import type { Document } from '../../../src/terms.js'
import { listOutput, parseLines } from '../output-files.js'

/** A document, with the number of the run that wrote it. */
export interface Line {
  run: number
  document: Document
}

/** Named so that the order of names is that of the runs. */
export function renderRunId(run: number): string {
  return `r${String(run).padStart(6, '0')}`
}

/** The lines of an output folder, in the order a reader takes them. */
export async function loadLines(folder: string): Promise<Line[]> {
  const lines: Line[] = []
  const files = await listOutput(folder).catch(() => [])
  for (const file of files.toSorted((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1))) {
    const run = Number(/^r(\d+)-/.exec(path.basename(file))![1])
    for (const document of parseLines(await readFile(path.join(folder, file), 'utf8'))) lines.push({ run, document })
  }
  return lines
}

/** The lines of an output folder, whose files are taken away; its mark stays. */
export async function takeLines(folder: string): Promise<Line[]> {
  const lines = await loadLines(folder)
  for (const file of await listOutput(folder).catch(() => [])) await rm(path.join(folder, file))
  return lines
}

/**
 * Lines that say what the one before of their Id said, but for those of a re-reading: `rereads` are the numbers of the
 * runs that were full, or whose settings were others than those of the run before.
 */
export function findRepeats(lines: Line[], rereads: number[]): string[] {
  const last = new Map<string, { run: number; text: string }>()
  return lines.flatMap(({ run, document }) => {
    if (document.type === 'folder') return []
    const before = last.get(document.id)
    const text = textOf(document)
    last.set(document.id, { run, text })
    if (before?.text !== text || rereads.some((at) => at > before.run && at <= run)) return []
    return [`${document.type} ${document.id} of run ${before.run} again in run ${run}`]
  })
}

/** What an index holds that took the lines in their order, as text by Id. */
export function foldLines(lines: Line[]): Map<string, string> {
  const index = new Map<string, string>()
  for (const { document } of lines) {
    if (document.type === 'folder') continue
    if ('deleted' in document) index.delete(document.id)
    else index.set(document.id, textOf(document))
  }
  return index
}

/**
 * SystemModstamp moves without a reason to write; that of a child is part of what its record says, but for the links to
 * its files, which go and come back with it. On which records a file hangs is told as it was when the file was written:
 * a record that goes or comes changes nothing of the file.
 */
function textOf(document: Document): string {
  if (!('payload' in document)) return 'deleted'
  const { SystemModstamp: _, ContentDocumentLinks: links, ...others } = document.payload
  const payload = { ...others, links: childRows(links).map(({ SystemModstamp: _moved, ...link }) => link) }
  const told = { ...document, payload }
  return JSON.stringify(document.type === 'content_document' ? { ...told, ...nowhere } : told)
}

const nowhere = { category: '', categories: [], system: {}, metadata: {} }
