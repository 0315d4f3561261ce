import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openFilesTree } from '../../src/browse/files-tree.js'
import { findPath } from '../../src/browse/tree.js'
import { systemClock } from '../../src/clock.js'
import { compactFolder } from '../../src/runs/compact/compact-folder.js'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { addFiles, documentLine, makeOutputFolder, tombstoneLine } from '../support/output-folder.js'
import { loadOutput } from '../support/output-files.js'
import { makeTempFolder } from '../support/temp-folder.js'

const folders = [
  { group: 'Standard Objects', title: 'Account' },
  { group: 'Standard Objects', title: 'Case' },
  { group: 'Custom Objects', title: 'Invoice__c' },
]

describe('a path', () => {
  test.each([
    '/Standard Objects/Account/',
    'standard objects/account',
    '//Standard Objects//ACCOUNT',
    'Account',
    '/account/',
  ])('%j leads to the accounts, whatever its case and slashes', (path) => {
    expect(findPath(path, folders)).toEqual({ folder: folders[0] })
  })

  test('leads to the groups at the top, and to the directories of a group below it', () => {
    expect(findPath('/', folders)).toEqual({ groups: ['Standard Objects', 'Custom Objects'] })
    expect(findPath('', folders)).toEqual({ groups: ['Standard Objects', 'Custom Objects'] })
    expect(findPath('custom objects', folders)).toEqual({ group: 'Custom Objects', folders: [folders[2]] })
  })

  test.each([
    ['/Standard Objects/Acount/', '/Standard Objects/Account/'],
    ['Invoices__c', 'Invoice__c'],
    ['/Custom Object/', '/Custom Objects/'],
  ])('%j is unknown, with a suggestion', (path, suggestion) => {
    expect(() => findPath(path, folders)).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: `Did you mean "${suggestion}"?` }) as Error,
    )
  })

  test('that is like no other gets the list of those there are', () => {
    expect(() => findPath('/x/y/z', folders)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('/Custom Objects/Invoice__c/') as string }) as Error,
    )
  })
})

describe('ls and tree', () => {
  test('show the org and written files alike', async () => {
    const { sandbox, run } = await openCliOrg()
    await run('sync', '--output', 'documents')
    const renamed = [...sandbox.store.rows('Account')][0]!.id
    const gone = [...sandbox.store.rows('Account')][1]!.id
    sandbox.clock.advance(60_000)
    sandbox.store.update(renamed, { Name: 'Zebra\nTwo lines' })
    sandbox.store.delete(gone)
    sandbox.clock.advance(60_000)
    await run('sync', '--output', 'documents')
    for (const path of ['/', '/Standard Objects/', '/Standard Objects/Account/']) {
      const [files, org] = [await run('ls', path, '--output', 'documents'), await run('ls', path)]
      expect(files).toEqual(org)
      expect(files.code).toBe(0)
    }
    const accounts = await run('ls', 'account', '--limit', '2', '--json')
    const listed = JSON.parse(accounts.stdout) as { id: string; title: string; updated: string }[]
    expect(listed).toHaveLength(2)
    expect(listed[0]).toMatchObject({ id: renamed, title: 'Zebra\nTwo lines' })
    expect((await run('ls', 'account', '--limit', '1')).stdout.split('\n')[1]).toMatch(
      /^001\w{15} +Zebra Two lines +20\S+Z$/,
    )
    expect(await run('tree', '--output', 'documents')).toEqual(await run('tree'))
  })

  test('draw the directories with their counts, and list them as JSON', async () => {
    const { run } = await openCliOrg()
    const { stdout } = await run('tree')
    expect(stdout).toMatch(/^Standard Objects\/\n├── Account\/ +\d+\n(├── .*\n){4}└── Case\/ +\d+\n$/)
    expect((await run('ls')).stdout).toBe('Standard Objects/\n')
    expect(JSON.parse((await run('ls', '--json')).stdout)).toEqual([
      { type: 'folder', title: 'Standard Objects', path: '/Standard Objects/' },
    ])
  })

  test("keep to an object's where, however its name is spelt", async () => {
    const { folder, run, sandbox } = await openCliOrg()
    const { id } = sandbox.store.insert('Account', { Name: 'The only one' })
    await writeFile(join(folder, '.salesforcerc'), `objects: { account: { where: "Name = 'The only one'" } }`)
    expect((await run('tree')).stdout).toMatch(/^├── Account\/ +1$/m)
    expect((await run('ls', 'Account')).stdout.match(/001\w{15}/g)).toEqual([id])
  })

  test('say when they stop at their limit', async () => {
    const { sandbox, run } = await openCliOrg()
    await run('sync', '--output', 'documents')
    const leads = [...sandbox.store.rows('Lead')].filter(({ isDeleted }) => !isDeleted).length
    for (const where of [[], ['--output', 'documents']]) {
      const cut = await run('ls', 'Lead', '--limit', '3', ...where)
      expect(cut.stdout.match(/^00Q/gm)).toHaveLength(3)
      expect(cut.stderr).toBe('note: only the newest 3 are listed; --limit 30 lists more.\n')
      expect((await run('ls', 'Lead', '--limit', String(leads), ...where)).stderr).toBe('')
    }
  })

  test('count what they can where the org refuses an object', async () => {
    const { run } = await openCliOrg({ faults: [{ name: 'object-403', object: 'Lead' }] })
    const { code, stdout } = await run('tree')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^├── Lead\/ +\? \w+: /m)
    expect(stdout).toMatch(/^└── Case\/ +\d+$/m)
  })

  test('tell a folder without documents and a path there isn’t, exit 2', async () => {
    const { run } = await openCliOrg()
    const empty = await run('ls', '--output', 'nowhere')
    expect(empty).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error USAGE: There are no documents below /) as string,
    })
    const unknown = await run('ls', '/Standard Objects/Cases')
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "/Standard Objects/Case/"?') as string,
    })
  })
})

describe('written files', () => {
  test.each(['{"id":"1"', 'null', '[]', '{"id":"1"}', '{"id":1,"source":{},"title":"a"}'])(
    'that hold the line %s are told, with file and line',
    async (line) => {
      const { env, folder, run } = await openCliOrg()
      await run('sync', '--object', 'Lead', '--output', 'documents')
      const file = (await readdir(join(folder, 'documents'))).find((name) => name.endsWith('.ndjson')) ?? ''
      await appendFile(join(folder, 'documents', file), `\n${line}\n`)
      for (const command of ['tree', 'ls']) {
        const { code, stdout, stderr } = await callCli([command, '--output', 'documents'], { cwd: folder, env })
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
        expect(stderr).toMatch(/^error OUTPUT_FAILED: .*\.ndjson, line \d+: this is not a document/)
        expect(stderr).not.toMatch(/^ +at /m)
      }
    },
  )

  test('that are no folder are told', async () => {
    const folder = await makeTempFolder()
    await mkdir(join(folder, 'documents'))
    await writeFile(join(folder, 'documents/1.ndjson'), '')
    const file = await callCli(['tree', '--output', 'documents/1.ndjson'], { cwd: folder })
    expect(file).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error OUTPUT_FAILED: .*1\.ndjson can't be read/) as string,
    })
  })

  test('that hold files count records alone', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    const account = [...sandbox.store.rows('Account')][0]!.id
    const file = { Title: 'Contract', PathOnClient: 'contract.txt', FirstPublishLocationId: account }
    sandbox.store.insert('ContentVersion', file, { blob: Buffer.from('text') })
    sandbox.clock.advance(60_000)
    await writeFile(join(folder, '.salesforcerc'), 'files: index\nstandard_objects_to_sync: [Account, Case]\n')
    await run('sync', '--output', 'documents')
    const files = (await loadOutput(join(folder, 'documents'))).filter(({ type }) => type === 'content_document')
    expect(files.some(({ category }) => category === '/Standard Objects/Account/')).toBe(true)
    expect(await run('tree', '--output', 'documents')).toEqual(await run('tree'))
    const ls = ['ls', 'Account', '--limit', '9999']
    expect(await run(...ls, '--output', 'documents')).toEqual(await run(...ls))
  })

  test('leave out the directories of objects that were taken out, compacted or not', async () => {
    const { folder, run } = await openCliOrg()
    const configure = (objects: string) =>
      writeFile(join(folder, '.salesforcerc'), `standard_objects_to_sync: [${objects}]\nchildren: false\n`)
    await configure('Account, Case')
    await run('sync', '--output', 'documents')
    await configure('Account')
    const dropping = await run('sync', '--output', 'documents')
    expect(dropping.stderr).toMatch(/ deleted, 1 directory, /)
    expect(await run('tree', '--output', 'documents')).toEqual(await run('tree'))
    await run('compact', 'documents')
    expect(await run('tree', '--output', 'documents')).toEqual(await run('tree'))
    expect(await loadOutput(join(folder, 'documents'))).not.toContainEqual(expect.objectContaining({ deleted: true }))
  })

  test('of one datasource are told from those of another', async () => {
    const { run } = await openCliOrg()
    await run('sync', '--object', 'Lead', '--output', 'documents')
    expect((await run('tree', '--output', 'documents', '--datasource', 'salesforce')).code).toBe(0)
    expect((await run('tree', '--output', 'documents', '--datasource', 'other')).code).toBe(2)
  })
})

describe('a folder that is compacted while it is looked at', () => {
  test('has the same records at any moment', async () => {
    const folder = await makeOutputFolder({
      'r0-00001.ndjson': [directoryLine('Standard Objects', '/')],
      'Standard Objects/r0-00002.ndjson': [directoryLine('Account', '/Standard Objects/')],
    })
    const tree = openFilesTree(folder)
    const account = { group: 'Standard Objects', title: 'Account' }
    const compacting = { isOver: false }
    const compacted = compactTimeAndAgain(folder).finally(() => (compacting.isOver = true))
    const counts = new Set<unknown>()
    while (!compacting.isOver) for (const { count } of await tree.count([account])) counts.add(count)
    await compacted
    expect([...counts].filter((count) => count !== 0)).toEqual([2])
  })
})

/** At any moment there are two records, and a third that comes before its tombstone. */
async function compactTimeAndAgain(folder: string): Promise<void> {
  for (let round = 101; round <= 108; round++) {
    const name = (number: number) => `Standard Objects/Account/r${round}-0000${number}.ndjson`
    const lines = [documentLine('1', `${round}`), documentLine('2', `${round}`)]
    for (const number of [5, 4, 3]) await addFiles(folder, { [name(number)]: [tombstoneLine('3')] })
    await addFiles(folder, { [name(1)]: lines, [name(2)]: [documentLine('3', 'x')] })
    await compactFolder({ folder }, { clock: systemClock })
  }
}

function directoryLine(title: string, place: string): string {
  return documentLine(title, title, { type: 'folder', place })
}
