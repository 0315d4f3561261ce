import type { Random } from '../random.js'
import { INVOICE_STATUSES, PROJECT_STATUSES } from '../schema/picklists.js'
import type { Store, StoredRecord } from '../terms.js'
import { dayOf, pickStamps } from './words/dates.js'
import { pickPeople, type Owners } from './people.js'
import { near, PLACES } from './words/places.js'
import { DEAL_SENTENCES, PRODUCTS, writeText } from './words/sentences.js'

/** The projects at the accounts' sites. */
export function buildProjects(
  store: Store,
  random: Random,
  count: number,
  from: { accounts: StoredRecord[]; owners: Owners },
): StoredRecord[] {
  const projects: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const account = random.pick(from.accounts)
    const stamps = pickStamps(random, account.createdAt)
    projects.push(
      store.insert('Project__c', {
        ...projectValues(random, from.owners, stamps.CreatedDate),
        Account__c: account.id,
        ...stamps,
      }),
    )
  }
  return projects
}

/** A new project, to start within 60 days of `createdAt` (milliseconds). */
export function projectValues(random: Random, owners: Owners, createdAt: number): Record<string, unknown> {
  const place = random.pick(PLACES)
  const start = random.integer(1, 60)
  const isLocated = random.chance(0.8)
  return {
    Name: `${place.city} ${random.pick(['pump station', 'retrofit', 'cold store', 'monitoring', 'well field'])}`,
    Status__c: random.pick(PROJECT_STATUSES),
    Summary__c: writeText(random, DEAL_SENTENCES, 4),
    Notes__c: random.chance(0.5)
      ? `<p>${writeText(random, DEAL_SENTENCES, 2)}</p><ul><li>${random.pick(PRODUCTS)}</li></ul>`
      : null,
    Start__c: dayOf(createdAt, start),
    Go_Live__c: random.chance(0.7) ? dayOf(createdAt, start + random.integer(30, 400)) : null,
    Budget__c: random.integer(5, 900) * 1000,
    Completion__c: random.integer(0, 100),
    Team_Size__c: random.integer(1, 12),
    Billable__c: random.chance(0.7),
    Regions__c: random.pick(['Europe', 'Americas;Europe', 'Asia Pacific', null]),
    Cost_Center__c: `CC-${random.integer(100, 999)}`,
    Contact_Email__c: `project@example.${place.domain}`,
    Wiki__c: 'https://wiki.haldenpumps.example/projects',
    Site_Location__Latitude__s: isLocated ? near(random, place.latitude) : null,
    Site_Location__Longitude__s: isLocated ? near(random, place.longitude) : null,
    Site_Address__Street__s: `${random.integer(1, 90)} ${random.pick(place.streets)}`,
    Site_Address__City__s: place.city,
    Site_Address__PostalCode__s: place.postalCode,
    ...pickPeople(random, owners),
  }
}

/** The invoices of the accounts, most of them for a project. */
export function buildInvoices(
  store: Store,
  random: Random,
  count: number,
  from: { accounts: StoredRecord[]; projects: StoredRecord[] },
): StoredRecord[] {
  const invoices: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const project = from.projects.length > 0 && random.chance(0.7) ? random.pick(from.projects) : undefined
    const stamps = pickStamps(random, project?.createdAt)
    invoices.push(
      store.insert('Invoice__c', {
        ...invoiceValues(random, stamps.CreatedDate),
        Account__c: project?.values['Account__c'] ?? random.pick(from.accounts).id,
        Project__c: project?.id,
        ...stamps,
      }),
    )
  }
  return invoices
}

/** A new invoice of `createdAt` (milliseconds). Its number comes from the org. */
export function invoiceValues(random: Random, createdAt: number): Record<string, unknown> {
  return {
    Status__c: random.pick(INVOICE_STATUSES),
    Amount__c: random.integer(100, 9_000_000) / 100,
    Due__c: dayOf(createdAt, 30),
    Sent__c: random.chance(0.8) ? createdAt : null,
    Cutoff__c: random.chance(0.3) ? '17:30:00.000Z' : null,
    Disputed__c: random.chance(0.05),
    Purchase_Order__c: random.chance(0.6) ? `PO ${random.integer(1000, 99_999)}` : null,
    Terms__c: random.pick([
      'Net 30.',
      'Net 14, 2 % discount within 7 days.',
      "Payment on delivery.\nGoods stay the seller's until paid.",
    ]),
  }
}
