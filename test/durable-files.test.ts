import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { makeFolder, replaceDurably, writeDurably } from '../src/durable-files.js'
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

describe('a folder', () => {
  it('is made with its parents, at once with another', async () => {
    const folder = join(await makeTempFolder(), 'a/b/c')
    await Promise.all([makeFolder(folder, 0o700), makeFolder(folder, 0o700)])
    expect((await fs.stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('that can not be made, as in /proc or below a file, is an error and no wait without an end', async () => {
    const file = join(await makeTempFolder(), 'file')
    await fs.writeFile(file, '')
    for (const folder of ['/proc/x', '/proc/x/y/z', file, join(file, 'x')]) {
      await expect(makeFolder(folder)).rejects.toThrow(/ENOENT|ENOTDIR|EEXIST|EACCES|EPERM/)
    }
  })
})

describe('a file of the user that is replaced', () => {
  it.skipIf(process.platform === 'win32')('is written to where it is a pipe, which stays one', async () => {
    const path = join(await makeTempFolder(), 'pipe')
    await promisify(execFile)('sh', ['-c', 'mkfifo "$0"', path])
    const read = fs.readFile(path, 'utf8')
    await replaceDurably(path, 'a report')
    expect(await read).toBe('a report')
    expect((await fs.stat(path)).isFIFO()).toBe(true)
  })

  it('keeps its mode, and is still where a link points', async () => {
    const folder = await makeTempFolder()
    await fs.writeFile(join(folder, 'run.json'), 'old', { mode: 0o600 })
    await fs.symlink('run.json', join(folder, 'latest.json'))
    await replaceDurably(join(folder, 'latest.json'), 'new')
    expect(await fs.readlink(join(folder, 'latest.json'))).toBe('run.json')
    expect(await fs.readFile(join(folder, 'run.json'), 'utf8')).toBe('new')
    expect((await fs.stat(join(folder, 'run.json'))).mode & 0o777).toBe(0o600)
  })

  it('has the mode that is given', async () => {
    const path = join(await makeTempFolder(), 'run.json')
    await fs.writeFile(path, 'old')
    await replaceDurably(path, 'new', 0o600)
    expect((await fs.stat(path)).mode & 0o777).toBe(0o600)
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
