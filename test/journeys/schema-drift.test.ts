import { describe, expect, test } from 'vitest'
import { openJourney, readings, statements, unhurried, type Journey } from '../support/journey.js'
import { recordIds, records } from '../support/written.js'

const settings =
  'standard_objects_to_sync: []\nsync_custom_objects: true\ncustom_objects_to_sync: [Project]\nchildren: false\n'

describe('when an object changes its fields', unhurried, () => {
  test('a new field is there on the next run, one removed or hidden is not, and all are named', async () => {
    const journey = await openProjects()
    await journey.sync()
    journey.pass(60)
    const { store } = journey.sandbox
    store.addField('Project__c', { name: 'Region__c', label: 'Region', type: 'string', custom: true })
    store.removeField('Project__c', 'Wiki__c')
    hide(journey, 'Cost_Center__c')
    const [first] = store.rows('Project__c')
    store.update(first!.id, { Region__c: 'North' })
    journey.pass(60)
    const { code, report, documents, asked, stderr } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects[0]).toMatchObject({ object: 'Project__c', newFields: ['Region__c'], written: 1 })
    expect(report.objects[0]!.lostFields!.toSorted()).toEqual(['Cost_Center__c', 'Wiki__c'])
    expect(stderr).toContain('Project__c: new fields: Region__c')
    expect(stderr).toContain('Project__c: fields removed: ')
    expect(readings(asked, 'Project__c').join()).not.toMatch(/Wiki__c|Cost_Center__c/)
    expect(records(documents)[0]!.payload['Region__c']).toBe('North')
    expect(records(documents)[0]!.content).toContain('Region: North')
  })

  test('an old describe heals within the run: the statement is asked again without the field', async () => {
    const journey = await openProjects()
    const { store, faults } = journey.sandbox
    await journey.sync()
    faults.add({ name: 'stale-describe', object: 'Project__c', count: 1 })
    store.removeField('Project__c', 'Wiki__c')
    const [first] = store.rows('Project__c')
    store.update(first!.id, { Status__c: 'Closed' })
    journey.pass(60)
    const { code, report, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual([first!.id])
    expect(report.objects[0]).toMatchObject({ outcome: 'done', lostFields: ['Wiki__c'] })
    expect(asked.filter(({ soql, status }) => soql?.includes('Wiki__c') && status === 400)).toHaveLength(1)
  })

  test('and even where every describe still lists it', async () => {
    const journey = await openProjects()
    const { store, faults } = journey.sandbox
    faults.add({ name: 'stale-describe', object: 'Project__c' })
    store.removeField('Project__c', 'Wiki__c')
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toHaveLength(5)
    expect(report.objects[0]).toMatchObject({ outcome: 'done' })
  })

  test('with schema: resync the object is read again as a whole, once', async () => {
    const journey = await openProjects()
    await journey.sync()
    journey.pass(60)
    await journey.configure(`${settings}schema: resync\n`)
    journey.sandbox.store.addField('Project__c', { name: 'Country__c', label: 'Country', type: 'string', custom: true })
    journey.pass(60)
    const { documents, report } = await journey.sync()
    expect(recordIds(documents)).toHaveLength(5)
    expect(records(documents)[0]!.payload).toHaveProperty('Country__c')
    expect(report.objects[0]).toMatchObject({ mode: 'full', newFields: ['Country__c'] })
    expect((await journey.sync()).documents).toEqual([])
  })

  test('the field cache can be seen, and cleared; within cache_max_age no describe is asked for at all', async () => {
    const journey = await openProjects()
    await journey.configure(`${settings}cache_max_age: 1h\n`)
    await journey.sync()
    const fresh = await journey.sync()
    expect(fresh.asked.filter(({ url }) => url.includes('/sobjects'))).toEqual([])
    expect(statements(fresh.asked, 'Project__c').length).toBeGreaterThan(0)
    expect((await journey.run('cache', 'show')).stdout).toContain('Project__c')
    expect((await journey.run('cache', 'clear')).code).toBe(0)
    const cleared = await journey.sync()
    expect(
      cleared.asked.filter(({ url, status }) => url.includes('/sobjects') && status === 200).length,
    ).toBeGreaterThan(1)
  })
})

async function openProjects(): Promise<Journey> {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store, clock } = journey.sandbox
  for (let n = 0; n < 5; n++)
    store.insert(
      'Project__c',
      { Name: `Project ${n}`, Wiki__c: 'https://wiki.example' },
      { at: clock.now() - 3_600_000 },
    )
  return journey
}

/** Field-level security: the field is still there, but this user doesn't see it. */
function hide({ sandbox: { store } }: Journey, name: string): void {
  const field = store.object('Project__c')!.fields.find((each) => each.name === name)!
  store.removeField('Project__c', name)
  store.addField('Project__c', { ...field, visible: false })
}
