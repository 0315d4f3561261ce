import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { churn } from '../../src/sandbox/company/churn/churn.js'
import { openRandom } from '../../src/sandbox/random.js'
import type { FoldReport } from '../../src/terms.js'
import { acquireLock } from '../support/acquire-lock.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { compareWithOrg, openLedger, readFolder, type Ledger } from '../support/ledger.js'
import { loadTexts } from '../support/output-folder.js'
import { loadMarkId, loadOutput } from '../support/output-files.js'
import { recordIds, tombstones } from '../support/written.js'

const all = `
standard_objects_to_sync: [Account, Opportunity, Contact, Lead, Campaign, Case]
sync_custom_objects: true
custom_objects_to_sync: ["*"]
files: index
lookback: 60s
`

/** `COMPACT_SEEDS=7,8,9` for more. */
const seeds = (process.env['COMPACT_SEEDS'] ?? '7').split(',').map(Number)

describe('a folder that runs fill and compact empties', unhurried, () => {
  test.each(seeds)('holds what the org holds, each record once, whatever came in between (%i)', async (seed) => {
    const random = openRandom(seed)
    const journey = await openJourney({ settings: all, records: 60, seed, ownProcesses: false })
    for (let round = 0; round < 8; round++) {
      const { deleted } = churn(journey.sandbox.store, random, { count: random.integer(4, 20) })
      for (const id of deleted.filter(() => random.chance(0.3))) restore(journey, id)
      journey.pass(random.integer(1, 120))
      const full = round === 5 ? ['--full'] : []
      expect((await journey.sync('--output', 'documents', ...full)).code).toBe(0)
      const compacted = random.chance(0.5) ? await compact(journey) : { code: 0 }
      expect(compacted.code).toBe(0)
    }
    const before = await readLedger(journey)
    await compact(journey)
    const after = await readLedger(journey)
    expect(compareWithOrg(after, journey.sandbox.store)).toEqual([])
    expect(after.lines).toBe(after.newest.size)
    const alive = [...before.newest].filter(([, line]) => !line.deleted)
    expect(after.newest).toEqual(new Map(alive))
    const files = Object.keys(await loadTexts(path.join(journey.folder, 'documents')))
    expect(files).toHaveLength(new Set(files.map((file) => path.dirname(file))).size)
    journey.pass(120)
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('goes on being filled: a run that is under way isn’t disturbed, and loses nothing', async () => {
    const journey = await openJourney({ settings: 'standard_objects_to_sync: [Lead]\nchildren: false\n' })
    await insertAndSync(journey, 300)
    journey.pass(3600)
    insertLeads(journey, 1200)
    journey.sandbox.faults.add({ name: 'slow', ms: 300, path: '/query/0r8' })
    const run = journey.start('sync', '--output', 'documents')
    const codes = new Set<unknown>()
    while (run.child.exitCode === null) {
      codes.add((await compact(journey)).code)
      await systemClock.sleep(50)
    }
    expect((await run.ended).code).toBe(0)
    expect(codes).toEqual(new Set([0]))
    await compact(journey)
    const leads = [...journey.sandbox.store.rows('Lead')].map(({ id }) => id)
    expect(recordIds(await documents(journey)).toSorted()).toEqual(leads.toSorted())
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('keeps what a held run wrote as it is until that is settled', async () => {
    const journey = await openLeads({ ownProcesses: false })
    const [lead] = journey.sandbox.store.rows('Lead')
    for (const settle of ['rollback', 'commit']) {
      const before = titlesOf(await documents(journey))
      journey.sandbox.store.update(lead!.id, { LastName: `Before ${settle}` })
      const { report } = await journey.sync('--output', 'documents', '--hold')
      await compact(journey)
      const files = Object.keys(await loadTexts(path.join(journey.folder, 'documents')))
      expect(files.filter((file) => file.includes(report.run))).toEqual([
        `Standard Objects/Lead/${report.run}-00001.ndjson`,
      ])
      expect((await journey.run(settle, '--output', 'documents')).code).toBe(0)
      await compact(journey)
      const left = titlesOf(await documents(journey))
      expect(left.includes(`Before ${settle}`)).toBe(settle === 'commit')
      expect(left).toHaveLength(new Set(before).size)
      expect(tombstones(await documents(journey))).toEqual([])
    }
  })

  test('can be told of to a state that lost an object, as before', async () => {
    const journey = await openLeads({ ownProcesses: false })
    const state = path.join(journey.folder, '.sf-extract')
    const name = (await readdir(state)).find((each) => /^to\.\w+\.object\./.test(each))!
    const { value } = JSON.parse(await readFile(path.join(state, name), 'utf8')) as { value: { value: unknown } }
    const changes = [{ key: 'object:salesforce:Lead', value: value.value }]
    const destination = await loadMarkId(path.join(journey.folder, 'documents'))
    const manifest = { run: 'r0', datasource: 'salesforce', destination, parts: [], changes, held: false }
    const staged = path.join(journey.folder, 'documents/.sf-extract/output/salesforce')
    await writeFile(path.join(staged, 'r0.manifest.json'), JSON.stringify(manifest))
    await compact(journey)
    await writeFile(path.join(state, name), '')
    expect((await journey.run('state', 'repair', '--yes')).stderr).toContain('it is restored')
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })
})

describe('compact', unhurried, () => {
  test('says what it folded, and that there is nothing to do', async () => {
    const journey = await openLeads()
    const before = (await journey.run('tree', '--output', 'documents')).stdout
    const first = await journey.run('compact', 'documents')
    expect(first).toMatchObject({ code: 0, stdout: '' })
    expect(first.stderr).toMatch(/^directory +files +into +lines +kept +tombstones +saved\n/)
    expect(first.stderr).toMatch(/^\/Standard Objects\/Lead\/ +3 +1 +5 +2 +1 +[\d.]+ kB$/m)
    expect(first.stderr).toMatch(/^compact: 3 files into 1, 3 lines fewer, 1 tombstone applied, [\d.]+ kB saved\n$/m)
    const texts = await loadTexts(path.join(journey.folder, 'documents'))
    const again = await journey.run('compact', '--output', 'documents')
    expect(again).toEqual({ code: 0, stdout: '', stderr: 'compact: nothing to do\n' })
    expect(await loadTexts(path.join(journey.folder, 'documents'))).toEqual(texts)
    expect((await journey.run('tree', '--output', 'documents')).stdout).toBe(before)
    expect(await journey.run('compact', 'documents', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await journey.run('compact', 'documents', '--quiet', '--json')).stdout).toBe('[]\n')
  })

  test('tells programs what it folded, and leaves alone a damaged directory with exit code 4', async () => {
    const journey = await openLeads()
    const file = Object.keys(await loadTexts(path.join(journey.folder, 'documents'))).find((name) =>
      /^[^/]+$/.test(name),
    )
    await appendFile(path.join(journey.folder, 'documents', file!), '{"id":')
    const { code, stdout, stderr } = await journey.run('compact', 'documents', '--json', '--quiet')
    expect(code).toBe(4)
    expect(stderr).toMatch(/^error OUTPUT_DAMAGED: .*its last line is cut short\nhint: /)
    expect(JSON.parse(stdout) as FoldReport[]).toMatchObject([
      {
        datasource: 'salesforce',
        path: '/Standard Objects/Lead/',
        outcome: 'folded',
        files: [3, 1],
        documents: [5, 2],
        tombstones: 1,
      },
      { path: '/', outcome: 'failed', error: { code: 'OUTPUT_DAMAGED' } },
    ])
    const logged = await journey.run('compact', 'documents', '--log-format', 'json')
    expect(JSON.parse(logged.stderr)).toMatchObject({ level: 'error', event: 'folded', path: '/' })
  })

  test('needs one folder, and has it for itself', async () => {
    const journey = await openLeads({ ownProcesses: false })
    for (const args of [[], ['-'], ['documents', '--output', 'others'], ['nowhere'], ['documents', '--over', '0']]) {
      const { code, stderr } = await journey.run('compact', ...args)
      expect([args, code, stderr]).toEqual([args, 2, expect.stringMatching(/^error USAGE: /)])
    }
    const place = path.join(journey.folder, 'documents/.sf-extract/compact')
    const lock = await acquireLock(place, 'folds', { clock: systemClock })
    const refused = await journey.run('compact', 'documents')
    expect(refused).toMatchObject({ code: 7, stderr: expect.stringMatching(/^error LOCK_HELD: /) as string })
    const run = await journey.sync('--output', 'documents', '--compact-over', '1')
    expect([run.code, run.report.warnings]).toEqual([0, []])
    await lock.release()
    expect(await journey.run('compact', 'documents')).toMatchObject({ code: 0 })
  })
})

describe('sync --compact-over', unhurried, () => {
  test('folds the directories of more files than that after a run, and the report says so', async () => {
    const journey = await openLeads()
    const quiet = await journey.sync('--output', 'documents', '--compact-over', '3')
    expect(quiet.report).not.toHaveProperty('folds')
    expect(Object.keys(await loadTexts(path.join(journey.folder, 'documents')))).toHaveLength(5)
    const { code, stderr, report } = await journey.sync('--output', 'documents', '--compact-over', '2')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^compact: 3 files into 1, /m)
    expect(report.folds).toMatchObject([{ path: '/Standard Objects/Lead/', files: [3, 1], documents: [5, 2] }])
    expect(Object.keys(await loadTexts(path.join(journey.folder, 'documents')))).toHaveLength(3)
  })

  test('is a setting too, for which a held run waits until its commit', async () => {
    const journey = await openLeads({ ownProcesses: false })
    journey.env['SF_EXTRACT_COMPACT_OVER'] = '1'
    const [lead] = journey.sandbox.store.rows('Lead')
    journey.sandbox.store.update(lead!.id, { LastName: 'Held' })
    const held = await journey.sync('--output', 'documents', '--hold')
    expect(held.report).not.toHaveProperty('folds')
    const committed = await journey.run('commit', '--output', 'documents')
    expect(committed.stderr).toMatch(/^compact: 4 files into 1, /m)
    expect(recordIds(await documents(journey))).toHaveLength(2)
    expect(titlesOf(await documents(journey))).toContain('Held')
    expect((await journey.sync()).code).toBe(0)
  })

  test('is for files, and not for a run that is held', async () => {
    const journey = await openLeads({ ownProcesses: false })
    for (const args of [[], ['--output', '-'], ['--output', 'documents', '--hold']]) {
      const { code, stderr } = await journey.run('sync', '--compact-over', '5', ...args)
      expect([args, code, stderr]).toEqual([args, 2, expect.stringMatching(/^error USAGE: --compact-over /)])
    }
    expect((await journey.run('sync', '--output', 'documents', '--compact-over', '0')).code).toBe(2)
  })
})

/** A folder of two leads, after three runs: one was changed, a third one deleted. */
async function openLeads(options: { ownProcesses?: boolean } = {}): Promise<Journey> {
  const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'
  const journey = await openJourney({ settings, ...options })
  const [changed, gone] = await insertAndSync(journey, 3)
  journey.pass(60)
  journey.sandbox.store.update(changed!, { LastName: 'Changed' })
  await journey.sync('--output', 'documents')
  journey.pass(60)
  journey.sandbox.store.delete(gone!)
  await journey.sync('--output', 'documents')
  return journey
}

async function insertAndSync(journey: Journey, count: number): Promise<string[]> {
  const ids = insertLeads(journey, count)
  await journey.sync('--output', 'documents')
  return ids
}

function insertLeads({ sandbox }: Journey, count: number): string[] {
  const values = { LastName: 'Lee', Company: 'Acme' }
  return Array.from({ length: count }, () => sandbox.store.insert('Lead', values).id)
}

/** What was deleted with its parent comes back with it alone. */
function restore({ sandbox }: Journey, id: string): void {
  if (sandbox.store.record(id)?.isDeleted) sandbox.store.undelete(id)
}

function compact(journey: Journey) {
  return journey.run('compact', 'documents')
}

function documents({ folder }: Journey) {
  return loadOutput(path.join(folder, 'documents'))
}

async function readLedger({ folder }: Journey): Promise<Ledger> {
  const ledger = openLedger()
  await readFolder(path.join(folder, 'documents'), ledger)
  return ledger
}

function titlesOf(written: Awaited<ReturnType<typeof documents>>): string[] {
  return written.flatMap((document) => ('title' in document ? [document.title] : []))
}
