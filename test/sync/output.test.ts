import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openFilesSink } from '../../src/sinks/files/files-sink.js'
import { openStdoutSink } from '../../src/sinks/stdout.js'
import { openSyncedOrg, type SyncedOrg } from '../support/synced-org.js'
import { makeTempFolder } from '../support/temp-folder.js'

async function openRecords(): Promise<{ synced: SyncedOrg; ids: string[] }> {
  const synced = await openSyncedOrg({ datasource: { customObjects: ['Project__c'] } })
  const { store } = synced.sandbox
  const ids = [
    store.insert('Account', { Name: 'Acme' }).id,
    store.insert('Case', { Subject: 'Help' }).id,
    store.insert('Project__c', { Name: 'Bridge' }).id,
  ]
  synced.pass(60)
  return { synced, ids }
}

/** The Ids in each file below a folder, by the folder it lies in. */
async function idsByFolder(folder: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const name of (await readdir(folder, { recursive: true }))
    .filter((each) => each.endsWith('.ndjson'))
    .toSorted()) {
    const lines = (await readFile(join(folder, name), 'utf8')).trim().split('\n')
    const place = name.split('/').slice(0, -1).join('/')
    found[place] = [...(found[place] ?? []), ...lines.map((line) => (JSON.parse(line) as { id: string }).id)]
  }
  return found
}

test('a run into files lays every document where its path says, and the next adds only what changed', async () => {
  const { synced, ids } = await openRecords()
  const folder = await makeTempFolder()
  const runOnce = async (run: string) => {
    const sink = await openFilesSink({ folder, run, datasource: 'crm', state: synced.state })
    const { report } = await synced.run({}, { sink })
    await sink.close()
    return report
  }
  expect(await runOnce('run-1')).toMatchObject({ outcome: 'done', written: 3, directories: 5 })
  const first = await idsByFolder(folder)
  expect(first).toMatchObject({
    'Standard Objects/Account': [ids[0]],
    'Standard Objects/Case': [ids[1]],
    'Custom Objects/Project__c': [ids[2]],
  })
  synced.pass(60)
  expect(await runOnce('run-2')).toMatchObject({ outcome: 'done', written: 0 })
  expect(await idsByFolder(folder)).toEqual(first)
  synced.sandbox.store.delete(ids[2]!)
  synced.pass(60)
  expect(await runOnce('run-3')).toMatchObject({ outcome: 'done', deleted: 1 })
  expect((await idsByFolder(folder))['Custom Objects/Project__c']).toEqual([ids[2], ids[2]])
})

test('a reader that goes away ends the run without an exception, and the next run writes what it did not take', async () => {
  const { synced, ids } = await openRecords()
  const gone = new PassThrough()
  gone.destroy()
  const failed = await synced.run({}, { sink: openStdoutSink({ stream: gone, state: synced.state }) })
  expect(failed.report).toMatchObject({ outcome: 'failed', error: { code: 'SINK_CLOSED' } })
  expect(failed.heard.runs).toHaveLength(1)
  const stream = new PassThrough()
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const { report } = await synced.run({}, { sink: openStdoutSink({ stream, state: synced.state }) })
  expect(report.outcome).toBe('done')
  const written = Buffer.concat(chunks)
    .toString()
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)
  expect(written).toEqual(expect.arrayContaining(ids))
})
