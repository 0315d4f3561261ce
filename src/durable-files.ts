/** Files that are whole or not there, whatever happens to the process or the power. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The end of a staged file's name. A crash can leave such a file behind; nobody reads it. */
export const stagedSuffix = '.tmp'

/**
 * Writes the text beside `path`, flushes it and renames it into place: a reader sees the old file or the new one.
 * The package write-file-atomic is not enough: it takes a short write (a disk that fills up) for a whole one, names its
 * staged file after the process id, which containers on one volume share, and leaves the folder unflushed.
 */
export async function writeDurably(path: string, text: string, mode = 0o666): Promise<void> {
  const staged = `${path}.${process.pid}-${randomBytes(6).toString('hex')}${stagedSuffix}`
  try {
    const file = await open(staged, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(staged, path)
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}

/**
 * writeDurably over a file of the user's: a link stays a link, and where no `mode` is given the file keeps its own. A
 * device or a pipe is written to: root could replace /dev/null by a file.
 */
export async function replaceDurably(path: string, text: string, mode?: number): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const status = await stat(target).catch(() => undefined)
  if (status !== undefined && !status.isFile()) return writeFile(target, text)
  const kept = mode ?? status?.mode
  await writeDurably(target, text, kept === undefined ? undefined : kept & 0o777)
}

/** Removes a file so that it stays removed; one that isn't there is no error. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true })
  await syncFolder(dirname(path))
}

/**
 * Makes a folder with its parents, one after the other, and flushes the names of those that are new. Node's own
 * recursive mkdir never ends where a parent is there and takes no folder, as in /proc.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  if (await isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) await makeFolder(parent, mode)
  try {
    await mkdir(path, mode)
  } catch (error) {
    // Another process was quicker.
    if (isErrno(error, 'EEXIST') && (await isFolder(path))) return
    throw error
  }
  await syncFolder(parent)
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false
    throw error
  }
}

/**
 * Flushes the names in a folder: a rename is on the disk only after this. Windows has no such call and needs none, and
 * some network file systems refuse it: with those the server decides.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch (error) {
    if (!isErrno(error, 'EINVAL', 'ENOTSUP', 'ENOSYS', 'ENOTTY')) throw error
  } finally {
    await folder.close()
  }
}

/** True where a file system call failed for one of these reasons. */
export function isErrno(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '')
}
