import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isErrno } from '../../durable-files.js'
import { notAFolder } from '../../errors/disk-error.js'

/** Throws where a folder can't be written to or, where it has yet to be made, the first one above it that is there. */
export async function validateWritable(folder: string): Promise<void> {
  await access(await findFolder(folder), constants.W_OK | constants.X_OK)
}

/** Throws where a path is, or lies below, what is no folder. */
export async function validateFolder(folder: string): Promise<void> {
  await findFolder(folder)
}

/** The folder, or the first one above it that is there. */
async function findFolder(folder: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return folder
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR') || dirname(folder) === folder) throw error
    return findFolder(dirname(folder))
  }
  throw notAFolder(folder)
}
