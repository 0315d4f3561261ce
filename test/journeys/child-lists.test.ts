import { describe, expect, test } from 'vitest'
import type { RunPlan } from '../../src/sync/plan/preview/preview.js'
import type { NestedRows } from '../../src/terms.js'
import type { CliEnd } from '../support/run-cli.js'
import { openJourney, statements, unhurried, type Journey } from '../support/journey.js'
import { records } from '../support/written.js'

const settings = `
standard_objects_to_sync: [Account]
children: false
objects:
  Account:
    children:
      Contacts: { fields: [Name, Email, Owner.Name], order: LastName, where: Email != null }
      projects:
`

interface Result {
  outcome: string
  subject: string
  text: string
  code?: string
}

async function checkOf(journey: Journey): Promise<{ code: CliEnd['code']; bad: string[] }> {
  const { code, stdout } = await journey.run('check', '--json')
  const bad = (JSON.parse(stdout) as Result[]).filter(({ outcome }) => outcome === 'bad')
  return { code, bad: bad.map(({ subject, text }) => `${subject}: ${text}`) }
}

async function planOf(journey: Journey, ...args: string[]): Promise<RunPlan> {
  return (JSON.parse((await journey.run('plan', '--json', ...args)).stdout) as RunPlan[])[0]!
}

describe('child lists that the configuration adds', unhurried, () => {
  test('are in the documents, whose records are written again for their children, each once', async () => {
    const journey = await openJourney({ settings })
    const { store, clock } = journey.sandbox
    const at = clock.now() - 86_400_000
    const [acme, other] = ['Acme', 'Other'].map((Name) => store.insert('Account', { Name }, { at }).id)
    const contact = { FirstName: 'Ann', AccountId: acme }
    store.insert('Contact', { ...contact, LastName: 'Lee', Email: 'ann@example.com' }, { at })
    store.insert('Contact', { ...contact, LastName: 'Abe', Email: 'abe@example.com' }, { at })
    store.insert('Contact', { ...contact, LastName: 'None' }, { at })
    const project = store.insert('Project__c', { Name: 'Bridge', Account__c: acme }, { at }).id
    const first = records((await journey.sync()).documents)
    expect(first.map(({ payload }) => payload)).toMatchObject([
      {
        Contacts: {
          totalSize: 2,
          done: true,
          records: [
            { Name: 'Ann Abe', Email: 'abe@example.com', Owner: { Name: expect.any(String) as string } },
            { Name: 'Ann Lee' },
          ],
        },
        Projects__r: { totalSize: 1, records: [{ Id: project, Name: 'Bridge' }] },
      },
      { Contacts: null, Projects__r: null },
    ])
    expect(Object.keys((first[0]!.payload['Projects__r'] as NestedRows).records[0]!)).toEqual([
      'Id',
      'Name',
      'SystemModstamp',
    ])
    journey.pass(60)
    store.update(project, { Account__c: other })
    journey.pass(60)
    const moved = await journey.sync()
    expect(records(moved.documents).map(({ id, payload }) => [id, payload['Projects__r']])).toEqual([
      [acme, null],
      [other, expect.objectContaining({ totalSize: 1 })],
    ])
    expect(statements(moved.asked, 'Project__c')).toHaveLength(1)
    expect(statements(moved.asked, 'Contact')).toHaveLength(1)
    expect((await journey.sync()).documents).toEqual([])
  })

  test('are tried by check and shown by plan, and are read again when they change', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    journey.sandbox.store.insert('Account', { Name: 'Acme' })
    expect(await checkOf(journey)).toEqual({ code: 0, bad: [] })
    const { objects, children } = await planOf(journey)
    expect(objects[0]!.soql).toContain(
      '(SELECT Id, Name, Email, Owner.Name, SystemModstamp FROM Contacts WHERE (Email != null) ORDER BY LastName, Id)',
    )
    expect(objects[0]!.soql).toContain('(SELECT Id, Name, SystemModstamp FROM Projects__r ORDER BY CreatedDate, Id)')
    expect(children.map((soql) => soql.replace(/ WHERE .*/, ''))).toEqual([
      'SELECT Id, AccountId, SystemModstamp FROM Contact',
      'SELECT Id, Account__c, SystemModstamp FROM Project__c',
    ])
    expect((await journey.sync()).report.written).toBe(1)
    await journey.configure(settings.replace(', where: Email != null', ''))
    const changed = await planOf(journey)
    expect(changed.objects[0]).toMatchObject({
      mode: 'full',
      warnings: ['Its settings changed: every record is read again.'],
    })
    expect((await journey.run('plan')).stdout).toContain('Its settings changed: every record is read again.')
    expect((await journey.sync()).report.written).toBe(1)
    journey.pass(60)
    expect((await journey.sync()).report.written).toBe(0)
  })

  test('are told by check where a name is wrong, with the one that is near, and sync goes on without it', async () => {
    const journey = await openJourney({ ownProcesses: false })
    await journey.configure(`
standard_objects_to_sync: [Account]
objects:
  Account:
    children:
      Contcats: {}
      Project: {}
      Cases: { fields: [Subject, Sttaus, Contact.Nmae], order: CreatedDte DESC }
`)
    journey.sandbox.store.insert('Account', { Name: 'Acme' })
    const { code, bad } = await checkOf(journey)
    expect(code).toBe(4)
    expect(bad).toEqual([
      'salesforce Account: children: Account has no child relationship "Contcats" that this user can see; did you mean "Contacts"?',
      'salesforce Account: children: Account has no child relationship "Project" that this user can see; did you mean "Projects__r"?',
      'salesforce Account: children.Cases.fields: Case has no "Sttaus" that this user can see; did you mean "Status"?',
      'salesforce Account: children.Cases.order: Case has no "CreatedDte" that this user can see; did you mean "CreatedDate"?',
    ])
    const { code: ended, report } = await journey.sync()
    expect(ended).toBe(0)
    expect(report.objects[0]).toMatchObject({
      written: 1,
      missingFields: ['Cases.Sttaus', 'Cases.Contact.Nmae', 'Cases.CreatedDte'],
      warnings: [
        expect.stringContaining('"Contcats"') as string,
        expect.stringContaining('did you mean "Projects__r"?') as string,
      ],
    })
  })

  test.each([
    ['Emial != null', 'FIELD_UNKNOWN', '; did you mean "Email"?'],
    ['Email !== null', 'QUERY_REFUSED', ''],
  ])('with a condition the org refuses, %s, fail check, plan and sync alike', async (where, errorCode, ending) => {
    const journey = await openJourney({ settings: settings.replace('Email != null', where), ownProcesses: false })
    journey.sandbox.store.insert('Account', { Name: 'Acme' })
    const { code, bad } = await checkOf(journey)
    expect(code).toBe(4)
    expect(bad).toHaveLength(1)
    expect(bad[0]).toMatch(/^salesforce Account: children\.Contacts: the org refuses this list: /)
    expect(bad[0]!.endsWith(ending)).toBe(true)
    expect((await planOf(journey)).failed).toMatchObject([{ object: 'Account', error: { code: errorCode } }])
    const { report } = await journey.sync()
    expect(report.objects[0]).toMatchObject({ outcome: 'failed', error: { code: errorCode } })
  })
})
