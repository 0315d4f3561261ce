import type { Random } from '../random.js'
import { LEAD_SOURCES, LEAD_STATUSES, INDUSTRIES, RATINGS, SALUTATIONS } from '../schema/picklists.js'
import type { Store, StoredRecord } from '../terms.js'
import { dayOf, pickImportStamps, pickStamps } from './words/dates.js'
import { addressName, FIRST_NAMES, LAST_NAMES, pickCompanyName } from './words/names.js'
import { pickPeople, type Owners } from './people.js'
import { addressValues, phoneNumber, PLACES } from './words/places.js'
import { PERSON_SENTENCES, writeText } from './words/sentences.js'

/** The contacts of the accounts, some reporting to an earlier one. One in twenty belongs to no account. */
export function buildContacts(
  store: Store,
  random: Random,
  count: number,
  from: { accounts: StoredRecord[]; owners: Owners },
): StoredRecord[] {
  const contacts: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const account = random.chance(0.95) ? random.pick(from.accounts) : undefined
    const superior = contacts.length > 0 && random.chance(0.1) ? random.pick(contacts) : undefined
    contacts.push(
      store.insert('Contact', {
        ...contactValues(random, from.owners),
        AccountId: account?.id,
        ReportsToId: superior?.id,
        ...pickStamps(random, account?.createdAt),
      }),
    )
  }
  return contacts
}

/** A new contact as somebody would enter it. */
export function contactValues(random: Random, owners: Owners): Record<string, unknown> {
  const place = random.pick(PLACES)
  return {
    ...personValues(random, place.domain),
    Department: random.pick(['Maintenance', 'Purchasing', 'Production', 'Management']),
    Phone: phoneNumber(random, place),
    MobilePhone: random.chance(0.4) ? phoneNumber(random, place) : null,
    LeadSource: random.pick(LEAD_SOURCES),
    Birthdate: random.chance(0.2)
      ? dayOf(Date.UTC(random.integer(1955, 2001), random.integer(0, 11), random.integer(1, 28)))
      : null,
    Description: random.chance(0.5) ? writeText(random, PERSON_SENTENCES, 3) : null,
    ...addressValues(random, 'Mailing', place),
    ...pickPeople(random, owners),
  }
}

/** The leads: some wait in a queue, some were converted to an account's contact. */
export function buildLeads(
  store: Store,
  random: Random,
  count: number,
  from: { contacts: StoredRecord[]; owners: Owners },
): StoredRecord[] {
  const leads: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const lead = leadValues(random, from.owners)
    const contact = lead['Status'] === 'Closed - Converted' ? random.pick(from.contacts) : undefined
    const converted = contact && {
      ConvertedContactId: contact.id,
      ConvertedAccountId: contact.values['AccountId'],
      ConvertedDate: dayOf(contact.createdAt),
    }
    leads.push(store.insert('Lead', { ...lead, ...converted, ...pickImportStamps(random) }))
  }
  return leads
}

/** A new lead as somebody would enter it. */
export function leadValues(random: Random, owners: Owners): Record<string, unknown> {
  const place = random.pick(PLACES)
  const people = pickPeople(random, owners)
  return {
    ...personValues(random, place.domain),
    Company: pickCompanyName(random),
    Status: random.pick(LEAD_STATUSES),
    Industry: random.pick(INDUSTRIES),
    Rating: random.chance(0.6) ? random.pick(RATINGS) : null,
    LeadSource: random.pick(LEAD_SOURCES),
    Phone: phoneNumber(random, place),
    Description: random.chance(0.6) ? writeText(random, PERSON_SENTENCES, 2) : null,
    AnnualRevenue: random.integer(1, 900) * 10_000,
    NumberOfEmployees: random.integer(5, 4000),
    ...addressValues(random, '', place),
    ...people,
    OwnerId: random.chance(0.3) ? random.pick(owners.leadQueues) : people['OwnerId'],
  }
}

function personValues(random: Random, domain: string): Record<string, unknown> {
  const FirstName = random.chance(0.97) ? random.pick(FIRST_NAMES) : null
  const LastName = random.pick(LAST_NAMES)
  return {
    FirstName,
    LastName,
    Salutation: random.chance(0.6) ? random.pick(SALUTATIONS) : null,
    Title: random.pick(TITLES),
    Email: `${addressName(FirstName ?? 'info')}.${addressName(LastName)}@example.${domain}`,
  }
}

const TITLES = [
  'Plant Manager',
  'Head of Maintenance',
  'Buyer',
  'Chief Engineer',
  'CEO',
  'Facility Manager',
  'Technician',
  'Geschäftsführer',
  'Directrice technique',
]
