import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Document } from '../terms.js'

/** The documents that one run wrote below a folder: its id begins the names of its files. */
export async function documentsOf(folder: string, runId: string): Promise<Document[]> {
  const documents: Document[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.startsWith(`${runId}-`) || !entry.name.endsWith('.ndjson')) continue
    const lines = createInterface({ input: createReadStream(path.join(entry.parentPath, entry.name)) })
    for await (const line of lines) documents.push(JSON.parse(line) as Document)
  }
  return documents
}
