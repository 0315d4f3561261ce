import { describe, expect, onTestFinished, test } from 'vitest'
import { describeOf, watermarkFields } from '../support/describe-of.js'
import { askedSince, openJourney, readings, statements, unhurried, type Asked } from '../support/journey.js'
import { jsonLines } from '../support/cli-org.js'
import { callCli } from '../support/call-cli.js'
import { buildPageBody } from '../support/scripted-org.js'
import { startScriptedServer } from '../support/scripted-server.js'
import { recordIds, records } from '../support/written.js'

const standard = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case']

describe('what the org lets us read', unhurried, () => {
  test('only what it calls queryable is asked for; the rest of what we want is named (T10)', async () => {
    const settings = 'standard_objects_to_sync: [Account, Contact, Lead]\nchildren: false\ndeletes: false\n'
    const { folder, env } = await openJourney({ ownProcesses: false, settings })
    const server = await startScriptedServer()
    onTestFinished(() => server.close())
    const account = describeOf('Account', `Name:string! ${watermarkFields}`)
    const { queryable: _, ...silent } = describeOf('Lead', '')
    const sobjects = [account, { ...describeOf('Contact', ''), queryable: false }, silent]
    server.answer({ body: { sobjects } }, { body: account }, { body: buildPageBody(['001000000000001AAA']) })
    const end = await callCli(['sync'], { cwd: folder, env: { ...env, SF_EXTRACT_LOGIN_URL: server.url } })
    expect(end.code).toBe(0)
    expect(server.requests).toHaveLength(3)
    expect(jsonLines(end.stdout).map(({ type }) => type)).toEqual(['folder', 'folder', 'Account'])
    for (const object of ['Contact', 'Lead'])
      expect(end.stderr).toContain(`${object}: left out, The org does not let this user query it.`)
  })

  test('a field that is not there or not shown is left out of the statement and named (T11)', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: 'standard_objects_to_sync: [Account]\n' })
    const { store } = journey.sandbox
    store.removeField('Account', 'Website')
    const rating = store.object('Account')!.fields.find(({ name }) => name === 'Rating')!
    store.addField('Account', { ...rating, visible: false })
    store.insert('Account', { Name: 'Acme' })
    journey.pass(1)
    const { code, report, asked, documents } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects[0]).toMatchObject({ object: 'Account', missingFields: ['Website', 'Rating'] })
    expect(readings(asked, 'Account').join()).not.toMatch(/Website|Rating/)
    expect(records(documents, 'Account')[0]!.payload).not.toHaveProperty('Rating')
  })

  test('what is not queryable is not asked for, the others are, each described once (T12, T13); what was read before fails alone', async () => {
    const journey = await openJourney({ ownProcesses: false, records: 60 })
    const { store } = journey.sandbox
    for (const [run, hidden] of [standard.slice(0, 2), standard.slice(2, 4), standard.slice(4)].entries()) {
      const isFirst = run === 0
      for (const name of hidden) store.setObject(name, { queryable: false })
      const { code, report, asked } = await journey.sync()
      for (const name of hidden) store.setObject(name, { queryable: true })
      expect(code).toBe(isFirst ? 0 : 4)
      for (const name of hidden) expect(readings(asked, name)).toEqual([])
      const ended = (outcome: string) => report.objects.filter((each) => each.outcome === outcome)
      expect(ended(isFirst ? 'skipped' : 'failed').map(({ object }) => object)).toEqual(hidden)
      expect(ended('done').map(({ object }) => object)).toHaveLength(4)
      expect(describedIn(asked)).toEqual([...new Set(describedIn(asked))])
    }
    expect((await journey.sync()).documents.filter(({ type }) => type !== 'folder')).toEqual([])
  })

  test('custom objects come with or without __c, "*" means all, one the org lacks is named (T14)', async () => {
    const customOnly = 'standard_objects_to_sync: []\nsync_custom_objects: true\nchildren: false\n'
    const journey = await openJourney({
      ownProcesses: false,
      records: 20,
      settings: `${customOnly}custom_objects_to_sync: [project, Invoice__c]\n`,
    })
    const named = await journey.sync()
    expect(named.report.objects.map(({ object }) => object).toSorted()).toEqual(['Invoice__c', 'Project__c'])
    expect(describedIn(named.asked)).toEqual(['Invoice__c', 'Project__c'])

    await journey.configure(`${customOnly}custom_objects_to_sync: ["*"]\n`)
    const all = await journey.sync()
    expect(all.report.objects.map(({ object }) => object).toSorted()).toEqual([
      'Invoice__c',
      'Project__c',
      'Region__c',
      'Routing_Settings__c',
    ])

    await journey.configure(`${customOnly}custom_objects_to_sync: [Projekt]\n`)
    const logged = journey.sandbox.log.entries().length
    const unknown = await journey.run('sync')
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('"Projekt__c"')
    expect(unknown.stderr).toContain('did you mean "Project__c"')
    expect(statements(askedSince(journey.sandbox, logged))).toEqual([])
  })

  test('an object whose describe fails is told loudly, the others are done, the next run has it (T17)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      records: 60,
      faults: [{ name: 'describe-500', object: 'Contact' }],
    })
    const broken = await journey.sync()
    expect(broken.code).toBe(4)
    expect(broken.stderr).toContain('Contact: ')
    expect(broken.report.objects.find(({ object }) => object === 'Contact')).toMatchObject({
      outcome: 'failed',
      error: { code: 'ORG_UNAVAILABLE', object: 'Contact', httpStatus: 500, salesforceCode: 'UNKNOWN_EXCEPTION' },
    })
    expect(broken.report.objects.filter(({ outcome }) => outcome === 'done')).toHaveLength(5)
    journey.sandbox.faults.remove()
    const mended = await journey.sync()
    expect(mended.code).toBe(0)
    expect(recordIds(mended.documents)).toEqual(idsOf(journey.sandbox.store.rows('Contact')))
  })

  test('where the stamps that tell of changes cannot be filtered by, the object is read whole, and only what is new written (T18)', async () => {
    const fields = ['LastModifiedDate', 'SystemModstamp']
    const faults = fields.map((field) => ({ name: 'unfilterable', object: 'Lead', field }) as const)
    const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\ndeletes: false\n'
    const journey = await openJourney({ ownProcesses: false, settings, faults })
    journey.sandbox.store.insert('Lead', { LastName: 'Early', Company: 'Acme' })
    expect(recordIds((await journey.sync()).documents)).toHaveLength(1)
    journey.pass(3600)
    const late = journey.sandbox.store.insert('Lead', { LastName: 'Late', Company: 'Acme' })
    journey.pass(60)
    const { code, documents, asked, report } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual([late.id])
    expect(readings(asked, 'Lead')[0]).not.toContain('WHERE')
    expect(report.objects[0]!.notes).toEqual([expect.stringContaining('Read whole in every run')])
  })
})

/** The objects whose describe was asked for, as often as it was. */
function describedIn(asked: Asked[]): string[] {
  return asked.flatMap(({ url }) => /sobjects\/(\w+)\/describe/.exec(url)?.[1] ?? []).toSorted()
}

function idsOf(rows: Iterable<{ id: string }>): string[] {
  return [...rows].map(({ id }) => id)
}
