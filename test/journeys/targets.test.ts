import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/terms.js'
import { jsonLines } from '../support/cli-org.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { parseLines } from '../support/output-files.js'
import { startBulkServer, type BulkServer } from '../support/targets/bulk-server.js'

const settings = 'standard_objects_to_sync: [Account, Contact]\n'

describe('an index as the target', unhurried, () => {
  test('has what the org has, whatever changes and goes, and an unchanged run sends nothing', async () => {
    const { journey, server, to } = await openIndexed(450)
    const { store } = journey.sandbox
    const accounts = Array.from({ length: 5 }, (_, n) => store.insert('Account', { Name: `New ${n}` }))
    const first = await journey.sync('--to', to)
    expect(first).toMatchObject({ code: 0, stdout: '', report: { outcome: 'done' } })
    expect(first.report.bytes).toBeGreaterThan(10_000)
    await expectSame(journey, server)
    const sent = server.requests.length
    expect((await journey.sync('--to', to)).report).toMatchObject({ written: 0, deleted: 0 })
    expect(server.requests.slice(sent).map(({ method }) => method)).toEqual(['HEAD'])
    store.update(accounts[0]!.id, { Name: 'Renamed' })
    store.delete(accounts[1]!.id)
    expect((await journey.sync('--to', to)).report).toMatchObject({ written: 1, deleted: 1 })
    await expectSame(journey, server)
    expect(titleOf(server, accounts[0]!.id)).toBe('Renamed')
    expect(titleOf(server, accounts[1]!.id)).toBeUndefined()
    store.undelete(accounts[1]!.id)
    await journey.sync('--to', to)
    expect(titleOf(server, accounts[1]!.id)).toBe('New 1')
  })

  test('that dies in the middle misses nothing when it is back, and the watermarks stand where it had come', async () => {
    const { journey, server, to } = await openIndexed(900)
    server.troubles.push(...Array.from({ length: 67 }, (_, n) => (n < 2 ? 'none' : 'reset')))
    const failed = await journey.sync('--to', to)
    expect(failed).toMatchObject({ code: 1, report: { outcome: 'failed', error: { code: 'TARGET_FAILED' } } })
    expect(failed.stderr).toMatch(/gives no answer .*after 5 tries/)
    expect(jsonLines((await journey.run('status', '--to', to, '--json')).stdout)).toMatchObject([
      [{ destination: to, lastRun: { outcome: 'failed' } }],
    ])
    server.troubles.length = 0
    await journey.sync('--to', to)
    await expectSame(journey, server)
  })

  test('gets everything again when it was deleted, and the run says so', async () => {
    const { journey, server, to } = await openIndexed(60)
    await journey.sync('--to', to)
    server.dropIndex('crm')
    const again = await journey.sync('--to', to)
    expect(again.stderr).toContain('holds nothing any more')
    await expectSame(journey, server)
    expect((await journey.sync('--to', to)).report.written).toBe(0)
    expect((await journey.run('status')).stdout.match(/elasticsearch/g)).toHaveLength(1)
  })

  test('refuses a document: its object fails and stands, or it is set aside in the dead-letter file', async () => {
    const { journey, server, to } = await openIndexed(60)
    const { id } = journey.sandbox.store.insert('Account', { Name: 'Odd' })
    server.unfit.add(id)
    const failed = await journey.sync('--to', to)
    expect(failed.code).toBe(4)
    expect(failed.report.objects).toMatchObject([
      { object: 'Account', outcome: 'failed', error: { code: 'TARGET_REFUSED' } },
      { object: 'Contact', outcome: 'done' },
    ])
    expect(failed.report.objects[0]!.watermark).toBeUndefined()
    const aside = await journey.sync('--to', to, '--dead-letter', 'refused.ndjson')
    expect(aside).toMatchObject({ code: 0, report: { refused: 1, objects: [{ refused: 1 }, {}] } })
    expect(aside.stderr).toContain('1 document, set aside in')
    const [line] = jsonLines(await readFile(path.join(journey.folder, 'refused.ndjson'), 'utf8'))
    expect(line).toMatchObject({
      object: 'Account',
      reason: expect.stringMatching(/failed to parse/),
      document: { id },
    })
    expect(server.documents('crm').has(id)).toBe(false)
    expect((await journey.sync('--to', to)).report).toMatchObject({ outcome: 'done', written: 0 })
  })

  test('is known to plan, commit, rollback and reset', async () => {
    const { journey, server, to } = await openIndexed(60)
    await journey.sync('--to', to, '--hold')
    expect((await journey.run('plan', '--to', to)).stdout).toContain('full')
    expect((await journey.run('commit', '--to', to)).stderr).toContain('committed')
    expect((await journey.run('plan', '--to', to)).stdout).not.toContain('full')
    expect((await journey.sync('--to', to)).report.written).toBe(0)
    expect((await journey.run('reset', '--to', to, '--yes')).stderr).toContain(`into ${to}: forgotten`)
    const { documents } = server
    const before = documents('crm').size
    await journey.sync('--to', to)
    expect(documents('crm').size).toBe(before)
    expect((await journey.run('reset', '--to', 'sqlite:other.db', '--yes')).code).toBe(2)
  })

  test('is named in the settings, and its password stands nowhere', async () => {
    const { journey, server } = await openIndexed(60)
    const secret = 'pass/word %21'
    server.authorization = `Basic ${Buffer.from(`elastic:${secret}`).toString('base64')}`
    await journey.configure(
      `${settings}to: elasticsearch+http://elastic:${encodeURIComponent(secret)}@${server.host}/crm\n`,
    )
    const done = await journey.sync('--log-level', 'debug')
    expect(done.report.outcome).toBe('done')
    server.authorization = 'Basic another'
    journey.sandbox.store.insert('Account', {})
    const refused = await journey.sync('--log-level', 'debug')
    expect(refused.code).toBe(1)
    const said = [done, refused].flatMap(({ stdout, stderr, report }) => [stdout, stderr, JSON.stringify(report)])
    const state = path.join(journey.folder, '.sf-extract')
    const files = (await readdir(state, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8')))
    for (const text of [...said, ...texts]) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(`elastic:${secret}`).toString('base64')]) {
        expect(text).not.toContain(form)
      }
    }
    expect((await journey.run('status')).stdout).toContain(`elasticsearch+http://${server.host}/crm`)
  })
})

describe('a command as the target', unhurried, () => {
  test('commits when it ends with 0, and not before', async () => {
    const journey = await openJourney({ settings, ownProcesses: false, records: 60 })
    const failed = await journey.sync('--to', 'command:cat > taken; echo "the index is full" >&2; exit 9')
    expect(failed).toMatchObject({ code: 1, report: { outcome: 'failed', error: { code: 'TARGET_FAILED' } } })
    expect(failed.stderr).toContain('ended with exit code 9, and said: the index is full')
    expect((await journey.run('status')).stdout).toMatch(/to command:cat > taken.*: failed/)
    const line = 'command:cat > taken'
    const done = await journey.sync('--to', line, '--json')
    expect(jsonLines(done.stdout)).toMatchObject([{ outcome: 'done' }])
    const taken = parseLines(await readFile(path.join(journey.folder, 'taken'), 'utf8'))
    expect(idsOf(taken)).toEqual(idsOf((await journey.sync()).documents))
    await rm(path.join(journey.folder, 'taken'))
    expect((await journey.sync('--to', line)).report.written).toBe(0)
    expect(await readdir(journey.folder)).not.toContain('taken')
  })

  test('prints to stdout what it prints, and sees nothing of the tool’s own variables', async () => {
    const journey = await openJourney({ settings, ownProcesses: false, records: 20 })
    const { stdout } = await journey.sync('--to', 'command:wc -l; env | grep -c SF_EXTRACT_')
    expect(stdout.trim().split('\n')[1]).toBe('0')
  })

  test('that is cut off by an interrupt ends with what it got, and the next run goes on', async () => {
    const journey = await openJourney({ settings, records: 3000, latencyMs: 200 })
    const line = 'command:echo started >&2; cat >> taken; echo taken >&2'
    const running = journey.start('sync', '--to', line)
    await running.saw('started')
    running.child.kill('SIGTERM')
    expect((await running.ended).code).toBe(143)
    const file = path.join(journey.folder, 'taken')
    const first = parseLines(await readFile(file, 'utf8'))
    expect((await journey.sync('--to', line)).report.outcome).toBe('done')
    const all = parseLines(await readFile(file, 'utf8'))
    expect(idsOf(all)).toEqual(idsOf((await journey.sync()).documents))
    expect(first.length).toBeLessThan(all.length)
  })
})

describe('a database file as the target', unhurried, () => {
  test('is searched for words, and kept in sync by the dispatcher', async () => {
    const journey = await openJourney({
      settings: `${settings}to: sqlite:data/documents.db\n`,
      ownProcesses: false,
      records: 30,
    })
    const { store } = journey.sandbox
    const { id } = store.insert('Account', { Name: 'Zephyr Übersee', Description: 'Wind turbines for islands.' })
    await journey.sync()
    expect((await journey.run('search', 'zephyr ubersee')).stdout).toMatch(
      /^Zephyr Übersee\n {2}\/Standard Objects\/Account\//,
    )
    const found = await journey.run('search', '"wind turbines"', '--json', '--from', 'sqlite:data/documents.db')
    expect(jsonLines(found.stdout)).toMatchObject([
      { id, title: 'Zephyr Übersee', snippet: expect.stringContaining('islands') },
    ])
    store.delete(id)
    await journey.sync()
    const gone = await journey.run('search', 'zephyr')
    expect([gone.code, gone.stdout]).toEqual([0, ''])
    expect(gone.stderr).toContain('No document')
  })

  test('has to be one', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    expect(await journey.run('search', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--to sqlite:FILE'),
    })
    const missing = await journey.run('search', 'x', '--from', 'sqlite:nowhere.db')
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("isn't there") })
  })
})

test.each([
  [['--to', 'elastic+https://x/y'], /isn't the address of a target.*\(there are command:LINE/s],
  [['--to', 'elasticsearch+https://host:9200'], /names no index/],
  [['--to', 'sqlite:'], /doesn't say where/],
  [['--to', 'sqlite:a.db', '--output', 'b'], /--to and --output exclude each other/],
  [['--dead-letter', 'x'], /--dead-letter is for targets/],
  [['--to', 'command:cat', '--hold'], /--hold and a command exclude each other/],
])('what no target is meant by is told before anything is read: %j', async (args, message) => {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { code, stderr } = await journey.run('sync', ...args)
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})

async function openIndexed(records: number): Promise<{ journey: Journey; server: BulkServer; to: string }> {
  const server = await startBulkServer('elasticsearch')
  const journey = await openJourney({ settings, ownProcesses: false, records })
  return { journey, server, to: `elasticsearch+http://${server.host}/crm` }
}

/** The index has the documents that a full run into stdout has. */
async function expectSame(journey: Journey, server: BulkServer): Promise<void> {
  const { documents } = await journey.sync('--full')
  const living = documents.filter((document) => !('deleted' in document))
  const indexed = [...server.documents('crm').values()] as unknown as Document[]
  expect(byId(indexed)).toEqual(byId(living))
}

function byId(documents: Document[]): Document[] {
  return documents.toSorted((a, b) => a.id.localeCompare(b.id))
}

function titleOf(server: BulkServer, id: string): unknown {
  return server.documents('crm').get(id)?.['title']
}

function idsOf(documents: Document[]): string[] {
  return documents.map(({ id }) => id).toSorted()
}
