import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli, typeAnswers } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { makeTempFolder } from '../support/temp-folder.js'

const file = async (folder: string, name = 'coco.yml') => ({
  text: await readFile(path.join(folder, name), 'utf8'),
  mode: (await stat(path.join(folder, name))).mode & 0o777,
})

describe('init with flags', () => {
  test('writes a commented coco.yml that works as it is', async () => {
    const { sandbox, folder, env, run } = await openCliOrg()
    const { code, stdout, stderr } = await run(
      'init',
      '--domain',
      sandbox.url,
      '--objects',
      'account,Case',
      '--custom',
      '*',
    )
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: 'coco.yml written. Next: sf-extract check, then sf-extract sync.\n',
    })
    const { text, mode } = await file(folder)
    expect(text).toMatch(/^ *# /m)
    expect(text).toContain('standard_objects_to_sync: [Account, Case]')
    expect(mode & 0o044).toBe(0o044)
    const secrets = {
      SF_EXTRACT_CLIENT_ID: env['SF_EXTRACT_CLIENT_ID'],
      SF_EXTRACT_CLIENT_SECRET: env['SF_EXTRACT_CLIENT_SECRET'],
    }
    const check = await callCli(['check'], { cwd: folder, env: secrets })
    expect(check.code).toBe(0)
    expect(check.stdout).toMatch(/my-salesforce-data Invoice__c: \d+ fields/)
  })

  test('makes the file its owner’s alone where a secret goes in, and says what is better', async () => {
    const folder = await makeTempFolder()
    const secret = 'a-very-secret-consumer-secret'
    const args = [
      'init',
      '--domain',
      'mycompany',
      '--client-id',
      '3MVG9',
      '--client-secret',
      secret,
      '--file',
      'conf/.salesforcerc',
    ]
    const { code, stderr } = await callCli(args, { cwd: folder })
    expect(code).toBe(0)
    expect(stderr).toMatch(/^note: a secret on the command line can be read in the process list/)
    expect(stderr).not.toContain(secret)
    const { text, mode } = await file(folder, 'conf/.salesforcerc')
    expect(text).toContain(secret)
    expect(mode).toBe(0o600)
  })

  test('says which file counts where another is beside it', async () => {
    const { folder, run } = await openCliOrg()
    await run('init', '--domain', 'mycompany')
    const { code, stderr } = await run('init', '--domain', 'mycompany', '--file', '.salesforcerc')
    expect(code).toBe(0)
    expect(stderr).toBe(
      `note: without --config, ${path.join(folder, 'coco.yml')} counts and .salesforcerc is not read.\n` +
        '.salesforcerc written. Next: sf-extract check --config .salesforcerc, then sf-extract sync --config .salesforcerc.\n',
    )
    const status = await run('status')
    expect(status.stderr).toContain(
      `note: ${path.join(folder, 'coco.yml')} counts, and .salesforcerc beside it is not read`,
    )
  })

  test('overwrites a file only with --force, and then with the right mode', async () => {
    const folder = await makeTempFolder()
    await writeFile(path.join(folder, 'coco.yml'), 'mine', { mode: 0o644 })
    const refused = await callCli(['init', '--domain', 'mycompany'], { cwd: folder })
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error USAGE: .*coco\.yml already exists\.\nhint: .*--force/) as string,
    })
    expect((await file(folder)).text).toBe('mine')
    const args = ['init', '--domain', 'mycompany', '--client-secret', 'very-secret-thing', '--force', '--quiet']
    expect((await callCli(args, { cwd: folder })).code).toBe(0)
    expect((await file(folder)).mode).toBe(0o600)
  })

  test.each([
    ['.salesforcerc', 'sf-extract check, then sf-extract sync.'],
    ['org.yml', 'sf-extract check --config org.yml, then sf-extract sync --config org.yml.'],
    ['conf/coco.yml', 'sf-extract check --config conf/coco.yml, then sf-extract sync --config conf/coco.yml.'],
  ])('says how the file is used: %s', async (name, next) => {
    const cwd = await makeTempFolder()
    const { stderr } = await callCli(['init', '--domain', 'mycompany', '--file', name], { cwd })
    expect(stderr).toBe(`${name} written. Next: ${next}\n`)
  })

  test.each([
    [['--domain', 'login.salesforce.com'], 'My Domain'],
    [['--domain', 'mycompany', '--objects', 'Invoice__c'], 'custom object'],
    [['--domain', 'mycompany', '--objects', ' , '], 'nothing to sync'],
    [[], 'There is no terminal to ask on, so give at least --domain.'],
  ])('refuses %j with the reason, and writes nothing', async (args, reason) => {
    const folder = await makeTempFolder()
    const { code, stderr } = await callCli(['init', ...args], { cwd: folder })
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
    await expect(file(folder)).rejects.toThrow('ENOENT')
  })
})

const domain = "Your org's My Domain (Setup > My Domain)"

describe('init on a terminal', () => {
  test('asks, explains a wrong answer, asks again, and never shows the secret', async () => {
    const folder = await makeTempFolder()
    const { code, stderr } = await typeAnswers(['init'], { cwd: folder }, [
      [domain, 'login.salesforce.com\r'],
      [domain, 'mycompany\r'],
      ['Consumer Key (Setup > External Client App Manager; empty: from SF_EXTRACT_CLIENT_ID)', '3MVG9.key\r'],
      ['Consumer Secret (empty: from SF_EXTRACT_CLIENT_SECRET)', 'typed-in-secret\r'],
      ['Standard objects [Account, Opportunity, Contact, Lead, Campaign, Case]', '\r'],
      ['Custom objects (empty for none, * for all)', '*\r'],
    ])
    expect(code).toBe(0)
    expect(stderr).toContain('"login.salesforce.com" is shared by all orgs')
    expect(stderr).not.toContain('typed-in-secret')
    const { text, mode } = await file(folder)
    for (const answer of ['domain: mycompany', '3MVG9.key', 'typed-in-secret', 'sync_custom_objects: true']) {
      expect(text).toContain(answer)
    }
    expect(mode).toBe(0o600)
  })

  test('writes nothing where the questions are left unanswered', async () => {
    const folder = await makeTempFolder()
    const { code, stderr } = await typeAnswers(['init'], { cwd: folder }, [[domain, '\u0003']])
    expect(code).toBe(130)
    expect(stderr).toContain('error INTERRUPTED: The question was not answered.')
    await expect(file(folder)).rejects.toThrow('ENOENT')
  })
})
