import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Document } from '../../src/terms.js'

/** Every file that a reader of the output folder sees, by its path in it. */
export async function listOutput(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const names = files.map((file) => file.slice(folder.length + 1))
  return names.filter((name) => !name.startsWith('.sf-extract/')).toSorted()
}

/** The id that the mark of an output folder gives to the destination of the datasource that an rc file makes. */
export async function loadMarkId(folder: string): Promise<string> {
  const text = await readFile(join(folder, '.sf-extract', 'marks', 'salesforce.json'), 'utf8')
  return (JSON.parse(text) as { id: string }).id
}

/** Every document in those files, in the order of their names. */
export async function loadOutput(folder: string): Promise<Document[]> {
  const texts = (await listOutput(folder)).map((file) => loadText(join(folder, file)))
  return (await Promise.all(texts)).flatMap(parseLines)
}

/** The text of a file; of what is in it where its name says that it is compressed with gzip. */
export async function loadText(file: string): Promise<string> {
  const bytes = await readFile(file)
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** The documents of a text of NDJSON, whose last line has to be whole. */
export function parseLines(text: string): Document[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('the last line has no end')
  return lines.map((line) => JSON.parse(line) as Document)
}
