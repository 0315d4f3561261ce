import type { Datasource } from '../../src/config/config-types.js'
import { openSyncRooms, type SyncRooms } from './sync-rooms.js'
import { recordIds, tombstones } from './written.js'

/** Accounts of yesterday, read once. */
export async function openAccounts(
  count: number,
  datasource: Partial<Datasource> = {},
  settings: { overlapLimit?: number } = {},
): Promise<{ rooms: SyncRooms; ids: string[] }> {
  const rooms = await openSyncRooms({
    datasource: { standardObjects: ['Account'], children: false, ...datasource },
    settings,
  })
  const { store, clock } = rooms.sandbox
  const at = clock.now() - 86_400_000
  const ids = Array.from({ length: count }, (_, n) => store.insert('Account', { Name: `A${n}` }, { at }).id)
  rooms.pass(60)
  await rooms.run()
  rooms.pass(60)
  return { rooms, ids }
}

/** What the run of a minute later writes. */
export async function next(rooms: SyncRooms) {
  rooms.pass(60)
  const outcome = await rooms.run()
  return { ...outcome, gone: tombstones(outcome.documents).map(({ id }) => id), written: recordIds(outcome.documents) }
}
