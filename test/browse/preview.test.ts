import { describe, expect, test } from 'vitest'
import { readKeptTree } from '../../src/browse/kept-tree.js'
import { readPreview } from '../../src/browse/preview.js'
import { openWrittenIds } from '../../src/state/id-sets.js'
import { directoriesKey } from '../../src/state/keys.js'
import { openMemoryState } from '../../src/state/memory-state.js'
import { documentLine, makeOutputFolder, tombstoneLine } from '../support/output-folder.js'

const accounts = { group: 'Standard Objects', title: 'Account' }
const options = { datasource: 'crm', limit: 3, maxBytes: 10_000 }

describe('a preview', () => {
  test('has the records written last, the last first, without what was deleted and others have written', async () => {
    const folder = await makeOutputFolder({
      'Standard Objects/Account/r1-00001.ndjson': ['a', 'b', 'c', 'd'].map((id) => documentLine(id, `${id} 1`)),
      'Standard Objects/Account/r2-00001.ndjson': [
        documentLine('b', 'b 2'),
        tombstoneLine('d'),
        documentLine('x', 'of another', { source: 'other' }),
        documentLine('f', 'a file', { type: 'content_document' }),
        'no document at all\n',
        documentLine('e', 'e 2'),
      ],
      'Standard Objects/Account/notes.txt': ['something else'],
    })
    const titles = async (limit: number) =>
      (await readPreview(folder, accounts, { ...options, limit })).map(({ title }) => title)
    expect(await titles(3)).toEqual(['e 2', 'b 2', 'c 1'])
    expect(await titles(1)).toEqual(['e 2'])
    expect(await titles(10)).toEqual(['e 2', 'b 2', 'c 1', 'a 1'])
    expect(await readPreview(folder, { ...accounts, title: 'Lead' }, options)).toEqual([])
    expect(await readPreview(folder, { ...accounts, title: '../../..' }, options)).toEqual([])
  })

  test('reads no more than it may, however large the files are', async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => documentLine(`id${index}`, `title ${index}`))
    const folder = await makeOutputFolder({
      'Standard Objects/Account/r1-00001.ndjson': [documentLine('first', 'out of reach')],
      'Standard Objects/Account/r2-00001.ndjson': lines,
    })
    const found = await readPreview(folder, accounts, { ...options, limit: 5000 })
    expect(found[0]!.title).toBe('title 1999')
    expect(found.length).toBeGreaterThan(40)
    expect(found.length).toBeLessThan(90)
    expect(found.map(({ title }) => title)).not.toContain('out of reach')
  })
})

test('the tree of a state has each directory with the records that were written and not deleted', async () => {
  const state = openMemoryState()
  const directories = { a: { hash: '', sobject: 'Lead' }, b: { hash: '', sobject: 'Inv__c' }, c: { hash: '' } }
  const written = openWrittenIds(state, 'crm', 'Lead')
  await written.add(['00Q000000000001AAA', '00Q000000000002AAA', '00Q0000000ABCDEAAA'])
  await written.remove(['00Q000000000002AAA'])
  await state.write([...(await written.changes()), { key: directoriesKey('crm'), value: directories }])
  expect(await readKeptTree(state, 'crm')).toEqual([
    { group: 'Standard Objects', title: 'Lead', count: 2 },
    { group: 'Custom Objects', title: 'Inv__c', count: 0 },
  ])
  expect(await readKeptTree(state, 'other')).toEqual([])
})
