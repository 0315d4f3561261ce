import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../../clock.js'
import { isErrno } from '../../durable-files.js'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { foldFiles, reportUnread, type FoldOptions } from '../../sinks/files/compact/fold.js'
import { foldFolder, hasUnfinishedFold, recoverFolds } from '../../sinks/files/compact/fold-manifest.js'
import { groupParts, listParts, type OwnFiles, type PartFile } from '../../sinks/files/compact/parts.js'
import { readSteadily } from '../../sinks/files/compact/steady.js'
import { validateReadable } from '../../sinks/files/document-files.js'
import { ownFolder } from '../../sinks/files/mark.js'
import { outputFailed } from '../../sinks/output-failed.js'
import { claimLockFolder } from '../../state/locks/lock-folder.js'
import { acquireLock, type Lock } from '../../state/locks/lock.js'
import type { FoldReport } from '../../terms.js'
import { dropLeftLanes } from './drop-left-lanes.js'

export interface CompactOptions extends Omit<FoldOptions, 'signal'> {
  /** The output folder. */
  folder: string
  /** Only what this datasource has written, by id or name. */
  datasource?: string | undefined
}

export interface CompactContext {
  clock: Clock
  signal?: AbortSignal | undefined
}

/**
 * Folds the files of an output folder, after it has finished what an earlier fold left. Runs into the folder may go on
 * meanwhile, and files of a held run stay as they are. Gives a report of each directory that was folded or is damaged.
 * Throws USAGE where no run has written to the folder, DATASOURCE_UNKNOWN, LOCK_HELD while another folds it,
 * OUTPUT_FAILED, INTERRUPTED.
 */
export async function compactFolder(options: CompactOptions, context: CompactContext): Promise<FoldReport[]> {
  const { folder, over = 0 } = options
  try {
    await validateOutputFolder(folder)
    await validateReadable(folder, 'folded')
    const isDue = hasMoreThan(over, await listParts(folder)) || (await hasUnfinishedFold(folder))
    return isDue
      ? await withFoldLock(folder, context, (signal) => foldAll(folder, { ...options, signal }, context))
      : []
  } catch (error) {
    throw outputFailed(folder, error)
  }
}

/** Finishes a fold of the folder that a crash cut short, unless it goes on in another process. */
export async function finishFolds(folder: string, context: CompactContext): Promise<void> {
  try {
    if (await hasUnfinishedFold(folder)) await withFoldLock(folder, context, () => recoverFolds(folder))
  } catch (error) {
    if (!isExtractError(error, 'LOCK_HELD')) throw outputFailed(folder, error)
  }
}

async function validateOutputFolder(folder: string): Promise<void> {
  for (const name of ['marks', 'output']) {
    if (await isFolder(path.join(folder, ownFolder, name))) return
  }
  throw new ExtractError('USAGE', `No run has written to ${folder}.`, {
    hint: 'Name the folder that `sf-extract sync --output` wrote to.',
  })
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory()
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}

/** Whoever wrote them: to know that, they would have to be read. */
function hasMoreThan(count: number, parts: PartFile[]): boolean {
  const counts = new Map<string, number>()
  for (const { folder } of parts) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  return [...counts.values()].some((each) => each > count)
}

async function withFoldLock<T>(
  folder: string,
  { clock, signal }: CompactContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lock = await takeFoldLock(folder, clock)
  try {
    return await work(signal === undefined ? lock.lost : AbortSignal.any([lock.lost, signal]))
  } finally {
    await lock.release()
  }
}

async function takeFoldLock(folder: string, clock: Clock): Promise<Lock> {
  const place = path.join(folder, foldFolder)
  try {
    return await acquireLock(`compaction of ${folder}`, (me) => claimLockFolder(place, 'folds', me, clock), clock)
  } catch (error) {
    if (isExtractError(error, 'STATE_BROKEN', 'FILES_EXHAUSTED')) throw outputFailed(folder, error.cause)
    if (!isExtractError(error, 'LOCK_HELD')) throw error
    throw new ExtractError('LOCK_HELD', error.message, {
      hint: 'Let it finish. If that process is dead, its lock is taken over within a minute.',
      cause: error,
    })
  }
}

async function foldAll(
  folder: string,
  options: CompactOptions & FoldOptions,
  { clock }: CompactContext,
): Promise<FoldReport[]> {
  await recoverFolds(folder)
  await dropLeftLanes(folder, clock)
  const isWanted = ({ source }: OwnFiles) =>
    options.datasource === undefined || [source.id, source.name].includes(options.datasource)
  const { owners, damages } = await readSteadily(async () => groupParts(folder, await listParts(folder)))
  const wanted = owners.filter(isWanted)
  if (wanted.length === 0 && options.datasource !== undefined) throw nothingOf(options.datasource, folder, owners)
  const reports: FoldReport[] = []
  for (const { source } of wanted) {
    reports.push(...(await foldOne(folder, source.id, options)))
  }
  const known = new Set(owners.flatMap(({ directories }) => directories.map((each) => each.folder)))
  const unknown = [...damages].filter(([place]) => !known.has(place))
  return [...reports, ...unknown.map(([place, error]) => reportUnread(renderPlace(place), error))]
}

async function foldOne(folder: string, datasource: string, options: FoldOptions): Promise<FoldReport[]> {
  return readSteadily(async () => {
    const { owners } = await groupParts(folder, await listParts(folder))
    const own = owners.find(({ source }) => source.id === datasource)
    return own === undefined ? [] : foldFiles(folder, own, options)
  })
}

function nothingOf(datasource: string, folder: string, owners: OwnFiles[]): ExtractError {
  const ids = owners.map(({ source }) => source.id)
  return new ExtractError('DATASOURCE_UNKNOWN', `No datasource "${datasource}" has written to ${folder}.`, {
    hint: `There are documents of: ${ids.join(', ') || 'none'}.`,
  })
}

/** The path of a folder of files that don't tell it themselves. */
function renderPlace(folder: string): string {
  return folder === '.' ? '/' : `/${folder.split(path.sep).join('/')}/`
}
