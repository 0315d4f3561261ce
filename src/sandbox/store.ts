import { buildCompany } from './company/company.js'
import { COMPANY_FOUNDED } from './company/words/dates.js'
import { toLongId } from './record-ids.js'
import { activityRows, isActivityList } from './records/activity-lists.js'
import { deleteRecord, purgeRecord, undeleteRecord } from './records/delete.js'
import { entityRows } from './records/entity-definitions.js'
import { feedRows, feedView } from './records/feed.js'
import { insertRecord } from './records/insert.js'
import { mergeRecords } from './records/merge.js'
import type { Org } from './records/org.js'
import { openTables } from './records/tables.js'
import { updateRecord } from './records/update.js'
import type { Extra } from './schema/extras.js'
import { FEED_PARENTS } from './schema/parents.js'
import { findField } from './schema/find-field.js'
import { openRegistry } from './schema/registry.js'
import { buildSchemas } from './schema/schema.js'
import type { SandboxClock, Store } from './terms.js'

export interface StoreOptions {
  /** The same seed and number of records give the same Ids, values and stamps everywhere. */
  seed: number
  /** About how many records the org holds at its start; 0 leaves it with its users, their groups and permissions. */
  records?: number
  /** More accounts on top, with nothing on them. */
  accounts?: number
  /** What the org has on request. */
  extras?: readonly Extra[]
  /** How many custom objects the org has besides its own; they hold no rows. */
  objects?: number
  clock: SandboxClock
}

/**
 * An org in memory, with its schema and a made-up company in it. Throws on a write Salesforce would refuse, with a
 * text like its own.
 */
export function openStore(options: StoreOptions): Store {
  const org = openOrg(options)
  const store = storeOf(org)
  addOrganization(org, store, options.seed)
  const { seed, records = DEFAULT_RECORDS, accounts = 0, extras = [] } = options
  buildCompany(store, { seed, records, accounts, extras })
  return store
}

const DEFAULT_RECORDS = 5000

/** The org's own row. Its Id is made of the seed, as the one that tokens and identities tell. */
function addOrganization(org: Org, store: Store, seed: number): void {
  org.counters.set('00D', seed - 1)
  store.insert('Organization', ORGANIZATION, { at: COMPANY_FOUNDED })
}

const ORGANIZATION = {
  Name: 'Halden Pumps',
  DefaultLocaleSidKey: 'de_DE',
  LanguageLocaleKey: 'en_US',
  TimeZoneSidKey: 'Europe/Berlin',
  OrganizationType: 'Enterprise Edition',
  InstanceName: 'EMB1',
  IsSandbox: false,
  FiscalYearStartMonth: 1,
}

function storeOf(org: Org): Store {
  const canonical = (sobject: string) => org.registry.get(sobject).name
  const fieldName = (sobject: string, field: string) => findField(org.registry.get(sobject), field)?.name ?? field
  return {
    now: () => org.clock.now(),
    objects: () => org.registry.shown(),
    object: (name) => org.registry.find(name),
    rows: (sobject) => {
      const name = canonical(sobject)
      if (name === 'EntityDefinition') return entityRows(org.registry.shown())
      return name in FEED_PARENTS ? feedRows(org, name) : org.tables.rows(name)
    },
    record: (id) => org.tables.visible(toLongId(id)),
    childRows: (sobject, field, parentId) => {
      const name = canonical(sobject)
      if (isActivityList(name)) return activityRows(org, name, fieldName(name, field), toLongId(parentId))
      const table = name in FEED_PARENTS ? 'FeedItem' : name
      const rows = org.tables.children(table, fieldName(name, field), toLongId(parentId))
      return table === name ? rows : rows.map((item) => feedView(item, name))
    },
    blob: (versionId) => org.blobs.get(toLongId(versionId)),
    insert: (sobject, values, insertOptions) => insertRecord(org, sobject, values, insertOptions),
    update: (id, values, updateOptions) => updateRecord(org, toLongId(id), values, updateOptions),
    delete: (id) => deleteRecord(org, toLongId(id)),
    undelete: (id) => undeleteRecord(org, toLongId(id)),
    purge: (id) => purgeRecord(org, toLongId(id)),
    merge: (winnerId, loserId) => mergeRecords(org, toLongId(winnerId), toLongId(loserId)),
    addField: org.registry.addField,
    removeField: org.registry.removeField,
    addObject: org.registry.addObject,
    setObject: org.registry.setObject,
  }
}

function openOrg({ clock, extras, objects }: StoreOptions): Org {
  const now = () => clock.now()
  const registry = openRegistry(buildSchemas(COMPANY_FOUNDED, extras, objects), now)
  return {
    clock,
    registry,
    tables: openTables((id) => registry.namesOf(id.slice(0, 3)), now),
    blobs: new Map(),
    cascades: new Map(),
    counters: new Map(),
  }
}
