import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isCopied, loadMark, writeMark, type FolderMark } from '../../../src/sinks/files/mark.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const mark: FolderMark = { version: 1, id: '0123456789abcdef', state: 's1' }

describe('the mark of an output folder', () => {
  it('is one for each datasource, and none in a folder that is new', async () => {
    const folder = join(await makeTempFolder(), 'documents')
    expect(await loadMark(folder, 'crm')).toBeUndefined()
    await writeMark(folder, 'crm', mark)
    expect([await loadMark(folder, 'crm'), await loadMark(folder, 'CRM')]).toEqual([mark, undefined])
  })

  it.each(['', '{"version":1', '{"version":1,"id":"x","state":"s1"}', 'null', '{"version":2}'])(
    'that is damaged (%j) is told, with what to do',
    async (text) => {
      const folder = await makeTempFolder()
      const path = join(folder, '.sf-extract/marks/crm.json')
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
      await expect(loadMark(folder, 'crm')).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
        message: expect.stringContaining(path) as string,
        hint: expect.stringContaining('delete it') as string,
      })
    },
  )

  it('tells a copy from the folder itself, and from one that is gone', async () => {
    const [folder, copy] = [await makeTempFolder(), await makeTempFolder()]
    for (const each of [folder, copy]) await writeMark(each, 'crm', mark)
    expect(await isCopied(copy, folder, 'crm', mark.id)).toBe(true)
    expect(await isCopied(folder, join(folder, '.'), 'crm', mark.id)).toBe(false)
    expect(await isCopied(folder, join(folder, 'gone'), 'crm', mark.id)).toBe(false)
  })
})
