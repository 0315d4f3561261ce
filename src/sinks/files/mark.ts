import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno, makeFolder, writeDurably } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { Compression } from '../compress/compression.js'
import { renderSegment } from './folder-path.js'

/** What makes an output folder a destination of a datasource, wherever the folder is moved to. */
export interface FolderMark {
  version: 1
  /** The destination's id, by which the state knows how far it has come. */
  id: string
  /** The id of that state. */
  state: string
  /** How its files are written; absent where they are documents that are not compressed. */
  form?: FolderForm
}

/** How the files of a folder are written: all of them the same way. */
export interface FolderForm {
  /** The name of the format. */
  format: string
  compress?: Compression
}

/**
 * The mark a datasource left in an output folder, the first time it was written to; undefined in a new or emptied one.
 * Throws OUTPUT_FAILED for a file that is none.
 */
export async function loadMark(folder: string, datasource: string): Promise<FolderMark | undefined> {
  const path = join(folder, markPath(datasource))
  let text: string
  try {
    // A pipe would be waited for without an end.
    if (!(await stat(path)).isFile()) throw new Error('it is no file')
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR')) return undefined
    throw markBroken(path, cause)
  }
  const mark = parseMark(text)
  if (mark === undefined) throw markBroken(path, new Error("it doesn't hold a mark"))
  return mark
}

/** How each datasource's files in an output folder are written; none in a folder without marks. */
export async function listForms(folder: string): Promise<FolderForm[]> {
  const place = join(folder, marksFolder)
  const names = await readdir(place).catch(() => [])
  const texts = names.filter((name) => name.endsWith('.json')).map((name) => readFile(join(place, name), 'utf8'))
  const marks = (await Promise.allSettled(texts)).flatMap((text) =>
    text.status === 'fulfilled' ? (parseMark(text.value) ?? []) : [],
  )
  return marks.map(({ form = plainForm }) => form)
}

/** Documents, one JSON object on each line. */
export const plainForm: FolderForm = { format: 'document' }

/** Puts a mark into a folder, which is made where it isn't there. */
export async function writeMark(folder: string, datasource: string, mark: FolderMark): Promise<void> {
  const path = join(folder, markPath(datasource))
  await makeFolder(dirname(path))
  await writeDurably(path, `${JSON.stringify(mark)}\n`)
}

/** True where the folder at `other` holds the same mark and is another folder than `folder`: one is a copy. */
export async function isCopied(folder: string, other: string, datasource: string, id: string): Promise<boolean> {
  const mark = await loadMark(other, datasource).catch(() => undefined)
  if (mark?.id !== id) return false
  const [here, there] = await Promise.all([stat(folder, { bigint: true }), stat(other, { bigint: true })])
  return here.dev !== there.dev || here.ino !== there.ino
}

/** True for a folder with nothing to see in it: what `rm -rf DIR/*` leaves, which spares hidden names. */
export async function isBare(folder: string): Promise<boolean> {
  return (await readdir(folder)).every((name) => name.startsWith('.'))
}

/** The folder in the output folder that is no reader's business. */
export const ownFolder = '.sf-extract'

/** The name of a datasource as a file: macOS and Windows take `CRM` and `crm` for one, so the first gets a hash. */
export function renderDatasource(datasource: string): string {
  return renderSegment(datasource === datasource.toLowerCase() ? datasource : `${datasource}~`)
}

const marksFolder = join(ownFolder, 'marks')

function markPath(datasource: string): string {
  return join(marksFolder, `${renderDatasource(datasource)}.json`)
}

function parseMark(text: string): FolderMark | undefined {
  try {
    const mark = JSON.parse(text) as Partial<FolderMark> | null
    const isWhole = mark?.version === 1 && /^[0-9a-f]{16}$/.test(String(mark.id)) && typeof mark.state === 'string'
    return isWhole ? (mark as FolderMark) : undefined
  } catch {
    return undefined
  }
}

function markBroken(path: string, cause: unknown): ExtractError {
  return new ExtractError('OUTPUT_FAILED', `The mark ${path} can't be read: ${(cause as Error).message}`, {
    hint:
      'It says how far this folder has come. Restore it, or delete it: then the next run writes every document to ' +
      'the folder anew.',
    cause,
  })
}
