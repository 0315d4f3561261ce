import { randomBytes } from 'node:crypto'
import { rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno, makeFolder } from '../../durable-files.js'
import { validateWritable } from '../../sinks/files/writable.js'

/** Makes the folder, writes a file into it and takes both away again. Throws the error of the file system. */
export async function tryFolder(folder: string): Promise<void> {
  await withoutTrace(folder, async () => {
    await validateWritable(folder)
    await makeFolder(folder)
    const file = join(folder, `.check-${randomBytes(6).toString('hex')}`)
    try {
      await writeFile(file, 'sf-extract check\n', { flag: 'wx' })
    } finally {
      await rm(file, { force: true })
    }
  })
}

/** Does what may make the folder, and removes it and the parents made with it, as far as they are empty. */
export async function withoutTrace<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const absent = await listAbsent(folder)
  try {
    return await work()
  } finally {
    // From the inside out; what another process has put in meanwhile stays.
    for (const path of absent) await rmdir(path).catch(() => undefined)
  }
}

async function listAbsent(folder: string): Promise<string[]> {
  try {
    await stat(folder)
    return []
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || dirname(folder) === folder) return []
    return [folder, ...(await listAbsent(dirname(folder)))]
  }
}
