import type { Datasource } from '../../src/config/config-types.js'
import { openSyncedOrg, type SyncedOrg } from './synced-org.js'
import { recordIds, tombstones } from './written.js'

/** Accounts of yesterday, read once. */
export async function openAccounts(
  count: number,
  datasource: Partial<Datasource> = {},
  settings: { overlapLimit?: number } = {},
): Promise<{ synced: SyncedOrg; ids: string[] }> {
  const synced = await openSyncedOrg({
    datasource: { standardObjects: ['Account'], children: false, ...datasource },
    settings,
  })
  const { store, clock } = synced.sandbox
  const at = clock.now() - 86_400_000
  const ids = Array.from({ length: count }, (_, n) => store.insert('Account', { Name: `A${n}` }, { at }).id)
  synced.pass(60)
  await synced.run()
  synced.pass(60)
  return { synced, ids }
}

/** What the run of a minute later writes. */
export async function next(synced: SyncedOrg) {
  synced.pass(60)
  const outcome = await synced.run()
  return { ...outcome, gone: tombstones(outcome.documents).map(({ id }) => id), written: recordIds(outcome.documents) }
}
