import { parse } from 'csv-parse/sync'
import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/terms.js'
import { readBulk } from '../support/bulk-lines.js'
import { openCliOrg } from '../support/cli-org.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { listOutput, loadOutput, parseLines } from '../support/output-files.js'
import { runShell } from '../support/shell.js'
import { records } from '../support/written.js'

describe('documents in other forms', unhurried, () => {
  test('csv is a table for each object, as a reader of CSV has it', async () => {
    const journey = await openJourney({ records: 60, ownProcesses: false })
    expect((await journey.run('sync', '--format', 'csv', '--output', 'tables')).code).toBe(0)
    const folder = path.join(journey.folder, 'tables')
    for (const object of ['Account', 'Case', 'Opportunity']) {
      const rows = [...journey.sandbox.store.rows(object)].map(({ id }) => id)
      const names = (await listOutput(folder)).filter((name) => path.basename(path.dirname(name)) === object)
      const tables = await Promise.all(names.map(async (name) => readFile(path.join(folder, name), 'utf8')))
      const read = tables.flatMap((text) => parse<Record<string, string>>(text, { columns: true }))
      expect(read.map(({ Id }) => Id).toSorted()).toEqual(rows.toSorted())
      expect(new Set(tables.map((text) => text.split('\r\n', 1)[0]))).toHaveProperty('size', 1)
      expect(JSON.parse(read[0]!['CreatedBy']!)).toHaveProperty('Name')
    }
    const { stdout } = await journey.run('sync', '--format', 'csv', '--object', 'Account')
    const [first] = parse<Record<string, string>>(stdout, { columns: true })
    expect(Object.keys(first!).slice(0, 2)).toEqual(['Id', 'IsDeleted'])
  })

  test('csv on stdout has a header of all fields though a deletion comes first, and none where nothing changed', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: 'standard_objects_to_sync: [Case]\n' })
    const { store } = journey.sandbox
    const [asked, gone] = ['Asked', 'Gone'].map((Subject) => store.insert('Case', { Subject }).id)
    journey.pass(60)
    await journey.run('sync', '--format', 'csv')
    store.insert('CaseComment', { ParentId: asked, CommentBody: 'New' })
    store.delete(gone!)
    journey.pass(60)
    const { stdout, code } = await journey.run('sync', '--format', 'csv')
    const rows = parse<Record<string, string>>(stdout, { columns: true })
    expect({ code, rows: rows.map(({ Id, IsDeleted }) => ({ Id, IsDeleted })) }).toEqual({
      code: 0,
      rows: [
        { Id: gone, IsDeleted: 'true' },
        { Id: asked, IsDeleted: 'false' },
      ],
    })
    expect(rows[1]!['CaseComments']).toContain('"CommentBody":"New"')
    expect((await journey.run('sync', '--format', 'csv')).stdout).toBe('')
  })

  test('bulk and record on stdout say what document says', async () => {
    const journey = await openJourney({ records: 40, ownProcesses: false })
    const documents = await linesOf(journey, 'document')
    const { stdout } = await journey.run('sync', '--full', '--format', 'bulk', '--index', 'CRM-{object}')
    const actions = readBulk(stdout)
    expect(sorted(actions.map(({ document }) => document!))).toEqual(sorted(documents))
    expect(new Set(actions.map(({ index }) => index))).toContain('crm-account')
    const raw = await linesOf(journey, 'record')
    expect(sorted(raw)).toEqual(sorted(records(documents as unknown as Document[]).map(({ payload }) => payload)))
  })

  test('a compressed folder is as readable as any: tree, ls, compact, the status page', async () => {
    const journey = await openJourney({ records: 40, ownProcesses: false, settings: 'compress: gzip\n' })
    const { store } = journey.sandbox
    const account = [...store.rows('Account')][0]!.id
    await journey.run('sync', '--output', 'packed')
    await journey.run('sync', '--output', 'plain', '--compress', 'gzip')
    store.update(account, { Name: 'Renamed' })
    journey.pass(60)
    await journey.run('sync', '--output', 'packed')
    const folder = path.join(journey.folder, 'packed')
    const names = await listOutput(folder)
    expect(names.every((name) => name.endsWith('.ndjson.gz'))).toBe(true)
    execFileSync('gzip', ['-t', ...names.map((name) => path.join(folder, name))])
    const before = { tree: await journey.run('tree', '--output', 'packed'), ls: await listAccounts(journey) }
    expect(before.ls).toContain('Renamed')
    const { stdout: page } = await journey.run('status', '--html', '-', '--output', 'packed')
    expect(page).toContain('Renamed')
    const folded = await journey.run('compact', 'packed')
    expect(folded.stderr).toMatch(/2 files into 1, 1 line fewer/)
    expect((await listOutput(folder)).some((name) => name.endsWith('_current.ndjson.gz'))).toBe(true)
    expect({ tree: await journey.run('tree', '--output', 'packed'), ls: await listAccounts(journey) }).toEqual(before)
    const accounts = (await loadOutput(folder)).filter(({ id }) => id === account)
    expect(accounts).toMatchObject([{ title: 'Renamed' }])
    await rm(path.join(folder, names[0]!), { force: true })
  })

  test('a damaged compressed file is named, and its directory is left as it is', async () => {
    const journey = await openJourney({ records: 40, ownProcesses: false })
    await journey.run('sync', '--compress', 'gzip', '--output', 'packed', '--object', 'Account')
    const folder = path.join(journey.folder, 'packed')
    const name = (await listOutput(folder)).find((each) => each.includes('/Account/'))!
    const bytes = await readFile(path.join(folder, name))
    await writeFile(path.join(folder, name), bytes.subarray(0, -20))
    const { code, stderr } = await journey.run('compact', 'packed')
    expect(code).toBe(4)
    expect(stderr).toContain(`${name}: it can't be unpacked`)
    expect((await journey.run('tree', '--output', 'packed')).stderr).toContain("can't be unpacked")
  })

  test('compressed stdout goes through gunzip, though nothing has changed', async () => {
    const { folder: cwd, env } = await openCliOrg({ records: 30 })
    const script = 'set -o pipefail; sf-extract sync --object Account --compress gzip | gunzip'
    const first = await runShell(script, { cwd, env })
    expect(first.code).toBe(0)
    expect(records(parseLines(first.stdout), 'Account').length).toBeGreaterThan(1)
    expect(await runShell(script, { cwd, env })).toMatchObject({ code: 0, stdout: '' })
  })
})

describe('a form that does not fit', unhurried, () => {
  test.each([
    [['--format', 'csv'], 'csv has a header for each object'],
    [['--format', 'csvs'], 'must be one of document, record, bulk, coco, csv'],
    [['--compress', 'xz'], 'must be one of gzip, zstd'],
    [['--format', 'bulk', '--index', 'a b'], "can't be the name of an index: it has a space in it"],
  ])('is refused before anything is read: %s', async (flags, reason) => {
    const { run, sandbox } = await openCliOrg({ records: 0 })
    const { code, stderr, stdout } = await run('sync', ...flags)
    expect({ code, stdout, asked: sandbox.log.entries() }).toEqual({ code: 2, stdout: '', asked: [] })
    expect(stderr).toContain(reason)
  })

  test('records alone are none of a pipeline that makes passages alone', async () => {
    const settings = { enrichment_pipeline: { processor: [{ chunk: { parent: false } }] } }
    const journey = await openJourney({ ownProcesses: false, settings: JSON.stringify(settings) })
    const { code, stderr } = await journey.run('sync', '--format', 'record')
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('passages') as string })
  })

  test('a folder keeps to its own, and says so where what it has can not be read again', async () => {
    const { run } = await openCliOrg({ records: 20 })
    await run('sync', '--format', 'csv', '--compress', 'gzip', '--output', 'out')
    const { code, stderr } = await run('sync', '--format', 'csv', '--output', 'out', '--full')
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error OUTPUT_FORMAT: "salesforce" writes csv with gzip to .*, and is now told .* not compr/,
    )
    expect(stderr).toContain('Go on with --format csv --compress gzip')
    expect((await run('sync', '--format', 'csv', '--compress', 'gzip', '--output', 'out')).code).toBe(0)
    for (const words of [
      ['tree', '--output', 'out'],
      ['ls', 'Account', '--output', 'out'],
      ['compact', 'out'],
    ]) {
      const end = await run(...words)
      expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('are in the format csv') as string })
    }
    expect((await run('status', '--output', 'out')).stdout).toContain('Account')
    expect((await run('plan', '--output', 'out')).code).toBe(0)
    expect((await run('query', '--format', 'table', 'SELECT Id FROM Account')).code).toBe(0)
  })
})

/** Objects are read side by side. */
function sorted(values: unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).toSorted()
}

async function listAccounts({ run }: Journey): Promise<string> {
  return (await run('ls', 'Account', '--output', 'packed')).stdout
}

async function linesOf({ run }: Journey, format: string): Promise<unknown[]> {
  const { stdout } = await run('sync', '--full', '--format', format)
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as unknown)
}
