import { describe, expect, test } from 'vitest'
import { text } from '../../../src/sandbox/schema/fields.js'
import { openProject } from '../../support/synced-projects.js'
import { recordIds, records } from '../../support/written.js'

describe('a field list that changed between two runs', () => {
  test('has the new field in what is written from then on, and the report names it once', async () => {
    const { synced, store, id } = await openProject()
    store.addField('Project__c', text('Verdict__c', 'Verdict'))
    store.update(id, { Verdict__c: 'Large' })
    synced.pass(60)
    const { documents, report } = await synced.run()
    expect(records(documents)[0]!.payload).toMatchObject({ Verdict__c: 'Large' })
    expect(report.objects[0]).toMatchObject({ outcome: 'done', newFields: ['Verdict__c'] })
    synced.pass(60)
    expect((await synced.run()).report.objects[0]).not.toHaveProperty('newFields')
  })

  test('loses the field that is gone, and the report names it once', async () => {
    const { synced, store, id } = await openProject()
    store.removeField('Project__c', 'Phase__c')
    store.update(id, { Name: 'Two' })
    synced.pass(60)
    const { documents, report } = await synced.run()
    expect(records(documents)[0]!.payload).not.toHaveProperty('Phase__c')
    expect(report.objects[0]).toMatchObject({ outcome: 'done', lostFields: ['Phase__c'], written: 1 })
    synced.pass(60)
    expect((await synced.run()).report.objects[0]).not.toHaveProperty('lostFields')
  })

  test('reads the object again where `schema: resync` says so, once, and goes on with it after an interrupt', async () => {
    const { synced, store, id } = await openProject({ schema: 'resync' })
    const more = Array.from({ length: 600 }, (_, n) => store.insert('Project__c', { Name: `P${n}` }).id)
    synced.pass(60)
    await synced.run()
    store.addField('Project__c', text('Verdict__c', 'Verdict'))
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', count: 4 })
    const cut = await synced.run()
    expect(cut.report.objects[0]).toMatchObject({ mode: 'full', newFields: ['Verdict__c'] })
    synced.sandbox.faults.remove()
    synced.pass(60)
    const rest = await synced.run()
    const all = [...recordIds(cut.documents), ...recordIds(rest.documents)]
    expect(all).toHaveLength(601)
    expect(new Set(all)).toEqual(new Set([id, ...more]))
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })
})
