import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openMemoryState } from '../../../src/state/memory-state.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const { access } = fs

afterEach(() => {
  fs.access = access
  syncBuiltinESMExports()
})

describe('the files sink in a folder that can not be written to', () => {
  it.each(['EACCES', 'EROFS'])('says so when it is opened, before anything is read (%s)', async (code) => {
    const place = await makeTempFolder()
    refuseWriting(place, code)
    for (const folder of [place, join(place, 'documents'), join(place, 'a/b')]) {
      await expect(
        openFilesSink({ folder, run: 'r1', datasource: 'crm', state: openMemoryState() }),
      ).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
        message: `The output to ${folder} can't be written: ${code}`,
        hint: expect.stringContaining('--output') as string,
      })
    }
    expect(await fs.readdir(place)).toEqual([])
  })

  it('leaves one that has yet to be made to the first document', async () => {
    const folder = join(await makeTempFolder(), 'a/b')
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: openMemoryState() })
    await sink.close()
    await expect(fs.readdir(folder)).rejects.toThrow('ENOENT')
  })
})

/**
 * Has the file system refuse writing to a folder, as it does for a user who may not: tests may run as one who may all.
 */
function refuseWriting(place: string, code: string): void {
  fs.access = async (path, mode = 0) => {
    if (path === place && (mode & fs.constants.W_OK) !== 0) throw Object.assign(new Error(code), { code })
    await access(path, mode)
  }
  syncBuiltinESMExports()
}
