import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isErrno } from '../../durable-files.js'

/** Throws where a folder can't be written to or, where it has yet to be made, the first one above it that is there. */
export async function validateWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || dirname(folder) === folder) throw error
    await validateWritable(dirname(folder))
  }
}
