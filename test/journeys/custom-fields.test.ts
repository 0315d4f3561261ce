import { describe, expect, test } from 'vitest'
import { reference, sobject, text } from '../../src/sandbox/schema/fields.js'
import { openJourney, readings, unhurried, type Journey, type SyncEnd } from '../support/journey.js'
import { recordIds, records } from '../support/written.js'

const accountsOnly = 'standard_objects_to_sync: [Account]\nchildren: false\n'

/** Settings that add fields to accounts. */
function adding(...paths: string[]): string {
  return `${accountsOnly}objects: { Account: { add_fields: [${paths.join()}] } }\n`
}

/** An account in a region, written an hour ago. */
async function openRegion({ settings = accountsOnly, ownProcesses = false } = {}) {
  const journey = await openJourney({ settings, ownProcesses })
  const { store, clock } = journey.sandbox
  const at = clock.now() - 3_600_000
  const region = store.insert('Region__c', { Name: 'North', Code__c: 'N' }, { at })
  const values = { Name: 'Acme', Customer_Number__c: 'K-1', Region__c: region.id, Site: 'HQ' }
  const account = store.insert('Account', values, { at })
  return { journey, store, at, region, account }
}

function payloadOf({ documents }: SyncEnd, id: string) {
  return records(documents).find((document) => document.id === id)!.payload
}

function ofAccount({ report }: SyncEnd) {
  return report.objects.find(({ object }) => object === 'Account')!
}

async function badOf({ run }: Journey): Promise<string[]> {
  const { stdout } = await run('check', '--json')
  const results = JSON.parse(stdout) as { outcome: string; text: string }[]
  return results.filter(({ outcome }) => outcome === 'bad').map((each) => each.text)
}

describe('custom fields of a standard object', unhurried, () => {
  test('come with the names behind their lookups, through the command line as it is installed', async () => {
    const { journey, account, region } = await openRegion()
    const end = await journey.sync()
    expect(end.code).toBe(0)
    const payload = payloadOf(end, account.id)
    expect(payload).toMatchObject({ Customer_Number__c: 'K-1', Region__c: region.id, Region__r: { Name: 'North' } })
    expect(payload).not.toHaveProperty('Site')
    expect((await journey.sync()).documents).toEqual([])
  })

  test('stay out with custom_fields: false', async () => {
    const { journey, account } = await openRegion({ settings: `${accountsOnly}custom_fields: false\n` })
    const end = await journey.sync()
    expect(payloadOf(end, account.id)).toMatchObject({ Name: 'Acme' })
    expect(readings(end.asked, 'Account').join()).not.toContain('__')
  })

  test('are there on the next run where they are new, without reading again what stands still', async () => {
    const { journey, store, at, account } = await openRegion()
    const other = store.insert('Account', { Name: 'Other' }, { at })
    await journey.sync()
    store.addField('Account', text('acme__Tier__c', 'Tier'))
    store.update(other.id, { acme__Tier__c: 'Gold' })
    const end = await journey.sync()
    expect(recordIds(end.documents)).toEqual([other.id])
    expect(payloadOf(end, other.id)).toMatchObject({ acme__Tier__c: 'Gold' })
    expect(ofAccount(end)).toMatchObject({ newFields: ['acme__Tier__c'] })
    await journey.configure(`${accountsOnly}schema: resync\n`)
    store.addField('Account', text('Zone__c', 'Zone'))
    expect((await journey.run('plan')).stdout).toMatch(/^Account: full, .*\n(?: .*\n)* {2}new fields: Zone__c$/m)
    expect(recordIds((await journey.sync()).documents).toSorted()).toEqual([account.id, other.id].toSorted())
  })

  test('look up a case by its number, and an object with another name field than was thought', async () => {
    const { journey, store, account } = await openRegion()
    const aCase = store.insert('Case', { Subject: 'Help' })
    const fields = [text('DossierNumber', 'Number', 40, { nameField: true })]
    store.addObject(sobject({ name: 'Dossier', label: 'Dossier', labelPlural: 'Dossiers', keyPrefix: '9zz', fields }))
    const dossier = store.insert('Dossier', { DossierNumber: 'D-7' })
    store.addField('Account', reference('Cause__c', 'Cause', 'Case', 'Cause__r'))
    store.addField('Account', reference('Dossier__c', 'Dossier', 'Dossier', 'Dossier__r'))
    store.update(account.id, { Cause__c: aCase.id, Dossier__c: dossier.id })
    const names = {
      Cause__r: { CaseNumber: store.record(aCase.id)!.values['CaseNumber'] },
      Dossier__r: { DossierNumber: 'D-7' },
    }
    expect(payloadOf(await journey.sync(), account.id)).toMatchObject(names)
    store.update(account.id, { Site: 'Elsewhere' })
    const again = await journey.sync()
    expect(payloadOf(again, account.id)).toMatchObject(names)
    expect(again.asked.filter(({ status }) => status >= 400)).toEqual([])
  })

  test('do without the name where the user does not see the object looked up; check, plan and report say so', async () => {
    const { journey, store, account, region } = await openRegion()
    store.setObject('Region__c', { hidden: true })
    const note = 'not there or not readable: Region__r.Name'
    expect((await journey.run('check')).stdout).toContain(note)
    expect((await journey.run('plan')).stdout).toContain(note)
    const end = await journey.sync()
    expect(payloadOf(end, account.id)).toMatchObject({ Region__c: region.id })
    expect(ofAccount(end)).toMatchObject({ outcome: 'done', missingFields: ['Region__r.Name'] })
    expect(end.asked.filter(({ status }) => status >= 400)).toEqual([])
  })

  test('come whole where they are more than a statement holds, parents spread over several of them', async () => {
    const { journey, store, region, account } = await openRegion()
    const lookups = Array.from({ length: 70 }, (_, n) => `Link_${n}_${'x'.repeat(28)}`)
    for (const name of lookups) store.addField('Account', reference(`${name}__c`, name, 'Region__c', `${name}__r`))
    store.update(account.id, Object.fromEntries(lookups.map((name) => [`${name}__c`, region.id])))
    const added = lookups.slice(0, 3).flatMap((name) => [`${name}__r.Code__c`, `${name}__r.Owner.Name`])
    await journey.configure(adding(...added))
    const end = await journey.sync()
    expect(readings(end.asked, 'Account').length).toBeGreaterThan(1)
    const payload = payloadOf(end, account.id)
    for (const name of lookups) expect(payload[`${name}__r`]).toMatchObject({ Name: 'North' })
    expect(payload[`${lookups[0]}__r`]).toMatchObject({ Name: 'North', Code__c: 'N' })
    expect(payload).toMatchObject({ Customer_Number__c: 'K-1', Region__r: { Name: 'North' } })
  })
})

describe('fields that the configuration adds', unhurried, () => {
  test('have the object read again, and plan says so before, as text and as JSON', async () => {
    const { journey, store, account } = await openRegion()
    await journey.sync()
    const [user] = store.rows('User')
    store.update(account.id, { OwnerId: user!.id })
    await journey.sync()
    await journey.configure(adding('site', 'owner.manager.NAME', 'Region__r.Code__c'))
    const sentence = 'Its settings changed: every record is read again.'
    expect((await journey.run('plan')).stdout).toMatch(/^Account: full, .*\n {2}Its settings changed: every record/m)
    const [plan] = JSON.parse((await journey.run('plan', '--json')).stdout) as [{ objects: object[] }]
    expect(plan.objects).toMatchObject([{ mode: 'full', warnings: [sentence] }])
    const end = await journey.sync()
    expect(ofAccount(end)).toMatchObject({ mode: 'full', warnings: [sentence] })
    expect(payloadOf(end, account.id)).toMatchObject({ Site: 'HQ', Region__r: { Name: 'North', Code__c: 'N' } })
    expect(payloadOf(end, account.id)['Owner']).toHaveProperty('Manager')
    expect((await journey.run('plan')).stdout).not.toContain(sentence)
    expect((await journey.sync()).documents).toEqual([])
  })

  test('are checked through all their parents, and what is near a wrong name is told', async () => {
    const { journey, account } = await openRegion()
    await journey.configure(adding('Sites', 'Region__r.Manager__r.Nmae', 'Owner.Manger.Name', 'Owner.Manager.Email'))
    expect(await badOf(journey)).toEqual([
      'add_fields: Account has no "Sites" that this user can see; did you mean "Site"?',
      'add_fields: Account has no "Region__r.Manager__r.Nmae" that this user can see; did you mean "Region__r.Manager__r.Name"?',
      'add_fields: Account has no "Owner.Manger.Name" that this user can see; did you mean "Owner.Manager.Name"?',
    ])
    const missing = ['Sites', 'Region__r.Manager__r.Nmae', 'Owner.Manger.Name']
    expect((await journey.run('plan')).stdout).toContain(`not there or not readable: ${missing.join(', ')}`)
    const end = await journey.sync()
    expect(recordIds(end.documents)).toEqual([account.id])
    expect(ofAccount(end)).toMatchObject({ outcome: 'done', missingFields: missing })
    const again = await journey.sync()
    expect(again.documents).toEqual([])
    expect(again.asked.filter(({ status }) => status >= 400)).toEqual([])
  })
})

test('names behind lookups cost an unchanged run no call', unhurried, async () => {
  const { journey } = await openRegion({ settings: `${accountsOnly}custom_fields: false\n` })
  await journey.sync()
  const { calls: without } = (await journey.sync()).report
  await journey.configure(accountsOnly)
  await journey.sync()
  expect((await journey.sync()).report.calls).toBe(without)
})
