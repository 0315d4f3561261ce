import { expect, test } from 'vitest'
import type { Query } from '../../../src/terms.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { indexOf, records } from '../../support/written.js'

/** Leads of two users and a queue, read by a job. */
async function openLeads(count: number) {
  const synced = await openSyncedOrg({
    datasource: { standardObjects: ['Lead'], children: false, transport: 'bulk' },
  })
  const { store } = synced.sandbox
  const user = (LastName: string) => store.insert('User', { LastName, Username: `${LastName}@example.com` }).id
  const owners = [user('Ann'), user('Ben'), store.insert('Group', { Name: 'Hot leads', Type: 'Queue' }).id]
  const ids = Array.from(
    { length: count },
    (_, n) => store.insert('Lead', { LastName: `Lead ${n}`, Company: 'Acme', OwnerId: owners[n % 3]! }).id,
  )
  synced.pass(3600)
  return { synced, store, ids, owners }
}

function ownerOf({ payload }: { payload: Record<string, unknown> }): unknown {
  return (payload['Owner'] as { Name: unknown } | null)?.Name
}

const isOfOwners = ({ soql }: Query) => soql.includes(' WHERE Id IN (')

test('owners of several kinds are read once each, by one query, however many records they have', async () => {
  const { synced } = await openLeads(600)
  const queries: string[] = []
  const { documents } = await synced.run(
    {},
    { before: (query) => void (isOfOwners(query) && queries.push(query.soql)) },
  )
  expect(queries).toHaveLength(1)
  const names = records(documents, 'Lead').map(ownerOf)
  expect(names.slice(0, 3)).toEqual(['Ann', 'Ben', 'Hot leads'])
  expect(new Set(names).size).toBe(3)
  expect(names).toHaveLength(600)
})

test('a record that changes hands, or goes, while it is read is written as it is', async () => {
  const { synced, store, ids, owners } = await openLeads(9)
  let hasChanged = false
  const before = (query: Query) => {
    if (!isOfOwners(query) || hasChanged) return
    hasChanged = true
    for (const id of ids.slice(3, 8)) store.update(id, { OwnerId: owners[1]! })
    store.delete(ids[8]!)
  }
  const first = await synced.run({}, { before })
  expect(hasChanged).toBe(true)
  synced.pass(3600)
  const next = await synced.run()
  const index = indexOf([...first.documents, ...next.documents])
  const leads = records([...index.values()], 'Lead')
  expect(new Map(leads.map((lead) => [lead.id, ownerOf(lead)]))).toEqual(
    new Map(ids.slice(0, 8).map((id, at) => [id, ['Ann', 'Ben', 'Hot leads'][at] ?? 'Ben'])),
  )
})
