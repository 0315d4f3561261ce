import { describe, expect, test } from 'vitest'
import { openSyncedOrg } from '../../../support/synced-org.js'
import { recordIds } from '../../../support/written.js'
import { askedSince } from '../../../support/journey.js'

describe('an object', () => {
  test('that the configuration names and the org lacks is refused with a suggestion, before any row is read', async () => {
    const synced = await openSyncedOrg({
      datasource: { standardObjects: ['Account', 'Cace'], customObjects: ['Projekt__c'] },
    })
    await expect(synced.run()).rejects.toMatchObject({
      code: 'OBJECT_UNKNOWN',
      details: {
        problems: [
          expect.stringContaining('"Cace" this user can see; did you mean "Case"?'),
          expect.stringContaining('did you mean "Project__c"?'),
        ],
      },
      hint: expect.stringContaining('Object Settings'),
    })
    expect(askedSince(synced.sandbox).filter(({ soql }) => soql !== undefined)).toEqual([])
  })

  test('that the user may not query is left out and named', async () => {
    const synced = await openSyncedOrg()
    const { id } = synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.sandbox.store.setObject('Case', { queryable: false })
    synced.pass(60)
    const { report, documents } = await synced.run()
    expect(recordIds(documents)).toEqual([id])
    expect(report.outcome).toBe('done')
    expect(report.objects).toContainEqual(
      expect.objectContaining({ object: 'Case', outcome: 'skipped', reason: expect.stringContaining('query') }),
    )
    await expect(synced.run({ objects: ['Case'] })).rejects.toMatchObject({
      code: 'OBJECT_UNKNOWN',
      message: expect.stringContaining('the org does not let this user query it'),
    })
  })

  test('is found, with its settings, whatever the case of its letters, and * is every custom one that can be queried', async () => {
    const objects = { ACCOUNT: { excludeFields: [], where: "Name != 'Acme'" } }
    const synced = await openSyncedOrg({
      datasource: { standardObjects: ['ACCOUNT'], customObjects: ['*', 'invoice__C'], objects },
    })
    synced.sandbox.store.setObject('Project__c', { queryable: false })
    synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    const { report } = await synced.run()
    expect(report.written).toBe(0)
    const names = report.objects.map(({ object }) => object)
    expect(names.filter((name) => name === 'Invoice__c')).toHaveLength(1)
    expect(names).not.toContain('Project__c')
    expect(names[0]).toBe('Account')
  })
})
