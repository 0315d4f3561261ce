/** Where a file's bytes lie: in the user's folder for good, or in one of the system's while it is read. */
import { randomBytes } from 'node:crypto'
import { access, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeFolder, stagedSuffix, syncFolder } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'
import { isExtractError } from '../../errors/extract-error.js'
import { renderSegment } from '../../sinks/files/folder-path.js'

export interface FilePlace {
  /** What the document calls it; absent where it doesn't stay. */
  shown?: string
  /**
   * Has the file brought, where it isn't there yet, and gives its path; undefined where `save` brings nothing. A file
   * that stays is whole or not there. Throws what `save` throws, OUTPUT_FAILED.
   */
  fill(save: (path: string) => Promise<boolean>): Promise<string | undefined>
  /** Removes what doesn't stay. */
  release(): Promise<void>
}

/** What a place is named after: Ids, and the extension of the file. */
export interface PlacedFile {
  id: string
  version: string
  extension: string
}

/** A place in the user's folder, one folder for each file and in it one file for each version. */
export function keptPlace(filesDir: string, datasource: string, file: PlacedFile): FilePlace {
  const ending = file.extension === '' ? '' : `.${file.extension}`
  const segments = [datasource, file.id, `${file.version}${ending}`].map(renderSegment)
  const target = path.join(filesDir, ...segments)
  return {
    shown: segments.join('/'),
    async fill(save) {
      if (await isThere(target)) return target
      const staged = `${target}.${randomBytes(6).toString('hex')}${stagedSuffix}`
      return orOutputFailed(filesDir, async () => {
        await makeFolder(path.dirname(target))
        try {
          if (!(await save(staged))) return undefined
          await rename(staged, target)
        } finally {
          await rm(staged, { force: true })
        }
        await syncFolder(path.dirname(target))
        return target
      })
    },
    release: async () => {},
  }
}

/** A place that only this user can read, for as long as the file is read. */
export function passingPlace(): FilePlace {
  let folder: string | undefined
  return {
    async fill(save) {
      return orOutputFailed(tmpdir(), async () => {
        folder ??= await mkdtemp(path.join(tmpdir(), 'sf-extract-'))
        const target = path.join(folder, 'file')
        return (await save(target)) ? target : undefined
      })
    },
    async release() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The versions of a file that lie in the user's folder, and what a crash has left of one; without those of `keep`. */
export async function removeKept(filesDir: string, datasource: string, id: string, keep: string): Promise<void> {
  const folder = path.join(filesDir, renderSegment(datasource), renderSegment(id))
  await orOutputFailed(filesDir, async () => {
    const names = await readdir(folder).catch(() => [])
    const others = names.filter((name) => keep === '' || !name.startsWith(keep) || name.endsWith(stagedSuffix))
    for (const name of others) await rm(path.join(folder, name), { force: true })
    if (others.length === names.length) await rm(folder, { recursive: true, force: true })
  })
}

/** Whether other versions of a file lie in the user's folder. */
export async function hasOthers(filesDir: string, datasource: string, { id, version }: PlacedFile): Promise<boolean> {
  const names = await readdir(path.join(filesDir, renderSegment(datasource), renderSegment(id))).catch(() => [])
  return names.some((name) => !name.startsWith(version))
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

async function orOutputFailed<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (isExtractError(cause) || !isOfDisk(cause)) throw cause
    const what = `Files can't be kept in ${folder}`
    throw diskError('OUTPUT_FAILED', { what, place: folder, otherwise: 'name another --files-dir' }, cause)
  }
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
