import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { writeDurably } from '../src/durable-files.js'
import { makeTempFolder } from './support/temp-folder.js'

const { open } = fs

afterEach(() => {
  fs.open = open
  syncBuiltinESMExports()
})

describe('a file written durably', () => {
  it.each(['EINVAL', 'ENOTSUP'])(
    'is written where the file system answers %s to the flush of a folder',
    async (code) => {
      const path = join(await makeTempFolder(), 'state.json')
      refuseFolderFlush(code)
      await writeDurably(path, 'text')
      expect(await fs.readFile(path, 'utf8')).toBe('text')
    },
  )

  it('is not taken for written where the flush of its folder fails', async () => {
    const path = join(await makeTempFolder(), 'state.json')
    refuseFolderFlush('EIO')
    await expect(writeDurably(path, 'text')).rejects.toThrow('EIO')
  })
})

/** Has the file system refuse to flush folders, as some network file systems do. */
function refuseFolderFlush(code: string): void {
  fs.open = async (path, flags, mode) => {
    const file = await open(path, flags, mode)
    if (flags !== 'r') return file
    return Object.assign(file, { sync: () => Promise.reject(Object.assign(new Error(code), { code })) })
  }
  syncBuiltinESMExports()
}
