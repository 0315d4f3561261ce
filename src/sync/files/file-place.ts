/** Where a file's bytes lie: in the user's folder for good, or in one of the system's while it is read. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isErrno, makeFolder, stagedSuffix, syncFolder } from '../../durable-files.js'
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

/** Where a destination's files stay: the folder `name` in `filesDir`. */
export interface KeptFolder {
  filesDir: string
  name: string
  /** Of its mark: another one means that no file is there. */
  id: string
}

/** What a place is named after: Ids, and the extension of the file. */
export interface PlacedFile {
  id: string
  version: string
  extension: string
  /** In bytes, where the org tells. */
  size: number | undefined
}

/** A place in the user's folder, one folder for each file and in it one file for each version. */
export function keptPlace({ filesDir, name }: KeptFolder, file: PlacedFile): FilePlace {
  const ending = file.extension === '' ? '' : `.${file.extension}`
  const segments = [file.id, `${file.version}${ending}`].map(renderSegment)
  const target = path.join(filesDir, name, ...segments)
  return {
    shown: [name, ...segments].join('/'),
    async fill(save) {
      return orKeepFailed(filesDir, async () => {
        if (await isWhole(target, file.size)) return target
        const staged = `${target}.${randomBytes(6).toString('hex')}${stagedSuffix}`
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
      return orKeepFailed(tmpdir(), async () => {
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

/** Removes what lies in the user's folder of a file, and what a crash has left of it; but for the version `keep`. */
export async function removeKept(kept: KeptFolder, id: string, keep: string): Promise<void> {
  const folder = folderOf(kept, id)
  await orKeepFailed(kept.filesDir, async () => {
    const names = await namesIn(folder)
    const others = names.filter((name) => !isVersion(name, keep))
    for (const name of others) await rm(path.join(folder, name), { force: true })
    if (others.length === names.length) await rm(folder, { recursive: true, force: true })
  })
}

/** Whether the user's folder has anything of a file but for the version `keep`, which may be none: an empty text. */
export async function hasOthers(kept: KeptFolder, id: string, keep: string): Promise<boolean> {
  return (await namesIn(folderOf(kept, id))).some((name) => !isVersion(name, keep))
}

/** Whether the user's folder has this version of a file. */
export async function hasVersion(kept: KeptFolder, { id, version }: PlacedFile): Promise<boolean> {
  return (await namesIn(folderOf(kept, id))).some((name) => isVersion(name, version))
}

/** The Ids of the files that the user's folder has anything of, one after the other: there may be millions. */
export async function* keptIds({ filesDir, name }: KeptFolder): AsyncGenerator<string> {
  const folder = await orKeepFailed(filesDir, () => opendir(path.join(filesDir, name)))
  for await (const entry of folder) if (entry.isDirectory()) yield entry.name
}

function folderOf({ filesDir, name }: KeptFolder, id: string): string {
  return path.join(filesDir, name, renderSegment(id))
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

function isVersion(name: string, version: string): boolean {
  return version !== '' && name.startsWith(version) && !name.endsWith(stagedSuffix)
}

/** One that was cut short since is brought again. */
async function isWhole(file: string, size: number | undefined): Promise<boolean> {
  try {
    const found = await stat(file)
    return size === undefined || found.size === size
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

/** Throws OUTPUT_FAILED where the disk has refused what was done. */
export async function orKeepFailed<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (isExtractError(cause) || !isOfDisk(cause)) throw cause
    const what = `Files can't be kept in ${folder}`
    throw diskError('OUTPUT_FAILED', { what, place: folder, otherwise: 'name another --files-dir' }, cause)
  }
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && ('syscall' in error || isErrno(error, 'ENOTDIR'))
}
