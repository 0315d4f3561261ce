import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadMarkId } from '../support/output-files.js'
import { recordIds, tombstones } from '../support/written.js'

const damages: [string, (file: string) => Promise<void>][] = [
  ['a flipped byte', flipByte],
  ['a cut file', async (file) => truncate(file, Math.floor((await readFile(file)).length / 2))],
  ['an empty file', (file) => truncate(file, 0)],
  ['another value', (file) => replaceText(file, /"value":.*/, '"value":7}')],
]

describe('a damaged state', unhurried, () => {
  test.each(damages)('with %s is told with what it held, and repaired', async (_name, damage) => {
    const journey = await openAccounts()
    const said: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const name of await stateFiles(journey)) {
      const file = path.join(journey.folder, '.sf-extract', name)
      const sound = await readFile(file)
      await damage(file)
      const run = await journey.run('sync', '--reconcile')
      const repair = await journey.run('state', 'repair', '--yes')
      const next = await journey.run('sync', '--reconcile')
      said[name] = [run.code, findProblem(run.stderr), repair.stderr.includes('Repaired: 1.'), next.code]
      // Versions are read where a row comes whose own is old, and in this run none does.
      const isRead = !/^(?:fields|versions)\./.test(name)
      const isRepaired = !name.startsWith('fields.')
      expected[name] = [isRead ? 1 : 0, isRead ? 'STATE_BROKEN' : undefined, isRepaired, 0]
      await writeFile(file, sound)
    }
    expect(said).toEqual(expected)
    expect(Object.keys(said).join()).toMatch(/children.*fields.*object.*run.*written/)
  })

  test('of the field cache costs a describe and nothing else', async () => {
    const journey = await openAccounts()
    for (const name of await stateFiles(journey)) {
      if (name.startsWith('fields.')) await flipByte(path.join(journey.folder, '.sf-extract', name))
    }
    expect(await journey.run('cache', 'show')).toMatchObject({ code: 0 })
    const next = await journey.sync()
    expect([next.code, next.documents]).toEqual([0, []])
  })

  test('of an object: after the repair it is read again, and what is gone gets its tombstone', async () => {
    const journey = await openAccounts()
    const [gone] = journey.sandbox.store.rows('Account')
    await flipByte(path.join(journey.folder, '.sf-extract', 'object.salesforce.+account.state.json'))
    journey.sandbox.store.delete(gone!.id)
    const repaired = await journey.run('state', 'repair', '--yes')
    expect(repaired.stderr).toContain('how far Account of salesforce has been read')
    const next = await journey.sync()
    expect(recordIds(next.documents)).toHaveLength(2)
    expect(tombstones(next.documents).map(({ id }) => id)).toEqual([gone!.id])
    expect((await journey.run('state', 'repair')).stderr).toBe('The state is whole.\n')
  })

  test('of an object is restored from what a commit into its folder was about to keep', async () => {
    const journey = await openAccounts()
    await journey.sync('--output', 'documents')
    const name = (await stateFiles(journey)).find((each) => /^to\.\w+\.object\./.test(each))
    const file = path.join(journey.folder, '.sf-extract', name!)
    const { value } = JSON.parse(await readFile(file, 'utf8')) as { value: { value: unknown } }
    const changes = [{ key: 'object:salesforce:Account', value: value.value }]
    const destination = await loadMarkId(path.join(journey.folder, 'documents'))
    const manifest = { run: 'r0', datasource: 'salesforce', destination, parts: [], changes, held: false }
    const staged = path.join(journey.folder, 'documents', '.sf-extract', 'output', 'salesforce')
    await writeFile(path.join(staged, 'r0.manifest.json'), JSON.stringify(manifest))
    await truncate(file, 0)
    expect((await journey.run('state', 'repair', '--yes')).stderr).toContain('it is restored')
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('of the children is warned of by the next run, also where their file was deleted', async () => {
    const journey = await openAccounts()
    await rm(path.join(journey.folder, '.sf-extract', 'children.salesforce.state.json'))
    const warned = await journey.sync()
    expect(warned.report.warnings).toEqual([expect.stringContaining('sync --full')])
    expect((await journey.sync()).report.warnings).toEqual([])
  })

  test('of a newer version is refused as such', async () => {
    const journey = await openAccounts()
    const file = path.join(journey.folder, '.sf-extract', 'object.salesforce.+account.state.json')
    await replaceText(file, /"version":\d+/, '"version":99')
    for (const line of [['sync'], ['status'], ['state', 'repair', '--yes']]) {
      const { code, stderr } = await journey.run(...line)
      expect([code, stderr]).toEqual([1, expect.stringContaining('error STATE_NEWER:')])
    }
  })
})

async function openAccounts(): Promise<Journey> {
  const settings = 'standard_objects_to_sync: [Account]\n'
  const journey = await openJourney({ settings, ownProcesses: false })
  for (let n = 0; n < 3; n++) journey.sandbox.store.insert('Account', { Name: 'Acme' })
  await journey.sync()
  return journey
}

/** The code of an error that says what the state held and what to do; BUG and the like as they are. */
function findProblem(stderr: string): string | undefined {
  const [, code] = /error (\w+): /.exec(stderr) ?? []
  const isHelpful = stderr.includes('It held ') && stderr.includes('sf-extract state repair')
  return code === 'STATE_BROKEN' && !isHelpful ? stderr : code
}

async function stateFiles({ folder }: Journey): Promise<string[]> {
  return (await readdir(path.join(folder, '.sf-extract'))).filter((name) => name.endsWith('.state.json')).toSorted()
}

const isPlain = (byte: number) => /[a-z0-9]/i.test(String.fromCharCode(byte))

/** Another letter or digit in the middle of the value, or before it, so that it stays JSON where that is possible. */
async function flipByte(file: string): Promise<void> {
  const bytes = await readFile(file)
  const middle = Math.floor((bytes.lastIndexOf('"value"') + 8 + bytes.length) / 2)
  const after = bytes.findIndex((byte, index) => index >= middle && isPlain(byte))
  const at = after === -1 ? bytes.findLastIndex(isPlain) : after
  bytes[at] = bytes[at]! ^ 1
  await writeFile(file, bytes)
}

async function replaceText(file: string, pattern: RegExp, by: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(pattern, by))
}
