import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { onRefusingDisk } from '../support/refusing-disk.js'
import { processTimeoutMs, type CliEnd } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'

const sync = ['sync', '--object', 'Account', '--output', 'out', '--report', 'reports/run.json']
const init = ['init', '--domain', 'mycompany', '--file', 'sub/coco.yml']

describe('a disk that refuses ends a run with its code, the place, and the way out, exit 1', () => {
  const remedies = {
    ENOSPC: 'Make room on the disk of ',
    EACCES: 'Let this user read and write ',
    EROFS: 'Mount the disk of ',
  }

  test.each([
    ['the state folder', /\/\.sf-extract$/, ['ENOSPC', 'EROFS'], 'STATE_BROKEN', '.sf-extract'],
    ['a value of the state', /\/\.sf-extract\/[^/]*object[^/]*$/, ['ENOSPC', 'EMFILE'], 'STATE_BROKEN', '.sf-extract'],
    ['the lock', /(?<!out)\/\.sf-extract\/locks/, ['EACCES', 'EMFILE'], 'STATE_BROKEN', '.sf-extract/locks'],
    ['the output folder', /\/out$/, ['EACCES', 'EROFS'], 'OUTPUT_FAILED', 'out'],
    ['its lock', /\/out\/\.sf-extract\/folder/, ['ENOSPC', 'EMFILE'], 'OUTPUT_FAILED', 'out'],
    ['its mark', /\/out\/\.sf-extract\/marks/, ['ENOSPC', 'EACCES'], 'OUTPUT_FAILED', 'out'],
    ['the staged documents', /\.part$/, ['ENOSPC', 'EMFILE'], 'OUTPUT_FAILED', 'out'],
    ['a commit', /\.manifest\.json/, ['ENOSPC', 'EMFILE'], 'OUTPUT_FAILED', 'out'],
    ['a directory of documents', /\/Standard Objects/, ['EACCES', 'ENOSPC'], 'OUTPUT_FAILED', 'out'],
    ['the report', /\/reports/, ['ENOSPC', 'EROFS', 'EMFILE'], 'OUTPUT_FAILED', 'reports/run.json'],
  ] as const)('%s', { timeout: processTimeoutMs }, async (_what, pattern, refusals, code, place) => {
    const { env } = await openCliOrg({ records: 20 })
    for (const refusal of refusals) {
      const cwd = await makeTempFolder()
      const end = await onRefusingDisk(refusal, pattern, () => callCli(sync, { cwd, env }))
      const named = path.join(cwd, place)
      const expected =
        refusal === 'EMFILE'
          ? failure('FILES_EXHAUSTED', named, 'Raise the limit (`ulimit -n 1024`')
          : failure(code, named, remedies[refusal] + named)
      expect(readFailure(end)).toEqual(expected)
    }
  })

  test('the limit of open files is not blamed on the configuration that could not be opened', async () => {
    const { env, folder } = await openCliOrg({ records: 20 })
    await writeFile(path.join(folder, '.salesforcerc'), 'deletes: false')
    const end = await onRefusingDisk('EMFILE', /\/\.salesforcerc$/, () => callCli(['status'], { cwd: folder, env }))
    expect(readFailure(end)).toEqual(failure('FILES_EXHAUSTED', 'This process', 'Raise the limit'))
  })

  test('the token is not kept, which costs a login and no run', { timeout: processTimeoutMs }, async () => {
    const { env, folder } = await openCliOrg({ records: 20 })
    for (const refusal of ['ENOSPC', 'EROFS', 'EMFILE'] as const) {
      const { code, stderr } = await onRefusingDisk(refusal, /\/tokens/, () => callCli(sync, { cwd: folder, env }))
      expect(code).toBe(0)
      expect(stderr).toMatch(new RegExp(`^warning: .*${folder}/.sf-extract/tokens: ${refusal}: .* logs in again`, 'm'))
    }
  })
})

describe('a file where a folder should be, or the other way round, is told with its path, exit 1', () => {
  test.each([
    ['a file as the state folder', 'state', ['sync'], 'STATE_BROKEN', 'state'],
    ['a file above the state folder', 'state', ['status'], 'STATE_BROKEN', 'state/below'],
    ['a file for the locks', 'state/locks', ['sync'], 'STATE_BROKEN', 'state/locks'],
    ['a file as the output folder', 'out', sync, 'OUTPUT_FAILED', 'out'],
    ['a file above the output folder', 'out', ['sync', '--output', 'out/below'], 'OUTPUT_FAILED', 'out/below'],
    ["a file for what is the output folder's own", 'out/.sf-extract', sync, 'OUTPUT_FAILED', 'out'],
    ['a file for a directory of documents', 'out/Standard Objects', sync, 'OUTPUT_FAILED', 'out'],
    ['a file above the report', 'reports', sync, 'OUTPUT_FAILED', 'reports/run.json'],
    ['a folder as the report', 'reports/run.json/file', sync, 'OUTPUT_FAILED', 'reports/run.json'],
    ['a file above the first configuration', 'sub', init, 'OUTPUT_FAILED', 'sub/coco.yml'],
  ])('%s', async (_what, file, args, code, place) => {
    const { env, folder } = await openCliOrg({ records: 20 })
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), '')
    const state = { SF_EXTRACT_STATE: `file:${place === 'state/below' ? place : 'state'}` }
    const end = await callCli(args, { cwd: folder, env: { ...env, ...state } })
    expect(readFailure(end)).toEqual(failure(code, path.join(folder, place), path.join(folder, place)))
  })
})

describe('what is there as a file where a folder is named, or the other way round, is called so', () => {
  test.each([
    ['sync --output', ['sync', '--output', 'out'], 'out is a file, not a folder', 'Move away the file'],
    ['sync --output below', ['sync', '--output', 'out/x/y'], 'out is a file, not a folder', 'Move away the file'],
    ['plan --output', ['plan', '--output', 'out'], 'out is a file, not a folder', 'Move away the file'],
    ['tree --output', ['tree', '--output', 'out'], 'out is a file, not a folder', 'Move away the file'],
    ['ls --output', ['ls', '/', '--output', 'out'], 'out is a file, not a folder', 'Move away the file'],
    ['sync --report', ['sync', '--report', 'folder'], "folder can't be written: it is a folder", 'Name a file in '],
    ['query --output', ['query', 'SELECT Id FROM Lead', '--output', 'folder'], 'it is a folder', 'Name a file in '],
  ])('%s', async (_what, args, said, hint) => {
    const { env, folder } = await openCliOrg({ records: 20 })
    await mkdir(path.join(folder, 'folder'))
    // To be run, too: then the system has another word for it.
    for (const mode of [0o644, 0o755]) {
      await writeFile(path.join(folder, 'out'), '')
      await chmod(path.join(folder, 'out'), mode)
      expect(readFailure(await callCli(args, { cwd: folder, env }))).toEqual(failure('OUTPUT_FAILED', said, hint))
    }
  })

  test('check --output', async () => {
    const { env, folder } = await openCliOrg({ records: 20 })
    await writeFile(path.join(folder, 'out'), '')
    const { stdout } = await callCli(['check', '--offline', '--output', 'out'], { cwd: folder, env })
    expect(stdout).toMatch(/output .*out is a file, not a folder/)
  })
})

describe('what is written in place to a full device fails with OUTPUT_FAILED', () => {
  test.skipIf(!existsSync('/dev/full')).each([
    ['the report', ['sync', '--output', 'out', '--report', '/dev/full']],
    ['the rows of query', ['query', 'SELECT Id FROM Account', '--output', '/dev/full']],
  ])('%s', async (_what, args) => {
    const { run } = await openCliOrg({ records: 20 })
    const end = await run(...args)
    expect(readFailure(end)).toEqual(failure('OUTPUT_FAILED', '/dev/full', 'Make room on the disk of /dev/full'))
  })
})

describe("what can't be read", { timeout: processTimeoutMs }, () => {
  test.each([
    ['unreadable', 'Let this user read and write '],
    ['EIO', 'Check that '],
  ] as const)('of a state is not taken for damaged: a repair removes nothing (%s)', async (refusal, hint) => {
    const { folder, run } = await openCliOrg({ records: 20 })
    expect((await run('sync')).code).toBe(0)
    const end = await onRefusingDisk(refusal, /\/object[^/]*$/, () => run('state', 'repair', '--yes'))
    const state = path.join(folder, '.sf-extract')
    expect(readFailure(end)).toEqual(failure('STATE_BROKEN', state, hint + state))
    expect(await readdir(state)).toContain('object.salesforce.+account.state.json')
  })

  test('of documents is told by tree', { timeout: processTimeoutMs }, async () => {
    const { folder, run } = await openCliOrg({ records: 20 })
    expect((await run(...sync)).code).toBe(0)
    const end = await onRefusingDisk('unreadable', /\.ndjson$/, () => run('tree', '--output', 'out'))
    expect(readFailure(end)).toEqual(failure('OUTPUT_FAILED', `${folder}/out`, 'Let this user read and write '))
  })
})

/** The error a command ended with; its message is one line, with no stack below it. */
function readFailure({ code: exitCode, stderr }: CliEnd) {
  const [, code, message, hint] = /^error (\w+): (.*)\nhint: (.*)$/m.exec(stderr) ?? []
  return { exitCode, code, message, hint: hint?.replace('file:', '') }
}

function failure(code: string, place: string, hint: string) {
  const [message, advice] = [place, hint].map((part) => expect.stringContaining(part) as string)
  return { exitCode: 1, code, message, hint: advice }
}
