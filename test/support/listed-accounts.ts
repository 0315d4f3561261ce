import type { ChildListSettings } from '../../src/config/config-types.js'
import type { NestedRows, RecordDocument } from '../../src/terms.js'
import { openSyncedOrg, type SyncedOrg, type SyncedOrgOptions } from './synced-org.js'
import { records } from './written.js'

/** An org whose accounts list children as the settings say, and none of the tool's own. */
export function openListedAccounts(
  children: Record<string, ChildListSettings>,
  { sandbox, datasource }: SyncedOrgOptions = {},
): Promise<SyncedOrg> {
  const objects = { Account: { excludeFields: [], children } }
  return openSyncedOrg({
    sandbox,
    datasource: { standardObjects: ['Account'], children: false, objects, ...datasource },
  })
}

/** The records of the next run, some time later. */
export async function nextRecords(synced: SyncedOrg, seconds = 60): Promise<RecordDocument[]> {
  synced.pass(seconds)
  return records((await synced.run()).documents)
}

/** What the children in a document's list say in a field, in their order. */
export function listed({ payload }: RecordDocument, list: string, field = 'Name'): unknown[] {
  return ((payload[list] as NestedRows | null)?.records ?? []).map((row) => row[field])
}
