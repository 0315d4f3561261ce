/** Which files of an output folder hold documents, whose they are, and in which order they were written. */
import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isErrno } from '../../../durable-files.js'
import { isExtractError, type ExtractError } from '../../../errors/extract-error.js'
import { compressionOf, endingOf } from '../../compress/compression.js'
import { renderFolderPath, renderSegment } from '../folder-path.js'
import { loadHeldRun } from '../held-mark.js'
import { findFirstLaneRun } from '../lane-folders.js'
import { ownFolder } from '../mark.js'
import { damaged, readFacts, readLines } from './lines.js'
import { listSteadily } from './steady.js'

/** A file of documents in its place. */
export interface PartFile {
  /** Relative to the output folder, as `folder` is. */
  path: string
  folder: string
  /** The run as file names have it. */
  run: string
  /** Its place among the files of that run. */
  number: number
  /** Its place among all files that were listed, by when they were written. */
  age: number
}

/** The files of a datasource in one directory, in the order they were written. */
export interface Directory {
  folder: string
  /** `/Standard Objects/Account/`. */
  path: string
  parts: PartFile[]
  /** Why it can't be folded. */
  damage?: ExtractError
}

/** The files of an output folder, by datasource. */
export interface GroupedFiles {
  owners: OwnFiles[]
  /** Why directories can't be folded, whosever files they hold. */
  damages: Map<string, ExtractError>
}

/** What a datasource has in an output folder. */
export interface OwnFiles {
  source: { id: string; name: string }
  directories: Directory[]
}

/**
 * The files of documents below an output folder, in the order they were written: that of runs, and of each run's
 * commits.
 */
export async function listParts(root: string): Promise<PartFile[]> {
  const paths = await listSteadily(async () => (await listBelow(root, '.')).toSorted())
  return paths
    .map(parsePart)
    .toSorted(byAge)
    .map((part, age) => ({ ...part, age }))
}

/**
 * The files by datasource and directory. Left out are those from the first on that a rollback may still take away, or
 * that the run of a handed object may still put others before, and those that lie where no run puts them. A directory
 * that holds a file of nobody knows whom is damaged.
 */
export async function groupParts(root: string, parts: PartFile[]): Promise<GroupedFiles> {
  const owners = new Map<string, OwnFiles & Unsettled & { isCut?: boolean }>()
  const damages = new Map<string, ExtractError>()
  for (const part of parts) {
    const head = await readHead(root, part)
    if (isExtractError(head)) {
      damages.set(part.folder, head)
      continue
    }
    const { source, parentPath } = head
    if (renderFolderPath(parentPath) !== part.folder) continue
    const owner = owners.get(source.id) ?? { source, directories: [], ...(await loadUnsettled(root, source.id)) }
    owners.set(source.id, owner)
    owner.isCut ||= part.run === owner.heldRun || part.run >= owner.laneRun
    if (!owner.isCut) directoryOf(owner, part.folder, parentPath).parts.push(part)
  }
  for (const { directories } of owners.values()) {
    for (const directory of directories) directory.damage = damages.get(directory.folder)
  }
  return { owners: [...owners.values()], damages }
}

/** The name of the file that takes the place of others, of which this is the newest: it comes after it by name. */
export function nameFolded({ folder, run, number, path }: PartFile): string {
  const ending = endingOf(compressionOf(path))
  return join(folder, `${run}-${String(number).padStart(5, '0')}_current.ndjson${ending}`)
}

/** `<run>-<n>.ndjson`, what a file has that was folded, and the ending of one that is compressed. */
const partName = /^(.+)-(\d{5,})(_current)?\.ndjson(?:\.gz|\.zst)?$/

/** Not what is under way in the folders of ours, which come and go. */
async function listBelow(root: string, folder: string): Promise<string[]> {
  const paths: string[] = []
  for (const entry of await readFolder(join(root, folder))) {
    const path = join(folder, entry.name)
    if (entry.isFile() && partName.test(entry.name)) paths.push(path)
    else if (entry.isDirectory() && entry.name !== ownFolder) paths.push(...(await listBelow(root, path)))
  }
  return paths
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

function parsePart(path: string): Omit<PartFile, 'age'> {
  const segments = path.split(sep)
  const [, run = '', number] = partName.exec(segments.at(-1)!)!
  return { path, folder: join('.', ...segments.slice(0, -1)), run, number: Number(number) }
}

function byAge(a: Omit<PartFile, 'age'>, b: Omit<PartFile, 'age'>): number {
  if (a.run !== b.run) return a.run < b.run ? -1 : 1
  return a.number - b.number || (a.path < b.path ? -1 : 1)
}

/** The facts of a file's first line, or what is wrong with it. */
async function readHead(root: string, { path }: PartFile) {
  const place = join(root, path)
  try {
    for await (const [line] of readLines(place)) return readFacts(line!) ?? damaged(place, notADocument(1))
    return damaged(place, 'it is empty')
  } catch (error) {
    if (isExtractError(error, 'OUTPUT_DAMAGED')) return error
    throw error
  }
}

/** What is wrong with a line that is none of `sync`'s. */
export function notADocument(line: number): string {
  return `line ${line} is not a document that sync wrote`
}

/** Runs of which not all is settled, as file names have them. */
interface Unsettled {
  heldRun: string | undefined
  /** The first run of a handed object that goes on; later than all where there is none. */
  laneRun: string
}

/** Looked up after the files were listed: what is unsettled is noted before it has any. */
async function loadUnsettled(root: string, datasource: string): Promise<Unsettled> {
  const held = await loadHeldRun(root, datasource)
  const heldRun = held === undefined ? undefined : renderSegment(held)
  return { heldRun, laneRun: (await findFirstLaneRun(root, datasource)) ?? '\u{10ffff}' }
}

function directoryOf({ directories }: OwnFiles, folder: string, path: string): Directory {
  const known = directories.find((each) => each.folder === folder)
  if (known !== undefined) return known
  const directory = { folder, path, parts: [] }
  directories.push(directory)
  return directory
}
