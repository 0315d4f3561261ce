import { describe, expect, test } from 'vitest'
import type { FaultSpec } from '../../../src/sandbox/faults/faults.js'
import type { FileDocument } from '../../../src/terms.js'
import { openSyncedOrg, type Outcome, type SyncedOrg } from '../../support/synced-org.js'

type Fault = Pick<FaultSpec, 'name'> & Partial<FaultSpec>

/** An org whose account has files of these names, the first of which meets a fault whenever its text is asked for. */
async function openFiles(names: string[], fault: Fault): Promise<SyncedOrg> {
  const synced = await openSyncedOrg({ datasource: { files: 'download', standardObjects: ['Account'] } })
  const { store, faults } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  const versions = names.map((name) => {
    const values = { Title: name, PathOnClient: `${name}.txt`, FirstPublishLocationId: account }
    return store.insert('ContentVersion', values, { blob: Buffer.from(`text of ${name}`) }).id
  })
  faults.add({ ...fault, path: `ContentVersion/${versions[0]}/VersionData`, count: Infinity } as FaultSpec)
  synced.pass(60)
  return synced
}

function textsOf({ documents }: Outcome): Record<string, string | undefined> {
  const files = documents.filter(({ type }) => type === 'content_document') as FileDocument[]
  return Object.fromEntries(files.map(({ title, content }) => [title, content]))
}

function warningsOf({ report }: Outcome): string[] {
  return report.objects.find(({ object }) => object === 'ContentDocument')!.warnings ?? []
}

const lasting: [Fault, string][] = [
  [{ name: 'status', status: 400, body: 'json' } as Fault, 'QUERY_REFUSED'],
  [{ name: 'status', status: 403, body: 'json' } as Fault, 'ACCESS_DENIED'],
  [{ name: 'status', status: 302, body: 'html' } as Fault, 'FOREIGN_ADDRESS'],
]

const passing: [Fault, string][] = [
  [{ name: 'status', status: 500, body: 'json' } as Fault, 'ORG_UNAVAILABLE'],
  [{ name: 'reset' }, 'ORG_UNREACHABLE'],
  [{ name: 'half-body' }, 'ORG_UNREACHABLE'],
]

describe('a file whose text the org does not give', () => {
  test.each([...lasting, ...passing])('is written without it, with a warning: %j', async (fault, code) => {
    const synced = await openFiles(['one', 'two'], fault)
    const outcome = await synced.run()
    expect(textsOf(outcome)).toEqual({ 'one.txt': undefined, 'two.txt': 'text of two' })
    expect(outcome.report.outcome).toBe('done')
    expect(warningsOf(outcome)).toEqual([expect.stringMatching(`^1 file was written without its text: ${code}: .*\\.`)])
  })

  test.each(lasting)('is not asked for again: %j', async (fault) => {
    const synced = await openFiles(['one'], fault)
    await synced.run()
    synced.pass(60)
    const { requests, documents } = await synced.run()
    expect(requests.filter(({ url }) => url.includes('VersionData'))).toEqual([])
    expect(documents).toEqual([])
  })

  test.each(passing)('is tried again in each run, and written when it is there: %j', async (fault) => {
    const synced = await openFiles(['one', 'two'], fault)
    await synced.run()
    synced.pass(60)
    const again = await synced.run()
    expect(again.documents).toEqual([])
    expect(warningsOf(again)).toHaveLength(1)
    synced.sandbox.faults.remove()
    synced.pass(60)
    const mended = await synced.run()
    expect(textsOf(mended)).toEqual({ 'one.txt': 'text of one' })
    expect(warningsOf(mended)).toEqual([])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('is not written again where it turns out to have no text any more', async () => {
    const synced = await openFiles(['one'], passing[0]![0])
    await synced.run()
    const { faults } = synced.sandbox
    faults.remove()
    faults.add({ name: 'status', status: 404, body: 'json', path: 'VersionData', count: Infinity })
    for (const isAsked of [true, false]) {
      synced.pass(60)
      const { documents, requests } = await synced.run()
      expect(documents).toEqual([])
      expect(requests.some(({ url }) => url.includes('VersionData'))).toBe(isAsked)
    }
  })

  test('is forgotten when it is deleted meanwhile', async () => {
    const synced = await openFiles(['one'], passing[0]![0])
    await synced.run()
    synced.sandbox.store.delete([...synced.sandbox.store.rows('ContentDocument')][0]!.id)
    for (let run = 0; run < 2; run++) {
      synced.pass(60)
      expect(warningsOf(await synced.run())).toEqual([])
    }
  })

  test('counts as a sign that the org is away where several in a row get no answer', async () => {
    const synced = await openFiles(['one', 'two', 'three', 'four'], { name: 'reset' })
    synced.sandbox.faults.add({ name: 'reset', path: 'VersionData', count: Infinity })
    const { report } = await synced.run()
    expect(report.error).toMatchObject({ code: 'ORG_UNREACHABLE' })
  })
})
