import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { askedSince, openJourney, statements, unhurried } from '../support/journey.js'
import { callCli } from '../support/call-cli.js'
import type { CliEnd } from '../support/run-cli.js'

describe('what is wrong is said once, clearly, before a call is spent on it', unhurried, () => {
  test.each([
    ['a wrong secret', { SF_EXTRACT_CLIENT_SECRET: 'not-the-secret' }, 'LOGIN_BAD_SECRET', 'invalid_client'],
    ['a wrong id', { SF_EXTRACT_CLIENT_ID: 'not-the-id' }, 'LOGIN_BAD_CLIENT_ID', 'invalid_client_id'],
  ])('%s: exit 3 after exactly one login', async (_what, wrong, code, oauth) => {
    const journey = await openJourney({ ownProcesses: false })
    const end = await callCli(['sync'], { cwd: journey.folder, env: { ...journey.env, ...wrong } })
    expectOneError(end, 3, code)
    expect(end.stderr).toContain(oauth)
    expect(end.stderr).toContain('Setup > External Client App Manager')
    expect(askedSince(journey.sandbox).map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /services/oauth2/token',
    ])
    expect(end.stderr).not.toContain('not-the-secret')
  })

  test('no run-as user: exit 3, the menu path, one login and no request for data (T2)', async () => {
    const journey = await openJourney({ ownProcesses: false, faults: [{ name: 'token-refused' }] })
    const end = await journey.run('sync')
    expectOneError(end, 3, 'LOGIN_NO_RUN_AS_USER')
    expect(end.stderr).toContain('no client credentials user enabled')
    expect(end.stderr).toMatch(/Setup > External Client App Manager.*Run As/)
    expect(journey.sandbox.log.entries()).toHaveLength(1)
  })

  test.each([
    [
      'an unknown datasource',
      '',
      ['sync', '--datasource', 'salesforec'],
      'DATASOURCE_UNKNOWN',
      'Did you mean "salesforce"',
    ],
    [
      'a misspelt key',
      'standart_objects_to_sync: [Account]\n',
      ['sync'],
      'CONFIG_INVALID',
      'did you mean "standard_objects_to_sync"',
    ],
    ['broken YAML', 'standard_objects_to_sync: [Account\nlookback: 1m\n', ['sync'], 'CONFIG_SYNTAX', '.salesforcerc'],
    ['an unknown flag', '', ['sync', '--outptu', 'x'], 'USAGE', '--output'],
    ['a variable that is not set', 'client_id: ${NOT_THERE}\n', ['sync'], 'CONFIG_INVALID', 'NOT_THERE'],
  ])('%s: exit 2 and no call', async (_what, settings, args, code, says) => {
    const journey = await openJourney({ ownProcesses: false, settings })
    const env = settings.includes('client_id') ? { SF_EXTRACT_LOGIN_URL: journey.sandbox.url } : journey.env
    const end = await callCli(args, { cwd: journey.folder, env })
    expectOneError(end, 2, code)
    expect(end.stderr).toContain(says)
    expect(journey.sandbox.log.entries()).toEqual([])
  })

  test('no configuration at all: exit 2, what was looked for and what to do', async () => {
    const { folder } = await openJourney({ ownProcesses: false })
    const end = await callCli(['sync'], { cwd: folder })
    expectOneError(end, 2, 'CONFIG_NOT_FOUND')
    expect(end.stderr).toContain('coco.yml')
    expect(end.stderr).toContain('sf-extract init')
  })

  test('a misspelt object: exit 2, a suggestion, and no statement is asked', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      records: 20,
      settings: 'standard_objects_to_sync: [Account, Oportunity]\n',
    })
    const end = await journey.run('sync')
    expectOneError(end, 2, 'OBJECT_UNKNOWN')
    expect(end.stderr).toContain('"Oportunity"')
    expect(end.stderr).toContain('did you mean "Opportunity"')
    expect(statements(askedSince(journey.sandbox))).toEqual([])
  })

  test('several problems are told together, each with its place in the file', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: 'lookback: soon\nfiles: somewhere\nretry: { attempts: 0 }\n',
    })
    const end = await journey.run('sync')
    expectOneError(end, 2, 'CONFIG_INVALID')
    for (const place of ['lookback', 'files', 'retry.attempts']) expect(end.stderr).toContain(`  ${place} `)
  })

  test.each([
    ['lookback', 'lookback: PT0.1S\nsync: { interval: P221S }\n', 'P221S', []],
    ['--since', '', '2023', ['--since', '2023']],
  ])('a span of time that is none, in %s, is named and costs no call (T31)', async (place, settings, value, args) => {
    const journey = await openJourney({ ownProcesses: false, settings })
    const end = await journey.run('sync', ...args)
    expect(end.code).toBe(2)
    expect(end.stderr).toContain(place)
    expect(end.stderr).toContain(value)
    expect(journey.sandbox.log.entries()).toEqual([])
  })
})

describe('what would give a secret away', unhurried, () => {
  test('a file with a secret that others can read is warned of; kept to oneself it is not', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: 'standard_objects_to_sync: [Campaign]\n' })
    const warning = 'chmod 600'
    const file = path.join(journey.folder, '.salesforcerc')
    await writeFile(file, `standard_objects_to_sync: [Campaign]\nclient_secret: ${journey.sandbox.clientSecret}\n`)
    await chmod(file, 0o644)
    const open = await journey.run('sync')
    expect(open.code).toBe(0)
    expect(open.stderr).toContain(warning)
    expect(open.stderr).not.toContain(journey.sandbox.clientSecret)
    await chmod(file, 0o600)
    expect((await journey.run('sync')).stderr).not.toContain(warning)
  })

  test('plain http to another machine is refused before any call', async () => {
    const { folder, env } = await openJourney({ ownProcesses: false })
    const end = await callCli(['sync'], { cwd: folder, env: { ...env, SF_EXTRACT_LOGIN_URL: 'http://192.0.2.1:8080' } })
    expectOneError(end, 2, 'CONFIG_INVALID')
    expect(end.stderr).toContain('https')
  })
})

/** One message, its code, and no stack. */
function expectOneError({ code, stdout, stderr }: CliEnd, exitCode: number, error: string): void {
  expect(stderr.match(/^error [A-Z_]+:/gm)).toEqual([`error ${error}:`])
  expect(stderr).not.toContain('    at ')
  expect(stdout).toBe('')
  expect(code).toBe(exitCode)
}
