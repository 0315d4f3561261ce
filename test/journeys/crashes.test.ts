import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LoggedRequest } from '../../src/sandbox/http/request-log.js'
import type { Document } from '../../src/terms.js'
import { askedSince, killAfter, openJourney, readings, unhurried, type Journey } from '../support/journey.js'
import { openLedger, readFolder } from '../support/ledger.js'
import { loadOutput } from '../support/output-files.js'
import { recordIds } from '../support/written.js'

describe('a run that is killed', unhurried, () => {
  test('in the middle of a first load: what was done is not read again, each record comes once', async () => {
    const settings = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\n'
    const journey = await openJourney({ settings })
    insertRows(journey, 'Account', 250, { Name: 'Acme' })
    insertRows(journey, 'Lead', 650, { LastName: 'Lee', Company: 'Acme' })
    const run = journey.start('sync', '--output', 'documents', '--concurrency', '1')
    const end = await killAfter(4, run, journey.sandbox, isRowsPage)
    expect(end.code).toBe('SIGKILL')
    expect((await filesOf(journey)).filter(({ type }) => type === 'Lead')).toEqual([])

    const again = await journey.sync('--output', 'documents')
    expect(again.code).toBe(0)
    expect(readings(again.asked, 'Account').every((soql) => soql.includes('SystemModstamp >= '))).toBe(true)
    await expectOnceInFiles(journey, ['Account', 'Lead'])
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('deep in a large object: it goes on by Id from the checkpoint, below the bound of the first start', async () => {
    const journey = await openJourney({
      settings: 'standard_objects_to_sync: [Lead]\nchildren: false\n',
      pageSize: 2000,
    })
    journey.env['SF_EXTRACT_PAGE_SIZE'] = '2000'
    insertRows(journey, 'Lead', 26_000, { LastName: 'Lee', Company: 'Acme' })
    const killed = await killAfter(12, journey.start('sync', '--output', 'documents'), journey.sandbox, isRowsPage)
    expect(killed.code).toBe('SIGKILL')
    const [first] = readings(askedSince(journey.sandbox), 'Lead')
    const bound = /SystemModstamp < (\S+Z)/.exec(first!)![1]!
    const meanwhile = journey.sandbox.store.insert('Lead', { LastName: 'Meanwhile', Company: 'Acme' }).id
    journey.pass(60)

    const { code, documents, asked } = await journey.sync('--output', 'documents')
    expect(code).toBe(0)
    expect(readings(asked, 'Lead')[0]).toMatch(new RegExp(`SystemModstamp < ${bound} AND Id > '00Q\\w{15}'`))
    expect(recordIds(documents).length).toBeLessThan(20_000)
    expect(recordIds(documents)).toContain(meanwhile)
    await expectOnceInFiles(journey, ['Lead'])
  })

  test('among 5,000 rows that share one second: the next run goes on from stamp and Id, each row once', async () => {
    const journey = await openJourney({
      settings: 'standard_objects_to_sync: [Lead]\nchildren: false\n',
      pageSize: 200,
    })
    await journey.sync('--output', 'documents')
    journey.pass(3600)
    const at = journey.sandbox.clock.now()
    for (let n = 0; n < 5_000; n++) journey.sandbox.store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }, { at })
    journey.pass(60)
    // A checkpoint comes every five seconds.
    journey.sandbox.faults.add({ name: 'slow', ms: 330, path: '/query/0r8' })
    const killed = await killAfter(20, journey.start('sync', '--output', 'documents'), journey.sandbox, isRowsPage)
    expect(killed.code).toBe('SIGKILL')
    journey.sandbox.faults.remove()

    const { code, asked, documents } = await journey.sync('--output', 'documents')
    expect(code).toBe(0)
    const second = new Date(at - (at % 1000)).toISOString()
    expect(readings(asked, 'Lead')[0]).toMatch(new RegExp(`SystemModstamp = ${second} AND Id > '00Q\\w{15}'`))
    expect(recordIds(documents).length).toBeLessThan(5_000)
    await expectOnceInFiles(journey, ['Lead'])
  })

  test('on a pipe: what was not committed comes again, nothing is missing, and the state is never ahead', async () => {
    const journey = await openJourney({ settings: 'standard_objects_to_sync: [Account, Lead]\nchildren: false\n' })
    insertRows(journey, 'Account', 250, { Name: 'Acme' })
    insertRows(journey, 'Lead', 650, { LastName: 'Lee', Company: 'Acme' })
    const run = journey.start('sync', '--concurrency', '1')
    const { stdout } = await killAfter(4, run, journey.sandbox, isRowsPage)
    const ledger = openLedger()
    for (const line of stdout.split('\n').slice(0, -1)) ledger.take(line)
    const logged = journey.sandbox.log.entries().length
    const again = await journey.run('sync')
    for (const line of again.stdout.split('\n').slice(0, -1)) ledger.take(line)
    expect(again.code).toBe(0)
    expect(
      readings(askedSince(journey.sandbox, logged), 'Account').every((soql) => soql.includes('SystemModstamp >= ')),
    ).toBe(true)
    const ids = ['Account', 'Lead'].flatMap((object) => [...journey.sandbox.store.rows(object)].map(({ id }) => id))
    expect([...ledger.newest.keys()].filter((id) => id.length === 18).toSorted()).toEqual(ids.toSorted())
    expect(ledger.repeats.length).toBeLessThanOrEqual(650)
  })
})

function insertRows({ sandbox }: Journey, object: string, count: number, values: Record<string, unknown>): void {
  for (let n = 0; n < count; n++) sandbox.store.insert(object, values, { at: sandbox.clock.now() - 3_600_000 })
}

/** A page of records: further ones come by locator. */
function isRowsPage({ url, soql = '' }: LoggedRequest): boolean {
  return url.includes('/query/0r8') || soql.startsWith('SELECT Id, CreatedDate')
}

async function filesOf({ folder }: Journey): Promise<Document[]> {
  return loadOutput(path.join(folder, 'documents'))
}

async function expectOnceInFiles(journey: Journey, objects: string[]): Promise<void> {
  const ledger = openLedger()
  await readFolder(path.join(journey.folder, 'documents'), ledger)
  expect(ledger.repeats).toEqual([])
  const ids = objects.flatMap((object) => [...journey.sandbox.store.rows(object)].map(({ id }) => id))
  expect(recordIds(await filesOf(journey)).toSorted()).toEqual(ids.toSorted())
  expect(await readdir(path.join(journey.folder, 'documents', '.sf-extract', 'output', 'salesforce'))).toEqual([])
}
