import { openRandom, type Random } from '../random.js'
import type { Extra } from '../schema/extras.js'
import { buildExtras } from './access/extra-rows.js'
import { buildPermissions } from './access/permissions.js'
import { buildHistories, buildShares } from './access/shares.js'
import { buildEvents, buildTasks } from './activity/activities.js'
import { buildCampaignMembers, buildContactRoles } from './activity/memberships.js'
import type { Store, StoredRecord } from '../terms.js'
import { buildAccounts } from './accounts.js'
import { buildCases } from './cases.js'
import { buildContacts, buildLeads } from './contacts.js'
import { buildCaseComments, buildEmailMessages } from './conversations.js'
import { buildFeedComments, buildFeedItems } from './feeds.js'
import { buildFiles } from './files.js'
import { growCompany } from './growth/growth.js'
import { buildPeople, readOwners, type Owners } from './people.js'
import { buildInvoices, buildProjects } from './projects.js'
import { buildAttachments } from './attachments.js'
import { buildCampaigns, buildOpportunities } from './sales.js'
import { companySize, LARGEST_MIX, type CompanySize } from './size.js'

export interface CompanyOptions {
  seed: number
  records: number
  /** More accounts, with nothing on them: one very large object. */
  accounts: number
  extras: readonly Extra[]
}

/**
 * Fills an empty org with the records of Halden Pumps, a maker of pumps: the same ones for the same seed and number
 * of records.
 */
export function buildCompany(store: Store, options: CompanyOptions): void {
  const chance = openRandom(options.seed)
  const size = companySize(options.records)
  buildPeople(store, chance.fork('people'), size.users)
  buildPermissions(store)
  if (options.records === 0) return
  const owners = readOwners(store)
  const campaigns = buildCampaigns(store, chance.fork('campaigns'), size.campaigns, owners)
  const accounts = buildAccounts(store, chance.fork('accounts'), size.accounts + options.accounts, owners)
  const contacts = buildContacts(store, chance.fork('contacts'), size.contacts, { accounts, owners })
  const leads = buildLeads(store, chance.fork('leads'), size.leads, { contacts, owners })
  const opportunities = buildOpportunities(store, chance.fork('opportunities'), size.opportunities, {
    accounts,
    contacts,
    campaigns,
    owners,
  })
  const cases = buildCases(store, chance.fork('cases'), size.cases, { accounts, contacts, owners })
  buildCaseComments(store, chance.fork('case comments'), size.caseComments, { cases, owners })
  buildEmailMessages(store, chance.fork('mails'), size.emailMessages, { cases, owners })
  const items = buildFeedItems(store, chance.fork('feeds'), size.feedItems, {
    cases,
    others: [...accounts, ...opportunities],
    owners,
  })
  buildFeedComments(store, chance.fork('feed comments'), size.feedComments, { items, owners })
  const projects = buildProjects(store, chance.fork('projects'), size.projects, { accounts, owners })
  const invoices = buildInvoices(store, chance.fork('invoices'), size.invoices, { accounts, projects })
  const records = [
    ...accounts,
    ...cases,
    ...cases,
    ...opportunities,
    ...contacts.slice(0, 40),
    ...projects,
    ...invoices,
  ]
  buildFiles(store, chance.fork('files'), size.files, { records, owners })
  const holders = [...accounts, ...cases]
  buildAttachments(store, chance.fork('attachments'), size.attachments, { records: holders, owners })
  buildAlongside(store, chance, size, { campaigns, accounts, contacts, leads, opportunities, cases, owners })
  const times = Math.max(1, options.records / LARGEST_MIX)
  if (options.extras.length > 0) buildExtras(store, chance.fork('extras'), options.extras, { accounts, times })
  if (times > 1) growCompany(store, chance.fork('growth'), size, times)
}

interface Built {
  campaigns: StoredRecord[]
  accounts: StoredRecord[]
  contacts: StoredRecord[]
  leads: StoredRecord[]
  opportunities: StoredRecord[]
  cases: StoredRecord[]
  owners: Owners
}

/** What goes along with the records: activities, memberships, shares, histories. */
function buildAlongside(store: Store, chance: Random, size: CompanySize, built: Built): void {
  const { campaigns, accounts, contacts, leads, opportunities, cases, owners } = built
  const activity = { about: [...accounts, ...opportunities, ...cases], contacts, owners }
  buildTasks(store, chance.fork('tasks'), size.tasks, activity)
  buildEvents(store, chance.fork('events'), size.events, activity)
  const people = [...contacts, ...leads]
  buildCampaignMembers(store, chance.fork('members'), size.campaignMembers, { campaigns, people })
  buildContactRoles(store, chance.fork('roles'), size.contactRoles, { opportunities, contacts })
  buildShares(store, chance.fork('shares'), { accounts, cases, users: owners.users })
  buildHistories(store, chance.fork('histories'), size.histories, { accounts, cases })
}
