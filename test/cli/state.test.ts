import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { openStore } from '../../src/state/stores/open-store.js'
import { callCli } from '../support/call-cli.js'
import { openCliOrg, type CliOrg } from '../support/cli-org.js'

describe('a state that moves', () => {
  test('goes on in its new store as if nothing had been, with the folders it has written to', async () => {
    const org = await openSynced()
    expect(await org.run('state', 'export', 'state.ndjson')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/\d+ keys of the state exported to state\.ndjson/) as string,
    })
    const file = path.join(org.folder, 'state.ndjson')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).not.toContain('access_token')

    const before = await loadAll(`file:${org.folder}/.sf-extract`)
    const address = `sqlite:${org.folder}/state.db`
    org.env['SF_EXTRACT_STATE'] = address
    expect(await org.run('state', 'import', 'state.ndjson')).toMatchObject({ code: 0 })
    expect(await loadAll(address)).toEqual(before)
    expect(await org.run('sync', '--output', 'documents')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(': done, 0 written') as string,
    })
  })

  test('goes through a pipe, and takes the place of another where it is told to', async () => {
    const org = await openSynced()
    const { stdout } = await org.run('state', 'export', '-')
    const before = await loadAll(`file:${org.folder}/.sf-extract`)
    await org.run('reset', '--yes')
    const take = (...args: string[]) =>
      callCli(['state', 'import', '-', ...args], { cwd: org.folder, env: org.env, stdin: stdout })
    const refused = { code: 2, stderr: expect.stringContaining('--replace') as string }
    expect(await take()).toMatchObject(refused)
    expect(await take('--replace')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string })
    expect(await take('--replace', '--yes')).toMatchObject({ code: 0 })
    expect(await loadAll(`file:${org.folder}/.sf-extract`)).toEqual(before)
  })

  test('is left alone, at both ends, while a run is at work on it', async () => {
    const org = await openSynced()
    await org.run('state', 'export', 'state.ndjson')
    const { lock, state } = await openStore(`file:${org.folder}/.sf-extract`, { clock: systemClock })
    const held = await lock('salesforce')
    expect(await org.run('state', 'export', '-')).toMatchObject({ code: 7, stdout: '' })
    expect(await org.run('state', 'import', 'state.ndjson', '--replace', '--yes')).toMatchObject({ code: 7 })
    await held.release()
    await state.close()
  })

  test('is refused where a line of it is lost, and nothing is changed', async () => {
    const org = await openSynced()
    await org.run('state', 'export', 'state.ndjson')
    const file = path.join(org.folder, 'state.ndjson')
    await writeFile(file, (await readFile(file, 'utf8')).split('\n').toSpliced(3, 1).join('\n'))
    const before = await loadAll(`file:${org.folder}/.sf-extract`)
    expect(await org.run('state', 'import', 'state.ndjson', '--replace', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("EXPORT_BROKEN: The export can't be used: its checksum is wrong") as string,
    })
    expect(await loadAll(`file:${org.folder}/.sf-extract`)).toEqual(before)
  })

  test('needs the name of a file', async () => {
    const org = await openCliOrg({ records: 0 })
    expect(await org.run('state', 'export')).toMatchObject({ code: 2 })
    expect(await org.run('state', 'import')).toMatchObject({ code: 2 })
    expect(await org.run('state', 'import', 'none.ndjson')).toMatchObject({ code: 2 })
  })
})

async function openSynced(): Promise<CliOrg> {
  const org = await openCliOrg({ records: 12 })
  await writeFile(path.join(org.folder, '.salesforcerc'), 'standard_objects_to_sync: [Account]\n')
  expect(await org.run('sync', '--output', 'documents')).toMatchObject({ code: 0 })
  return org
}

async function loadAll(address: string): Promise<Record<string, unknown>> {
  const { state } = await openStore(address, { clock: systemClock })
  const values: Record<string, unknown> = {}
  for (const key of (await state.keys('')).toSorted()) values[key] = await state.read(key)
  await state.close()
  return values
}
