import { createWriteStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { processTimeoutMs, type CliEnd } from '../support/run-cli.js'
import { runShell } from '../support/shell.js'

const soql = 'SELECT Id, Name, Owner.Name FROM Account'
const allIds = `'${soql}'`
const noRoom = {
  exitCode: 1,
  code: 'OUTPUT_FAILED',
  message: expect.stringContaining("stdout can't be written: ENOSPC") as string,
  hint: expect.stringMatching(
    /^Make room on the disk of the file that stdout goes to, or .*; then run again/,
  ) as string,
}

describe('a full device behind stdout ends a command with OUTPUT_FAILED and what to do, exit 1', () => {
  test
    .skipIf(!existsSync('/dev/full'))
    .each([`query ${allIds}`, 'describe --json Account', 'status', 'sync', '--help', '--version'])(
    '%s',
    { timeout: processTimeoutMs },
    async (words) => {
      const { folder, env } = await openCliOrg({ records: 20 })
      const end = await runShell(`sf-extract ${words} > /dev/full`, { cwd: folder, env })
      expect(readFailure(end)).toEqual(noRoom)
    },
  )

  test
    .skipIf(!existsSync('/dev/full'))
    .each([
      ['query', '--format', 'table', soql],
      ['get', 'ID'],
      ['describe'],
      ['tree'],
      ['ls', '/'],
      ['plan'],
      ['cache', 'show'],
      ['check'],
      ['sync', '--help'],
    ])('%s', async (...words) => {
    const { sandbox, folder, env } = await openCliOrg({ records: 20 })
    const [account] = [...sandbox.store.rows('Account')]
    const args = words.map((word) => (word === 'ID' ? account!.id : word))
    const stdout = createWriteStream('/dev/full').on('error', () => {})
    expect(readFailure(await callCli(args, { cwd: folder, env }, { stdout }))).toEqual(noRoom)
  })
})

test('a disk that takes a part of what goes to stdout fails the command', { timeout: processTimeoutMs }, async () => {
  const { folder, env } = await openCliOrg({ records: 2000 })
  for (const words of [`query ${allIds}`, 'describe --json']) {
    const script = `ulimit -f 1; trap "" XFSZ; sf-extract ${words} > out.txt`
    const end = await runShell(script, { cwd: folder, env })
    expect((await readFile(path.join(folder, 'out.txt'))).length).toBe(1024)
    expect(readFailure(end)).toMatchObject({ exitCode: 1, code: 'OUTPUT_FAILED' })
  }
})

test('a reader of help that went away is no error', { timeout: processTimeoutMs }, async () => {
  const { folder, env } = await openCliOrg({ records: 20 })
  const end = await runShell('set -o pipefail; sf-extract sync --help | true', { cwd: folder, env })
  expect(end).toMatchObject({ code: 0, stderr: '' })
})

/** The error a command ended with; its message is one line, with no stack below it. */
function readFailure({ code: exitCode, stderr }: CliEnd) {
  const [, code, message, hint] = /^error (\w+): (.*)\nhint: (.*)$/m.exec(stderr) ?? []
  return { exitCode, code, message, hint }
}
