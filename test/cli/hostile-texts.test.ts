import path from 'node:path'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { openGoBetween } from '../support/go-between.js'
import { unhurried } from '../support/journey.js'

const evil = '\u001B]0;owned\u0007\u001B[31mevil\u001B[0m\u009B2J\u202Egnp\u2028\r'
const obeyed = /[^\P{Cc}\n]|[\u202A-\u202E\u2028]/u

/** An embedded org whose names for people, and whose refusals, would move the cursor of a terminal. */
async function openEvilOrg() {
  const { sandbox, folder, env } = await openCliOrg({ records: 3 })
  sandbox.store.insert('Account', { Name: evil })
  const between = await openGoBetween(sandbox.url, ({ soql }) => {
    if (soql?.includes('FROM Lead')) return { status: 400, body: [{ errorCode: `X${evil}`, message: `no ${evil}` }] }
    return undefined
  })
  await writeFile(path.join(folder, '.salesforcerc'), 'standard_objects_to_sync: [Account, Lead]\nchildren: false\n')
  const run = (...args: string[]) =>
    callCli(args, { cwd: folder, env: { ...env, SF_EXTRACT_LOGIN_URL: between.url, SF_EXTRACT_RETRY_DELAY: '1ms' } })
  return { run }
}

test.each([
  ['sync', '--output', 'out'],
  ['sync', '--output', 'out', '--quiet'],
  ['sync', '--output', 'out', '--log-format', 'json', '--log-level', 'debug'],
  ['sync', '--output', 'out', '--log-level', 'debug'],
  ['query', 'SELECT Id FROM Lead'],
  ['query', 'SELECT Id FROM Lead', '--log-format', 'json'],
  ['tree'],
  ['ls', 'Account'],
  ['check'],
  ['plan'],
  ['describe'],
  ['describe', 'Account'],
])('nothing of an org that a terminal would obey is printed by %s %s %s', unhurried, async (...args) => {
  const { run } = await openEvilOrg()
  const { stdout, stderr } = await run(...args)
  expect(stdout + stderr).not.toMatch(obeyed)
  expect(stdout + stderr).not.toBe('')
})

test('status neither, of what a run before it met', unhurried, async () => {
  const { run } = await openEvilOrg()
  await run('sync', '--output', 'out')
  const { stdout, stderr } = await run('status')
  expect(stdout).toContain('QUERY_REFUSED')
  expect(stdout + stderr).not.toMatch(obeyed)
})
