import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines } from '../support/cli-org.js'
import { openJourney, unhurried, type Journey, type SyncEnd } from '../support/journey.js'
import { loadMarkId, loadOutput } from '../support/output-files.js'
import { indexOf, records } from '../support/written.js'

describe('a destination', unhurried, () => {
  test('that is new gets everything, whatever has gone to others, and goes on from there', async () => {
    const journey = await openAccounts(3)
    expect(accounts(await journey.sync())).toHaveLength(3)
    expect(accounts(await journey.sync('--output', 'a'))).toHaveLength(3)
    expect(accounts(await journey.sync('--output', 'b'))).toHaveLength(3)
    insertAccount(journey)
    for (const output of [[], ['--output', 'a'], ['--output', 'b']]) {
      expect(accounts(await journey.sync(...output))).toHaveLength(1)
      expect((await journey.sync(...output)).documents).toEqual([])
    }
  })

  test('that was emptied gets everything again, and the run says why', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'documents')
    await rm(path.join(journey.folder, 'documents'), { recursive: true })
    const anew = await journey.sync('--output', 'documents')
    expect(accounts(anew)).toHaveLength(3)
    expect(anew.report.directories).toBeGreaterThan(0)
    expect(anew.stderr).toContain('has been emptied')
    await rm(path.join(journey.folder, 'documents'), { recursive: true })
    await mkdir(path.join(journey.folder, 'documents'))
    expect(accounts(await journey.sync('--output', 'documents'))).toHaveLength(3)
    const table = (await journey.run('status')).stdout
    expect(table.match(/to .*documents:/g)).toHaveLength(1)
  })

  test('is a spool where its files are taken away and its mark stays, which is told once', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'spool')
    const kept = await journey.sync('--output', 'spool')
    expect(kept.report.notes).toBeUndefined()
    const notes: number[] = []
    for (let n = 0; n < 3; n++) {
      await takeFiles(path.join(journey.folder, 'spool'))
      insertAccount(journey)
      const { stderr, report, ...end } = await journey.sync('--output', 'spool')
      expect(accounts({ stderr, report, ...end })).toHaveLength(1)
      notes.push(report.notes?.filter((note) => note.includes('counts as a spool')).length ?? 0)
      expect(stderr.includes('counts as a spool')).toBe(n === 0)
    }
    expect(notes).toEqual([1, 0, 0])
    expect(accounts(await journey.sync('--output', 'spool', '--full'))).toHaveLength(6)
    await takeFiles(path.join(journey.folder, 'spool'))
    const { stderr, report } = await journey.sync('--output', 'spool', '--log-format', 'json')
    expect(report.notes).toHaveLength(1)
    expect(jsonLines(stderr).find(({ event }) => event === 'run_ended')).toMatchObject({ notes: report.notes })
  })

  test('goes on where it was moved to, and a copy of it becomes one of its own', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'before')
    await rename(path.join(journey.folder, 'before'), path.join(journey.folder, 'after'))
    expect((await journey.sync('--output', 'after')).documents).toEqual([])
    expect((await journey.run('status')).stdout).toMatch(/to .*after: done/)
    await cp(path.join(journey.folder, 'after'), path.join(journey.folder, 'copy'), { recursive: true })
    const copied = await journey.sync('--output', 'copy')
    expect(copied.stderr).toContain('is a copy of')
    expect(accounts(copied)).toHaveLength(3)
    insertAccount(journey)
    for (const output of ['after', 'copy']) expect(accounts(await journey.sync('--output', output))).toHaveLength(1)
  })

  test('is what plan, status and reset look at', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'a')
    await journey.sync('--output', 'b')
    expect((await journey.run('plan', '--output', 'a')).stdout).toContain('Account: incremental')
    expect((await journey.run('plan', '--output', 'c')).stdout).toContain('Account: full')
    expect(await readdir(journey.folder)).not.toContain('c')
    expect((await journey.run('plan')).stdout).toContain('Account: full')
    const statuses = JSON.parse((await journey.run('status', '--json')).stdout) as { destination: string }[]
    const names = statuses.map(({ destination }) => path.basename(destination))
    expect(names.toSorted()).toEqual(['a', 'b'])

    expect(await journey.run('reset', '--yes', '--output', 'c')).toMatchObject({ code: 2 })
    await journey.run('reset', '--yes', '--output', 'a', '--object', 'Account')
    expect(accounts(await journey.sync('--output', 'a'))).toHaveLength(3)
    expect(accounts(await journey.sync('--output', 'b'))).toHaveLength(0)
    await journey.run('reset', '--yes')
    for (const output of ['a', 'b']) expect(accounts(await journey.sync('--output', output))).toHaveLength(3)
  })

  test('whose commit a crash cut short moves no watermark of another when it is finished', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'a')
    await journey.sync('--output', 'b')
    const staged = path.join(journey.folder, 'a', '.sf-extract', 'output', 'salesforce')
    const changes = [{ key: 'object:salesforce:Account', value: { rows: { watermark: '2020-01-01T00:00:00.000Z' } } }]
    const destination = await loadMarkId(path.join(journey.folder, 'a'))
    const manifest = { run: 'r0', datasource: 'salesforce', destination, parts: [], changes, held: false }
    await writeFile(path.join(staged, 'r0.manifest.json'), JSON.stringify(manifest))
    expect(accounts(await journey.sync('--output', 'b'))).toHaveLength(0)
    expect(accounts(await journey.sync('--output', 'a'))).toHaveLength(3)
    expect(accounts(await journey.sync('--output', 'b'))).toHaveLength(0)
  })

  test('is settled by itself', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'a', '--hold')
    await journey.sync('--output', 'b', '--hold')
    const unnamed = await journey.run('commit')
    expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringContaining('--output') as string })
    expect((await journey.run('commit', '--output', 'a')).stderr).toContain('committed')
    expect((await journey.run('commit', '--output', 'a')).stderr).toContain('nothing is pending')
    expect((await journey.run('rollback')).stderr).toContain('rolled back')
    expect(accounts(await journey.sync('--output', 'a'))).toEqual([])
    expect(accounts(await journey.sync('--output', 'b'))).toHaveLength(3)
  })

  test('is standard output too: where its state was lost it gets everything again, and goes on from there', async () => {
    const journey = await openAccounts(3)
    await journey.sync()
    await rm(path.join(journey.folder, '.sf-extract'), { recursive: true })
    const { code, documents } = await journey.sync()
    expect([code, records(documents, 'Account').length]).toEqual([0, 3])
    expect((await journey.sync()).documents).toEqual([])
  })

  test('is standard output where it is called -', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'a', '--hold')
    expect((await journey.run('commit', '--output', '-')).stderr).toContain('nothing is pending')
    await journey.run('sync', '--output', '-', '--hold')
    expect((await journey.run('commit', '--output', '-')).stderr).toContain('committed')
    expect(accounts(await journey.sync())).toEqual([])
    expect((await journey.run('commit', '--output', 'a')).stderr).toContain('committed')
    expect((await journey.run('reset', '--yes', '--output', '-')).stderr).toMatch(/^salesforce into stdout: forgotten/)
    expect(accounts(await journey.sync('--output', 'a'))).toEqual([])
    expect(accounts(await journey.sync())).toHaveLength(3)
    for (const command of ['ls', 'tree']) {
      const { code, stderr } = await journey.run(command, '--output', '-')
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/^error USAGE: --output - is standard/),
      })
    }
  })
})

describe('an output folder of another state', unhurried, () => {
  test('is refused, and taken over by --full', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'documents')
    const env = { SF_EXTRACT_STATE: 'file:other' }
    Object.assign(journey.env, env)
    const refused = await journey.run('sync', '--output', 'documents')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('OUTPUT_OWNED') as string })
    expect(await journey.run('plan', '--output', 'documents')).toMatchObject({ code: 2 })
    expect(accounts(await journey.sync('--output', 'documents', '--full'))).toHaveLength(3)
    expect(accounts(await journey.sync('--output', 'documents'))).toHaveLength(0)
    delete journey.env['SF_EXTRACT_STATE']
    expect(await journey.run('sync', '--output', 'documents')).toMatchObject({ code: 2 })
  })

  test.each([
    ['the folder is deleted', [], 0],
    ['the folder is taken over', ['--full'], 1],
  ])('whose state was lost: the refusal says what to do, and %s', async (_what, args, leftOver) => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'documents')
    const folder = path.join(journey.folder, 'documents')
    const [lost] = [...journey.sandbox.store.rows('Account')].map(({ id }) => id)
    journey.sandbox.store.delete(lost!)
    await rm(path.join(journey.folder, '.sf-extract'), { recursive: true })
    const refused = await journey.run('sync', '--output', 'documents')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(
      /^error OUTPUT_OWNED: What "salesforce" has written to .*documents is known to anoth/m,
    )
    expect(refused.stderr).toMatch(/delete the folder wholly[^]*sync --full/)
    if (args.length === 0) await rm(folder, { recursive: true })
    expect(accounts(await journey.sync('--output', 'documents', ...args))).toHaveLength(2)
    const standing = [...indexOf(await loadOutput(folder)).keys()]
    expect(standing.filter((id) => id === lost)).toHaveLength(leftOver)
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('gives the one that takes it over nothing of its own to go by', async () => {
    const journey = await openAccounts(3)
    await journey.sync('--output', 'documents')
    const folder = path.join(journey.folder, 'documents')
    const changes = [{ key: 'object:salesforce:Account', value: { rows: { watermark: '2090-01-01T00:00:00.000Z' } } }]
    const destination = await loadMarkId(folder)
    const manifest = { run: 'r0', datasource: 'salesforce', destination, parts: [], changes, held: false }
    const staged = path.join(folder, '.sf-extract', 'output', 'salesforce')
    await writeFile(path.join(staged, 'r0.manifest.json'), JSON.stringify(manifest))
    journey.env['SF_EXTRACT_STATE'] = 'file:other'
    await journey.sync('--output', 'documents', '--full', '--max-calls', '1')
    expect(accounts(await journey.sync('--output', 'documents'))).toHaveLength(3)
  })
})

async function openAccounts(count: number): Promise<Journey> {
  const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'
  const journey = await openJourney({ settings, ownProcesses: false })
  for (let n = 0; n < count; n++) insertAccount(journey)
  return journey
}

function insertAccount({ sandbox }: Journey): void {
  sandbox.store.insert('Account', { Name: 'Acme' })
}

function accounts({ documents }: SyncEnd): unknown[] {
  return records(documents, 'Account')
}

/** As `rm -rf spool/*` does. */
async function takeFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== '.sf-extract') await rm(path.join(folder, name), { recursive: true })
  }
}
