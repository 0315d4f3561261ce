import { openRandom } from '../random.js'
import { buildPermissions } from './access/permissions.js'
import { buildHistories, buildShares } from './access/shares.js'
import { buildEvents, buildTasks } from './activity/activities.js'
import { buildCampaignMembers, buildContactRoles } from './activity/memberships.js'
import type { Store } from '../terms.js'
import { buildAccounts } from './accounts.js'
import { buildCases } from './cases.js'
import { buildContacts, buildLeads } from './contacts.js'
import { buildCaseComments, buildEmailMessages } from './conversations.js'
import { buildFeedComments, buildFeedItems } from './feeds.js'
import { buildFiles } from './files.js'
import { buildPeople, readOwners } from './people.js'
import { buildInvoices, buildProjects } from './projects.js'
import { buildAttachments } from './attachments.js'
import { buildCampaigns, buildOpportunities } from './sales.js'
import { buildRepeats } from './repeats.js'
import { companySize, LARGEST_MIX } from './size.js'

/**
 * Fills an empty org with the records of Halden Pumps, a maker of pumps: the same ones for the same seed and number
 * of records. `accounts` are more of them, with nothing on them: one very large object.
 */
export function buildCompany(store: Store, options: { seed: number; records: number; accounts?: number }): void {
  const chance = openRandom(options.seed)
  const size = companySize(options.records)
  buildPeople(store, chance.fork('people'), size.users)
  buildPermissions(store)
  if (options.records === 0) return
  const owners = readOwners(store)
  const campaigns = buildCampaigns(store, chance.fork('campaigns'), size.campaigns, owners)
  const accounts = buildAccounts(store, chance.fork('accounts'), size.accounts + (options.accounts ?? 0), owners)
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
  const activity = { about: [...accounts, ...opportunities, ...cases], contacts, owners }
  buildTasks(store, chance.fork('tasks'), size.tasks, activity)
  buildEvents(store, chance.fork('events'), size.events, activity)
  const people = [...contacts, ...leads]
  buildCampaignMembers(store, chance.fork('members'), size.campaignMembers, { campaigns, people })
  buildContactRoles(store, chance.fork('roles'), size.contactRoles, { opportunities, contacts })
  buildShares(store, chance.fork('shares'), { accounts, cases, users: owners.users })
  buildHistories(store, chance.fork('histories'), size.histories, { accounts, cases })
  if (options.records > LARGEST_MIX) buildRepeats(store, chance.fork('repeats'), options.records - LARGEST_MIX)
}
