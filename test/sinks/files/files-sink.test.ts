import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../../src/state/memory-state.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import type { FilesSinkOptions } from '../../../src/sinks/files/files-sink.js'
import type { DirectoryDocument } from '../../../src/terms.js'
import { describeSink } from '../../contracts/sink.contract.js'
import { listOutput, loadOutput, parseLines } from '../../support/output-files.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { makeTempFolder } from '../../support/temp-folder.js'

describeSink('files', async (state) => {
  const folder = await makeTempFolder()
  const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state })
  return { sink, state, loadWritten: () => loadOutput(folder) }
})

const standardObjects: DirectoryDocument = {
  id: 'd1',
  source: { type: 'connector', name: 'My Salesforce Data', id: 'crm' },
  type: 'folder',
  icon: 'font_filetype-folder',
  title: 'Standard Objects',
  category: '/',
  categories: [],
  metadata: { is_standard: true },
  system: { parent_path: '/' },
}

describe('the files sink', () => {
  it('mirrors the paths of the documents, and numbers its files in the order of the commits', async () => {
    const { folder, sink } = await openTestSink()
    await sink.write('directories', [standardObjects])
    await sink.write('Account', [buildSampleDocument('1'), buildSampleDocument('2', { object: 'Case' })])
    await sink.commit('directories', [])
    await sink.commit('Account', [])
    expect(await listOutput(folder)).toEqual([
      'Standard Objects/Account/r1-00002.ndjson',
      'Standard Objects/Case/r1-00003.ndjson',
      'r1-00001.ndjson',
    ])
    expect(parseLines(await readFile(join(folder, 'r1-00001.ndjson'), 'utf8'))).toEqual([standardObjects])
  })

  it('shows nothing of a lane before its commit, and drops what never was', async () => {
    const { folder, sink } = await openTestSink()
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.write('Contact', [buildSampleDocument('2', { object: 'Contact' })])
    expect(await listOutput(folder)).toEqual([])
    await sink.commit('Contact', [])
    expect(await listOutput(folder)).toEqual(['Standard Objects/Contact/r1-00001.ndjson'])
    await sink.close()
    expect(await readdir(join(folder, '.sf-extract/output/crm'))).toEqual([])
  })

  it('leaves no trace where nothing was written', async () => {
    const { folder, sink, state } = await openTestSink()
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.close()
    expect(await readdir(folder)).toEqual([])
    expect(await state.read('cursor')).toBe(1)
  })

  it('numbers its files on, begins a new one at a commit and where one is full', async () => {
    const { folder, sink } = await openTestSink({ partBytes: 5000 })
    for (const round of [1, 2]) {
      for (let n = 0; n < 5; n++) {
        await sink.write('Account', [buildSampleDocument(`${round}${n}`, { content: 'x'.repeat(2000) })])
      }
      await sink.commit('Account', [])
    }
    const names = await listOutput(folder)
    expect(names).toEqual([1, 2, 3, 4].map((n) => `Standard Objects/Account/r1-0000${n}.ndjson`))
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
    expect(sizes.every((size) => size < 8000)).toBe(true)
    expect((await loadOutput(folder)).map(({ id }) => id).join(' ')).toBe('10 11 12 13 14 20 21 22 23 24')
  })

  it('writes over no file that is there', async () => {
    const { folder, sink } = await openTestSink()
    await mkdir(join(folder, 'Standard Objects/Account'), { recursive: true })
    await writeFile(join(folder, 'Standard Objects/Account/r1-00001.ndjson'), 'mine')
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [])
    expect(await readFile(join(folder, 'Standard Objects/Account/r1-00001.ndjson'), 'utf8')).toBe('mine')
    expect(await listOutput(folder)).toHaveLength(2)
  })

  it('stays in its folder, each object in its own, whatever an object, a run or a datasource is called', async () => {
    const outside = await makeTempFolder()
    const folder = join(outside, 'out')
    const { sink } = await openTestSink({ folder, run: '../r', datasource: '../../ds' })
    const objects = ['../x__c', '..', '..\\x__c', 'a\nb__c', 'a\u2028b__c', '.sf-extract', 'CON', 'x'.repeat(200)]
    await sink.write(
      'odd',
      objects.map((object) => buildSampleDocument(object, { object })),
    )
    await sink.commit('odd', [])
    await sink.close()
    expect(await readdir(outside)).toEqual(['out'])
    expect((await readdir(folder)).toSorted()).toEqual(['.sf-extract', 'Standard Objects'])
    expect(await listOutput(folder)).toHaveLength(objects.length)
    expect((await loadOutput(folder)).map(({ id }) => id).toSorted()).toEqual(objects.toSorted())
  })
})

async function openTestSink(options: Partial<FilesSinkOptions> = {}) {
  const folder = options.folder ?? (await makeTempFolder())
  const state = openMemoryState()
  return { folder, state, sink: await openFilesSink({ folder, run: 'r1', datasource: 'crm', state, ...options }) }
}
