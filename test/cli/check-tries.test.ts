import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCliOrg, type CliOrg } from '../support/cli-org.js'
import type { CliEnd } from '../support/run-cli.js'
import { askedSince } from '../support/journey.js'

interface Result {
  outcome: string
  subject: string
  text: string
  code?: string
  hint?: string
}

async function configured(text: string): Promise<CliOrg> {
  const org = await openCliOrg()
  await writeFile(path.join(org.folder, '.salesforcerc'), text)
  return org
}

async function badOf(
  { run }: CliOrg,
  ...args: string[]
): Promise<{ code: CliEnd['code']; bad: Result[]; all: Result[] }> {
  const { code, stdout } = await run('check', '--json', ...args)
  const all = JSON.parse(stdout) as Result[]
  return { code, all, bad: all.filter(({ outcome }) => outcome === 'bad') }
}

/** Every file below a folder with a hash of what is in it. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const lines = files.map(
    async (file) =>
      `${file} ${createHash('md5')
        .update(await readFile(file))
        .digest('hex')}`,
  )
  return (await Promise.all(lines)).toSorted()
}

describe('check tries what sync will need', () => {
  test('names in the settings: each wrong one is told, with the one that is near', async () => {
    const org = await configured(`
standard_objects_to_sync: [Account, Lead, Contact]
objects:
  Lead: { fields: [Name, Emial, Owner.Nmae, Onwer.Name] }
  Contact: { exclude_fields: [Phnoe, Owner, Account.Nmae, Email, Accout] }
`)
    const { code, bad, all } = await badOf(org)
    expect(code).toBe(4)
    expect(
      bad.map(({ subject, text }) => `${subject} ${text.replace(/ has no .* that this user can see/, '')}`),
    ).toEqual([
      'salesforce Lead fields: Lead; did you mean "Email"?',
      'salesforce Lead fields: Lead',
      'salesforce Lead fields: Lead; did you mean "Owner.Name"?',
      'salesforce Contact exclude_fields: Contact; did you mean "Phone"?',
      'salesforce Contact exclude_fields: Contact; did you mean "Account.Name"?',
      'salesforce Contact exclude_fields: Contact; did you mean "AccountId"?',
    ])
    expect(new Set(bad.map((each) => each.code))).toEqual(new Set(['FIELD_UNKNOWN']))
    expect(all.filter(({ outcome }) => outcome === 'good').map(({ subject }) => subject)).toContain(
      'salesforce Account',
    )
  })

  test.each([
    ["Nmae = 'x'", 'FIELD_UNKNOWN', /^where: the org refuses this condition: .*; did you mean "Name"\?$/],
    ["Name == 'x'", 'QUERY_REFUSED', /^where: the org refuses this condition: /],
  ])('a condition: %s', async (where, expected, text) => {
    const org = await configured(
      `standard_objects_to_sync: [Account, Lead]\nobjects: { Lead: { where: "${where}" } }\n`,
    )
    const { code, bad, all } = await badOf(org)
    expect(code).toBe(4)
    expect(bad).toMatchObject([{ subject: 'salesforce Lead', code: expected }])
    expect(bad[0]!.text).toMatch(text)
    expect(all).toContainEqual(expect.objectContaining({ outcome: 'good', subject: 'salesforce Account' }))
    expect((await org.run('sync', '--quiet')).code).toBe(4)
  })

  test('a query of each object, at two calls for each at most', async () => {
    const org = await configured('standard_objects_to_sync: [Account, Lead]\nchildren: false\n')
    const { sandbox } = org
    sandbox.faults.add({ name: 'object-403', object: 'Lead' })
    const { code, bad } = await badOf(org)
    expect(code).toBe(4)
    expect(bad).toMatchObject([{ subject: 'salesforce Lead', code: 'ACCESS_DENIED' }])
    const lines = askedSince(sandbox).map(({ soql, url }) => soql ?? url)
    for (const object of ['Account', 'Lead']) {
      expect(lines.filter((line) => line.includes(`FROM ${object} `) || line.includes(`/${object}/`))).toHaveLength(2)
    }
    expect(lines.find((line) => line.includes('FROM Account '))).toMatch(/ ORDER BY Id LIMIT 1$/)
  })

  test('a watermark field that the org does not filter by is a note, since sync goes by another', async () => {
    const org = await configured(
      'standard_objects_to_sync: [Lead]\nobjects: { Lead: { watermark_field: CreatedDate } }\n',
    )
    org.sandbox.faults.add({ name: 'unfilterable', object: 'Lead', field: 'CreatedDate' })
    const { code, all } = await badOf(org)
    expect(code).toBe(0)
    expect(all.map(({ text }) => text)).toContain(
      "The org can't filter and sort Lead by CreatedDate: LastModifiedDate is used instead.",
    )
  })

  test('what sync heals is a note', async () => {
    const org = await configured('standard_objects_to_sync: [Account]\nchildren: false\n')
    org.sandbox.faults.add({ name: 'stale-describe', object: 'Account' })
    org.sandbox.store.removeField('Account', 'Website')
    const { code, all } = await badOf(org)
    expect(code).toBe(0)
    expect(all).toContainEqual(
      expect.objectContaining({
        outcome: 'note',
        text: expect.stringMatching(/^sync leaves out .*Website/) as string,
      }),
    )
  })

  test('settings for an object that the org lacks', async () => {
    const org = await configured(
      'sync_custom_objects: true\ncustom_objects_to_sync: ["*"]\nobjects: { Invoce__c: { where: "Name != null" } }\n',
    )
    const { code, bad } = await badOf(org)
    expect(code).toBe(2)
    expect(bad).toMatchObject([{ code: 'OBJECT_UNKNOWN', text: expect.stringContaining('"Invoice__c"') as string }])
  })

  test('the state and the output, with a write each, and tells all that is wrong at once', async () => {
    const org = await configured(`
state: file:taken/state
standard_objects_to_sync: [Account, Lead]
objects: { Lead: { where: "Nmae = 1" } }
`)
    await writeFile(path.join(org.folder, 'taken'), 'a file')
    const { code, bad } = await badOf(org, '--output', 'taken/out')
    expect(bad.map((each) => each.code)).toEqual(['STATE_BROKEN', 'OUTPUT_FAILED', 'FIELD_UNKNOWN'])
    expect(code).toBe(1)
  })

  test.each([[[]], [['--offline']]])(
    'each value of the state, also those that a run does not read %j',
    async (flags) => {
      const org = await configured('standard_objects_to_sync: [Account]\n')
      await org.run('sync', '--output', 'out', '--quiet')
      expect(await badOf(org, ...flags)).toMatchObject({ code: 0, bad: [] })
      const files = await readdir(path.join(org.folder, '.sf-extract'))
      const file = path.join(
        org.folder,
        '.sf-extract',
        files.find((name) => /to\..*written\./.test(name))!,
      )
      await writeFile(file, (await readFile(file, 'utf8')).replace('"value":', '"value" :7,"was":'))
      const { code, bad } = await badOf(org, ...flags)
      expect(code).toBe(1)
      expect(bad).toMatchObject([
        {
          subject: 'state',
          code: 'STATE_BROKEN',
          text: expect.stringMatching(/written:.* is damaged. It held Ids of Account/) as string,
          hint: expect.stringContaining('sf-extract state repair') as string,
        },
      ])
    },
  )

  test('a state that is out of reach, where it may be asked', async () => {
    const org = await configured('state: redis://127.0.0.1:1\n')
    const { code, bad } = await badOf(org)
    expect(code).toBe(1)
    expect(bad).toMatchObject([{ subject: 'state', code: 'STATE_UNREACHABLE' }])
    expect(await badOf(org, '--offline')).toMatchObject({ code: 0, bad: [] })
  })

  test('what was read before: an object that is hidden now', async () => {
    const org = await configured('standard_objects_to_sync: [Account, Lead]\n')
    await org.run('sync', '--output', 'out', '--quiet')
    org.sandbox.store.setObject('Lead', { hidden: true })
    expect(await badOf(org, '--output', 'out')).toMatchObject({ code: 4, bad: [{ code: 'OBJECT_NOT_FOUND' }] })
    expect(await badOf(org)).toMatchObject({ code: 4, bad: [{ code: 'OBJECT_NOT_FOUND' }] })
  })
})

describe('check changes nothing', () => {
  test('of what a run has left, and leaves nothing where nothing was', async () => {
    const org = await configured('standard_objects_to_sync: [Account]\n')
    const before = await listFiles(org.folder)
    expect((await org.run('check', '--output', 'deep/out')).code).toBe(0)
    expect(await readdir(org.folder)).toEqual(['.salesforcerc'])
    expect(await listFiles(org.folder)).toEqual(before)
    await org.run('sync', '--output', 'out', '--quiet')
    const after = await listFiles(org.folder)
    org.sandbox.clock.advance(60_000)
    expect((await org.run('check', '--output', 'out')).code).toBe(0)
    expect(await listFiles(org.folder)).toEqual(after)
  })
})

describe('check --offline', () => {
  test.each(['', '\n', '# nothing yet\n', '{}\n'])('says that an rc file of %j holds no settings', async (text) => {
    const { folder, run } = await configured('')
    await writeFile(path.join(folder, '.salesforcerc'), text)
    const { code, stdout } = await run('check', '--offline')
    expect(code).toBe(0)
    expect(stdout).toContain(`${path.join(folder, '.salesforcerc')} holds no settings.`)
    await writeFile(path.join(folder, '.salesforcerc'), 'children: false\n')
    expect((await run('check', '--offline')).stdout).not.toContain('holds no settings')
  })

  test('validates without a call and says what it leaves out', async () => {
    const { sandbox, folder, run } = await configured('standard_objects_to_sync: [Account]\n')
    const { code, stdout } = await run('check', '--offline', '--output', 'out')
    expect(code).toBe(0)
    expect(stdout).toContain('✓ configuration: ')
    expect(stdout).toContain('✓ state: file:')
    expect(stdout).toContain(`✓ output: ${path.join(folder, 'out')}`)
    expect(stdout).toContain('• offline: login, objects, fields and quota are not checked')
    expect(sandbox.log.entries()).toEqual([])
    await writeFile(path.join(folder, '.salesforcerc'), 'lookback: soon\n')
    expect((await run('check', '--offline')).code).toBe(2)
  })
})
