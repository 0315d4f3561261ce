import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listOutput } from './output-files.js'
import { makeTempFolder } from './temp-folder.js'

interface LineParts {
  source?: string
  title?: string
  place?: string
  type?: string
}

/** A line of a document, as `sync` writes it; the title tells its version. */
export function documentLine(id: string, title: string, parts: LineParts = {}): string {
  return renderLine(id, { title }, parts)
}

/** The line of a tombstone. */
export function tombstoneLine(id: string, parts: LineParts = {}): string {
  return renderLine(id, { deleted: true, reason: 'deleted' }, parts)
}

function renderLine(id: string, facts: object, parts: LineParts): string {
  const { source = 'crm', place = '/Standard Objects/Account/', type = 'Account' } = parts
  const document = { id, source: { type: 'connector', name: `The ${source}`, id: source }, type, ...facts }
  return `${JSON.stringify({ ...document, system: { parent_path: place } })}\n`
}

/** An output folder with these files, by their paths in it. */
export async function makeOutputFolder(files: Record<string, string[]>): Promise<string> {
  const folder = await makeTempFolder()
  await mkdir(join(folder, '.sf-extract/marks'), { recursive: true })
  await addFiles(folder, files)
  return folder
}

/** Puts further files there. */
export async function addFiles(folder: string, files: Record<string, string[]>): Promise<void> {
  for (const [path, lines] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), lines.join(''))
  }
}

/** Every file that a reader sees, with its text. */
export async function loadTexts(folder: string): Promise<Record<string, string>> {
  const paths = await listOutput(folder)
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')])),
  )
}
