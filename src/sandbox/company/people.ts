import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { COMPANY_FOUNDED, pickStamps } from './words/dates.js'
import { addressName, FIRST_NAMES, LAST_NAMES } from './words/names.js'

/** Who a record can belong to, by Id. */
export interface Owners {
  users: readonly string[]
  caseQueues: readonly string[]
  leadQueues: readonly string[]
}

/**
 * The profiles, the users, the first of them the run-as user of the integration, and the groups, five of which are
 * queues.
 */
export function buildPeople(store: Store, random: Random, users: number): void {
  const [integration, administrator, standard] = ['Minimum Access', 'System Administrator', 'Standard User'].map(
    (Name) => store.insert('Profile', { Name, UserType: 'Standard' }, { at: COMPANY_FOUNDED }).id,
  )
  store.insert('User', { ...integrationUser(), ProfileId: integration }, { at: COMPANY_FOUNDED })
  const first = { ...userValues(random, 1, null), ProfileId: administrator }
  const admin = store.insert('User', first, { at: COMPANY_FOUNDED })
  for (let n = 2; n < users; n++) {
    const values = { ...userValues(random, n, admin), ProfileId: standard, ...pickStamps(random) }
    store.insert('User', values)
  }
  buildGroups(store, admin)
}

/** The groups of the company, or of a branch with `Branch 2 ` before each name. */
export function buildGroups(store: Store, admin: StoredRecord, before = ''): StoredRecord[] {
  return GROUPS.map(([name, developerName, Type]) => {
    const names = {
      Name: name && before + name,
      DeveloperName: before.replaceAll(' ', '_') + developerName,
    }
    return store.insert('Group', { ...names, Type, Email: null, OwnerId: admin.id }, { at: COMPANY_FOUNDED })
  })
}

/** Queues whose name speaks of leads take leads, the others cases. */
export function readOwners(store: Store): Owners {
  const queues = [...store.rows('Group')].filter(({ values }) => values['Type'] === 'Queue')
  return {
    users: [...store.rows('User')].map(({ id }) => id),
    caseQueues: queues.filter((queue) => !forLeads(queue)).map(({ id }) => id),
    leadQueues: queues.filter(forLeads).map(({ id }) => id),
  }
}

function forLeads(queue: StoredRecord): boolean {
  return String(queue.values['Name']).endsWith('Leads')
}

/** Who owns, made and last changed a record. */
export function pickPeople(random: Random, owners: Owners): Record<string, string> {
  const owner = random.pick(owners.users)
  const other = random.chance(0.3) ? random.pick(owners.users) : owner
  return { OwnerId: owner, CreatedById: other, LastModifiedById: owner }
}

/** A queue belongs to nobody and has no address of its own; the group of a role has no name. */
const GROUPS: readonly (readonly [name: string | null, developerName: string, type: string])[] = [
  ['Support Tier 1', 'Support_Tier_1', 'Queue'],
  ['Support Tier 2', 'Support_Tier_2', 'Queue'],
  ['Billing Questions', 'Billing_Questions', 'Queue'],
  ['Web Leads', 'Web_Leads', 'Queue'],
  ['Partner Leads', 'Partner_Leads', 'Queue'],
  ['All Sales', 'All_Sales', 'Regular'],
  [null, 'Field_Service', 'Role'],
]

const TITLES = [
  'Account Executive',
  'Support Engineer',
  'Field Technician',
  'Sales Manager',
  'Service Manager',
  'Inside Sales',
]

function integrationUser(): Record<string, unknown> {
  return {
    FirstName: 'Extract',
    LastName: 'Bot',
    Username: 'bot@haldenpumps.example',
    Email: 'bot@haldenpumps.example',
    Alias: 'ebot',
    CommunityNickname: 'extract.bot',
    IsActive: true,
    UserType: 'Standard',
    ...SETTINGS,
  }
}

const SETTINGS = {
  TimeZoneSidKey: 'Europe/Berlin',
  LocaleSidKey: 'en_GB',
  LanguageLocaleKey: 'en_US',
  CompanyName: 'Halden Pumps',
}

/** User number `n` of the company, from 1. */
export function userValues(random: Random, n: number, manager: StoredRecord | null): Record<string, unknown> {
  const FirstName = random.pick(FIRST_NAMES)
  const LastName = random.pick(LAST_NAMES)
  const nickname = `${addressName(FirstName)}.${addressName(LastName)}${n}`
  return {
    FirstName,
    LastName,
    Username: `${nickname}@haldenpumps.example`,
    Email: `${nickname}@haldenpumps.example`,
    Alias: `u${n}`,
    CommunityNickname: nickname,
    IsActive: n === 1 || random.chance(0.9),
    UserType: 'Standard',
    ...SETTINGS,
    Title: random.pick(TITLES),
    Department: random.pick(['Sales', 'Service', 'Operations']),
    ManagerId: manager?.id ?? null,
  }
}
