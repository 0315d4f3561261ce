import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, syncFolder } from '../../../durable-files.js'
import { reportError } from '../../../errors/extract-error.js'
import { validateNotInterrupted } from '../../../errors/interruption.js'
import type { FoldReport } from '../../../terms.js'
import type { Part } from '../part.js'
import { commitFold, hasUnfinishedFold, stagedFold } from './fold-manifest.js'
import { damaged } from './lines.js'
import { findNewest, type Newest } from './newest.js'
import { nameFolded, type OwnFiles } from './parts.js'
import { scanParts, type ScannedDirectory } from './scan.js'
import { writeFolded } from './write-folded.js'

export interface FoldOptions {
  /** Only directories of more files than this; without it, every one in which something is superseded. */
  over?: number | undefined
  /** Tombstones stay, for readers that follow the files. */
  keepTombstones?: boolean | undefined
  /** Ends the fold; nothing has changed then. */
  signal?: AbortSignal | undefined
}

/**
 * Folds what a datasource has in an output folder: each directory becomes one file that has the lines of the newest
 * versions as they are, in the order they were written; where none are left, none. All of it happens or nothing. A
 * damaged directory stays as it was. Memory holds a share of the ids and a bit for each line.
 *
 * Files that are written meanwhile come later by name and are left alone. The caller has the lock of the folder's
 * folds. Throws OUTPUT_FAILED, and what the file system says of a file that was taken away meanwhile.
 */
export async function foldFiles(root: string, own: OwnFiles, options: FoldOptions): Promise<FoldReport[]> {
  const { over = 0 } = options
  if (!own.directories.some(({ parts }) => parts.length > over)) return []
  const staging = stagedFold(own.source.id)
  await makeFolder(join(root, staging))
  try {
    return await foldStaged(root, staging, own, options)
  } finally {
    // A full disk is not to stay so for what nobody will need.
    if (!(await hasUnfinishedFold(root))) await rm(join(root, staging), { recursive: true, force: true })
  }
}

async function foldStaged(
  root: string,
  staging: string,
  own: OwnFiles,
  { over = 0, keepTombstones = false, signal }: FoldOptions,
): Promise<FoldReport[]> {
  const scan = await scanParts(own, { root, staging: join(root, staging), bytes: await sumSizes(root, own), signal })
  const directories = noteUncertain(scan.directories)
  const isChosen = ({ parts, damage }: ScannedDirectory) => damage === undefined && parts.length > over
  const chosen = new Set([...directories.keys()].filter((index) => isChosen(directories[index]!)))
  const newest = await findNewest(scan, { folded: chosen, keepTombstones })
  const folds: Fold[] = []
  for (const index of chosen) {
    const directory = directories[index]!
    const kept = countKept(directory, newest)
    if (directory.parts.length === 1 && kept === directory.parts[0]!.lines) continue
    const staged = join(staging, `${index}.part`)
    const part = kept === 0 ? undefined : await writeFolded(root, staged, { directory, kept: newest.kept, signal })
    folds.push({ directory, kept, part, tombstones: newest.applied[index]! })
  }
  validateNotInterrupted(signal)
  if (folds.length > 0) await commit(root, own.source.id, folds)
  const failed = directories.filter(({ damage }) => damage !== undefined)
  return [...folds.map((fold) => reportFold(fold, own)), ...failed.map((each) => reportDamage(each, own))]
}

/** A directory that is about to be one file. */
interface Fold {
  directory: ScannedDirectory
  /** The number of lines that stay. */
  kept: number
  /** The staged file; absent where nothing is left. */
  part: Part | undefined
  tombstones: number
}

async function sumSizes(root: string, { directories }: OwnFiles): Promise<number> {
  let bytes = 0
  for (const { path } of directories.flatMap(({ parts }) => parts)) bytes += (await stat(join(root, path))).size
  return bytes
}

/** Of a file, a damaged directory may hold a newer version: what others hold of files can't be told old from new. */
function noteUncertain(directories: ScannedDirectory[]): ScannedDirectory[] {
  const first = directories.find(({ damage }) => damage !== undefined)
  if (first === undefined) return directories
  const what = `its documents of files may have newer versions in ${first.path}, which is damaged`
  return directories.map((each) => {
    return each.hasFiles && each.damage === undefined ? { ...each, damage: damaged(each.path, what) } : each
  })
}

function countKept({ parts }: ScannedDirectory, { kept }: Newest): number {
  let count = 0
  for (const { firstLine, lines } of parts) {
    for (let line = firstLine; line < firstLine + lines; line++) count += kept.has(line) ? 1 : 0
  }
  return count
}

/** Where a file has changed since it was read, nothing is done. */
async function commit(root: string, datasource: string, folds: Fold[]): Promise<void> {
  const replaced = folds.flatMap(({ directory }) => directory.parts).toSorted((a, b) => a.age - b.age)
  for (const { path, bytes } of replaced) {
    if ((await stat(join(root, path))).size !== bytes) throw damaged(join(root, path), 'it is being written to')
  }
  const parts = folds.flatMap(({ directory, part }) => {
    return part === undefined ? [] : [{ ...part, target: nameFolded(directory.parts.at(-1)!) }]
  })
  await syncFolder(join(root, stagedFold(datasource)))
  const targets = new Set(parts.map(({ target }) => target))
  await commitFold(root, {
    datasource,
    parts: parts.map(({ staged, target, bytes }) => ({ staged, target, bytes })),
    replaced: replaced.map(({ path }) => path).filter((path) => !targets.has(path)),
  })
}

function reportFold({ directory, kept, part, tombstones }: Fold, { source }: OwnFiles): FoldReport {
  const { path, parts } = directory
  return {
    datasource: source.id,
    path,
    outcome: 'folded',
    files: [parts.length, part === undefined ? 0 : 1],
    documents: [parts.reduce((total, { lines }) => total + lines, 0), kept],
    bytes: [parts.reduce((total, { bytes }) => total + bytes, 0), part?.bytes ?? 0],
    tombstones,
  }
}

function reportDamage({ path, parts, damage }: ScannedDirectory, { source }: OwnFiles): FoldReport {
  return { ...reportUnread(path, damage), datasource: source.id, files: [parts.length, parts.length] }
}

/** The report of a directory that stays as it is. */
export function reportUnread(path: string, error: unknown): FoldReport {
  const none: [number, number] = [0, 0]
  return {
    path,
    outcome: 'failed',
    files: none,
    documents: none,
    bytes: none,
    tombstones: 0,
    error: reportError(error),
  }
}
