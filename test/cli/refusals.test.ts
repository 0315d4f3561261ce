import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'

describe('a login that is refused is one clear message with the way out, exit 3', () => {
  test.each([
    ['a wrong secret', { SF_EXTRACT_CLIENT_SECRET: 'quite-another-secret' }, 'LOGIN_BAD_SECRET', 'Consumer Secret'],
    ['a wrong id', { SF_EXTRACT_CLIENT_ID: 'quite-another-id' }, 'LOGIN_BAD_CLIENT_ID', 'Consumer Key'],
  ])('%s', async (_what, wrong, code, hint) => {
    const { folder, env } = await openCliOrg()
    const end = await callCli(['describe'], { cwd: folder, env: { ...env, ...wrong } })
    expect(end).toMatchObject({ code: 3, stdout: '' })
    expect(end.stderr).toMatch(new RegExp(`^error ${code}: .*\nhint: .*${hint}`))
    expect(end.stderr).not.toMatch(/^ +at /m)
    expect(end.stderr).not.toContain('quite-another-secret')
  })

  test('no run-as user', async () => {
    const { run } = await openCliOrg({
      faults: [{ name: 'token-refused', error: 'invalid_grant', description: 'no client credentials user enabled' }],
    })
    const { code, stderr } = await run('sync')
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error LOGIN_NO_RUN_AS_USER: .*\nhint: .*Setup > External Client App Manager/)
  })
})

describe('an org out of reach', () => {
  test.each([
    ['html', '500 Internal Server Error (HTTP 500)'],
    ['json', 'An unexpected error occurred. (HTTP 500)'],
    ['empty', 'HTTP 500'],
  ] as const)('by its login alone, which answers 500 with %s, is told so, once', async (body, said) => {
    const { folder, run } = await openCliOrg({ records: 20, faults: [{ name: 'token-status', count: 9, body }] })
    await writeFile(path.join(folder, '.salesforcerc'), 'retry: { attempts: 2, delay: 1ms }\n')
    const { code, stderr } = await run('describe')
    expect(code).toBe(6)
    const [, message] =
      /^error ORG_UNREACHABLE: The login at 127\.0\.0\.1:\d+ failed: (.*), after 2 tries\nhint: /.exec(stderr) ?? []
    expect(message).toBe(said)
  })

  test('is told with its address, exit 6', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'retry: { attempts: 2, delay: 1ms }\n')
    await sandbox.close()
    const { code, stderr } = await run('query', 'SELECT Id FROM Account')
    expect(code).toBe(6)
    expect(stderr).toMatch(/^error ORG_UNREACHABLE: .*127\.0\.0\.1/)
    expect(stderr).not.toMatch(/^ +at /m)
  })
})

describe('a configuration that is wrong is told without a call, exit 2', () => {
  test.each([
    ['broken YAML', 'domain: [mycompany', /^error CONFIG_SYNTAX: .*\.salesforcerc, line 1/],
    [
      'a misspelt key',
      'standard_object_to_sync: [Account]',
      /standard_object_to_sync - unknown key; did you mean "standard_objects_to_sync"\?/,
    ],
    ['several problems at once', 'lookback: soon\ndeletes: maybe', /lookback - .*\n(.*\n)*.*deletes - /],
    ['a variable that is not set', 'client_id: ${NO_SUCH_VARIABLE}\n', /NO_SUCH_VARIABLE is not set/],
  ])('%s', async (_what, text, said) => {
    const { sandbox, folder } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), text)
    const { code, stdout, stderr } = await callCli(['sync'], {
      cwd: folder,
      env: { SF_EXTRACT_LOGIN_URL: sandbox.url },
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(said)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(sandbox.log.entries()).toEqual([])
  })

  test('a file that is not there, and as JSON where that is the log format', async () => {
    const { run } = await openCliOrg()
    const { code, stderr } = await run('--log-format', 'json', 'status', '--config', 'nowhere.yml')
    expect(code).toBe(2)
    expect(JSON.parse(stderr)).toMatchObject({ level: 'error', code: expect.stringMatching(/^CONFIG_/) as string })
  })

  test('problems of a configuration are a list in JSON', async () => {
    const { folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'lookback: soon\ndeletes: maybe\n')
    const { stderr } = await run('sync', '--log-format', 'json')
    const { problems } = JSON.parse(stderr) as { problems: string[] }
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['lookback', 'deletes'])
  })
})
