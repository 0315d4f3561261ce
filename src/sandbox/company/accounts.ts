import type { Random } from '../random.js'
import { ACCOUNT_TYPES, INDUSTRIES, LEAD_SOURCES, OWNERSHIPS, RATINGS } from '../schema/picklists.js'
import type { Store, StoredRecord } from '../terms.js'
import { pickImportStamps } from './words/dates.js'
import { addressName, pickCompanyName } from './words/names.js'
import { pickPeople, type Owners } from './people.js'
import { buildRegions } from './regions.js'
import { addressValues, phoneNumber, PLACES, type Place } from './words/places.js'
import { ACCOUNT_SENTENCES, writeText } from './words/sentences.js'

/** The accounts, some of them daughters of an earlier one. Returns those that other records hang on. */
export function buildAccounts(store: Store, random: Random, count: number, owners: Owners): StoredRecord[] {
  const regionOf = buildRegions(store, owners)
  const accounts: StoredRecord[] = []
  for (let n = 0; n < Math.min(count, ACCOUNTS_IN_USE); n++) {
    const parent = accounts.length > 0 && random.chance(0.12) ? random.pick(accounts) : undefined
    const values: Record<string, unknown> = { ...accountValues(random, owners), ...ODD_ACCOUNTS[n - 3] }
    accounts.push(
      store.insert('Account', {
        ...values,
        AccountNumber: `C-${n + 10_001}`,
        Customer_Number__c: `K-${n + 70_001}`,
        Region__c: regionOf(values['BillingCountry']),
        ParentId: parent?.id,
        ...pickImportStamps(random),
      }),
    )
  }
  for (let n = ACCOUNTS_IN_USE; n < count; n++)
    store.insert('Account', { ...briefValues(random, owners), ...pickImportStamps(random) })
  return accounts
}

/** A new account as somebody would enter it. */
export function accountValues(random: Random, owners: Owners): Record<string, unknown> {
  const place = random.pick(PLACES)
  const name = pickCompanyName(random)
  const staff = random.integer(4, 9) ** random.integer(1, 5)
  return {
    Name: name,
    Type: random.pick(ACCOUNT_TYPES),
    Industry: random.pick(INDUSTRIES),
    Rating: random.chance(0.7) ? random.pick(RATINGS) : null,
    Phone: phoneNumber(random, place),
    Website: websiteOf(name, place),
    ...addressValues(random, 'Billing', place),
    NumberOfEmployees: staff,
    AnnualRevenue: staff * random.integer(60, 400) * 1000,
    Description: random.chance(0.7) ? writeText(random, ACCOUNT_SENTENCES, 3) : null,
    Ownership: random.pick(OWNERSHIPS),
    AccountSource: random.pick(LEAD_SOURCES),
    ...pickPeople(random, owners),
  }
}

/** An account as a bought address list has it. */
function briefValues(random: Random, owners: Owners): Record<string, unknown> {
  const place = random.pick(PLACES)
  return {
    Name: pickCompanyName(random),
    Type: 'Prospect',
    Industry: random.pick(INDUSTRIES),
    Description: random.pick(ACCOUNT_SENTENCES),
    BillingCity: place.city,
    BillingCountry: place.country,
    ...pickPeople(random, owners),
  }
}

function websiteOf(name: string, place: Place): string {
  return `https://www.${addressName(name)}.example.${place.domain}`
}

/**
 * What real orgs hold sooner or later: other scripts, quotes, line ends of every kind, U+2028, and no address at all.
 */
const ODD_ACCOUNTS: readonly Record<string, unknown>[] = [
  {
    Name: 'O\'Reilly & "Partners" <Plumbing>',
    Description: 'First line\nSecond line\r\nThird\ttabbed \\ with a backslash',
  },
  {
    Name: '株式会社 北海ポンプ',
    BillingCity: '札幌市',
    BillingCountry: 'Japan',
    Description: '寒冷地向けのポンプを使用。',
  },
  {
    Name: 'Line Separators Ltd',
    Description: 'Pasted from a PDF:\u2028a line separator\u2029and a paragraph separator.',
  },
  { Name: 'أنظمة المياه المتحدة', Description: '👩‍🔧 Mixed: العربية, עברית, русский, ελληνικά' },
  {
    Name: 'No Address Known',
    BillingStreet: null,
    BillingCity: null,
    BillingState: null,
    BillingPostalCode: null,
    BillingCountry: null,
    BillingLatitude: null,
    BillingLongitude: null,
    BillingGeocodeAccuracy: null,
    Website: null,
    Phone: null,
  },
]

/** Past so many the rest is accounts that hold little and that nothing hangs on. */
const ACCOUNTS_IN_USE = 2000
