import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { StoredRecord } from '../../src/sandbox/terms.js'
import type { Document } from '../../src/terms.js'
import { expectedDocument } from '../support/expected-document.js'
import { askedSince, openJourney, statements, unhurried, type Journey } from '../support/journey.js'
import { listOutput } from '../support/output-files.js'
import { records } from '../support/written.js'

const everything = 'sync_custom_objects: true\ncustom_objects_to_sync: ["*"]\n'
const objects = [
  'Account',
  'Opportunity',
  'Contact',
  'Lead',
  'Campaign',
  'Case',
  'Invoice__c',
  'Project__c',
  'Region__c',
]

describe('from a configured org to documents', unhurried, () => {
  test('the first sync writes every record of every object once, as it stands in the org', async () => {
    const journey = await openJourney({ records: 400, settings: everything })
    const { code, stderr, documents, report, asked } = await journey.sync('--output', 'documents')

    expect(stderr).toContain('salesforce: done')
    expect(code).toBe(0)
    expect(report.outcome).toBe('done')
    expect(asked.filter(({ status }) => status !== 200)).toEqual([])
    for (const object of objects) {
      const stored = liveRecords(journey, object)
      const written = records(documents, object)
      expect(written.map(({ id }) => id).toSorted()).toEqual(stored.map(({ id }) => id).toSorted())
      for (const record of stored) {
        expect(written.find(({ id }) => id === record.id)).toMatchObject(expectedDocument(record, journey.sandbox))
      }
    }
    // The files mirror the directories, which are documents themselves.
    const folders = documents.filter(({ type }) => type === 'folder')
    const names = ['Standard Objects', 'Custom Objects', ...objects, 'Routing_Settings__c']
    expect(folders.map((folder) => 'title' in folder && folder.title).toSorted()).toEqual(names.toSorted())
    expect(await readdir(path.join(journey.folder, 'documents', 'Standard Objects', 'Account'))).toHaveLength(1)
    for (const file of await listOutput(path.join(journey.folder, 'documents'))) {
      expect(file).toMatch(/^(?:(?:Standard|Custom) Objects\/)?(?:\w+\/)?\d{8}T\d{9}Z-[0-9a-f]{6}-\d{5}\.ndjson$/)
    }
  })

  test('an unchanged run writes nothing and fetches no describe; then a change in each object comes alone', async () => {
    const journey = await openJourney({ records: 200, settings: everything })
    await journey.sync('--output', 'documents')
    journey.pass(60)
    const unchanged = await journey.sync('--output', 'documents')
    expect(unchanged.code).toBe(0)
    expect(unchanged.documents).toEqual([])
    expect(unchanged.report).toMatchObject({ outcome: 'done', written: 0, deleted: 0, directories: 0 })
    expect(unchanged.asked.filter(({ url }) => url.includes('/oauth2/'))).toEqual([])
    const describes = unchanged.asked.filter(({ url }) => url.includes('/sobjects'))
    expect(describes.length).toBeGreaterThan(objects.length)
    expect(describes.filter(({ status }) => status !== 304)).toEqual([])

    const changed = objects.map((object) => liveRecords(journey, object)[0]!.id)
    for (const id of changed) journey.sandbox.store.update(id, {})
    journey.pass(60)
    const { documents } = await journey.sync('--output', 'documents')
    expect(documents.map(({ id }) => id).toSorted()).toEqual(changed.toSorted())
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('plan tells what the run will ask, reads no row, and is right about its calls within a tenth', async () => {
    const journey = await openJourney({ records: 400, settings: everything })
    const planned = await journey.run('plan', '--json')
    expect(planned.code).toBe(0)
    const asked = askedSince(journey.sandbox).flatMap(({ soql }) => soql ?? [])
    expect(asked.filter((soql) => !soql.startsWith('SELECT COUNT()'))).toEqual([])

    const [{ calls, objects: plans }] = JSON.parse(planned.stdout) as [Planned]
    const run = await journey.sync()
    expect(Math.abs(run.report.calls - calls)).toBeLessThanOrEqual(run.report.calls / 10)
    for (const { object, soql } of plans) expect(statements(run.asked, object).map(select)).toContain(select(soql))

    // Files get the same bytes as stdout, and no request is longer than an org takes.
    journey.env['SF_EXTRACT_STATE'] = 'file:another'
    const intoFiles = await journey.sync('--output', 'documents')
    expect(linesOf(intoFiles.documents)).toEqual(linesOf(run.documents))
    expect(run.documents.slice(0, 2).map(({ type }) => type)).toEqual(['folder', 'folder'])
    expect(Math.max(...journey.sandbox.log.entries().map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
  })
})

interface Planned {
  calls: number
  objects: { object: string; soql: string }[]
}

/** A statement without its conditions: the window moves with the org's clock. */
function select(soql: string): string {
  return soql.slice(0, soql.lastIndexOf(' WHERE'))
}

function linesOf(documents: Document[]): string[] {
  return documents.map((document) => JSON.stringify(document)).toSorted()
}

function liveRecords({ sandbox }: Journey, object: string): StoredRecord[] {
  return [...sandbox.store.rows(object)].filter(({ isDeleted }) => !isDeleted)
}
