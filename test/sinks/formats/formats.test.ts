import { describe, expect, it } from 'vitest'
import type { Format } from '../../../src/sinks/formats/format.js'
import { formats } from '../../../src/sinks/formats/formats.js'
import { openBulk } from '../../../src/sinks/formats/bulk.js'
import type { DirectoryDocument, Document } from '../../../src/terms.js'
import { readBulk } from '../../support/bulk-lines.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { buildSampleTombstone, sampleDirectory } from '../../support/sample-tombstone.js'

const directory = { ...sampleDirectory, categories: ['Standard Objects'] } as DirectoryDocument
const passage = { ...buildSampleDocument('2#1'), parent_id: '2', passage: { number: 1, of: 2 } }
const all: Document[] = [
  directory,
  buildSampleDocument('1', { content: '\u2028' }),
  passage,
  buildSampleTombstone('3', { reason: 'merged', merged_into: '1', deleted_at: '2026-01-05T09:30:11.000Z' }),
  buildSampleTombstone('2#2', { parent_id: '2' }),
  buildSampleTombstone('d2', { type: 'folder', metadata: { is_standard: true, sobject_type: 'Lead' } }),
]

function renderAll(format: Format, documents: Document[] = all): string {
  let text = ''
  for (const piece of format.render(documents)) text += piece.toString()
  return text
}

function linesOf(format: Format): unknown[] {
  return renderAll(format)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}

describe('the format', () => {
  it('document is the documents, a line each', () => {
    expect(linesOf(formats.document)).toEqual(all)
  })

  it('record is what was queried, without directories and passages, and the Ids of what was deleted', () => {
    expect(linesOf(formats.record)).toEqual([{ Id: '1' }, { Id: '3', IsDeleted: true }])
  })

  it('bulk is a body for _bulk, with an index for each object and for the directories', () => {
    const actions = readBulk(renderAll(formats.bulk))
    expect(actions.map(({ kind, index, id }) => `${kind} ${index} ${id}`)).toEqual([
      'index sf-crm-folder d1',
      'index sf-crm-account 1',
      'index sf-crm-account 2#1',
      'delete sf-crm-account 3',
      'delete sf-crm-account 2#2',
      'delete sf-crm-folder d2',
    ])
    expect(actions.flatMap(({ document = [] }) => document)).toEqual([directory, all[1], passage])
  })

  it('bulk deletes from the index it has written to, though a pipeline gave the document another type', () => {
    const changed = { ...buildSampleDocument('1'), type: 'customer' }
    const actions = readBulk(renderAll(formats.bulk, [changed, buildSampleTombstone('1')]))
    expect(new Set(actions.map(({ index }) => index))).toEqual(new Set(['sf-crm-account']))
  })

  it.each([
    ['CRM {object}', 'it has a space in it'],
    ['{datasource}/{object}', 'it has "/" in it'],
    ['_{object}', 'it begins with _'],
    ['..', 'it means a folder'],
    ['', 'it is empty'],
    ['x'.repeat(256), 'it has more than 255 bytes'],
    ['crm-{objects}', '"crm-{objects}" has {objects} in it'],
  ])('bulk takes no index that there can not be: %s', (template, reason) => {
    const open = () => openBulk(template).validate!('crm')
    const message = expect.stringContaining(reason) as string
    expect(open).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }) as Error)
  })

  it('coco has the place in _system, what Coco has no field for in metadata, and what is gone disabled', () => {
    const [folder, account, part, gone] = linesOf(formats.coco) as Record<string, unknown>[]
    expect(folder).toMatchObject({ id: 'd1', type: 'folder', _system: { parent_path: '/Standard Objects/' } })
    const { system, ...rest } = buildSampleDocument('1', { content: '\u2028' })
    expect(account).toEqual({ ...rest, _system: system })
    expect(part).toMatchObject({ metadata: { parent_id: '2', passage: { number: 1, of: 2 } } })
    expect(part).not.toHaveProperty('passage')
    const { id, source, type, category, categories, metadata } = buildSampleTombstone('3')
    expect(gone).toEqual({
      id,
      source,
      type,
      category,
      categories,
      updated: '2026-01-05T09:30:11.000Z',
      disabled: true,
      metadata: { ...metadata, reason: 'merged', merged_into: '1' },
      _system: system,
    })
  })
})
