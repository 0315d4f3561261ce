import type { Random } from '../../random.js'
import { COUNTRY_CODES, CURRENCIES, STATE_CODES, type Extra } from '../../schema/extras.js'
import type { Store, StoredRecord } from '../../terms.js'
import { COMPANY_FOUNDED, pickMoment } from '../words/dates.js'
import { FIRST_NAMES, LAST_NAMES } from '../words/names.js'

/** The rows of what the org has on request; `times` as many as it has at first. */
export function buildExtras(
  store: Store,
  random: Random,
  extras: readonly Extra[],
  { accounts, times }: { accounts: StoredRecord[]; times: number },
): void {
  const count = Math.round(AT_FIRST * times)
  if (extras.includes('multi-currency')) buildCurrencies(store, random)
  if (extras.includes('person-accounts')) buildPersons(store, random, count)
  if (extras.includes('state-codes')) buildCodes(store)
  // A small org has an account for each at most.
  const inAll = times > 1 ? count : Math.min(count, accounts.length)
  for (let n = 0; n < inAll; n++) {
    const account = accounts[n % accounts.length]!
    if (extras.includes('big-object')) buildReadings(store, random, account)
    if (extras.includes('external-object')) buildOrder(store, random)
    if (extras.includes('namespace')) {
      const values = { Name: `Plan of ${String(account.values['Name'])}`.slice(0, 80), acme__Account__c: account.id }
      store.insert('acme__Subscription__c', { ...values, acme__Plan__c: random.pick(['Basic', 'Plus']) })
    }
  }
}

/** Customers who are people, and accounts with pumps that report, orders and plans. */
const AT_FIRST = 20

function buildCurrencies(store: Store, random: Random): void {
  for (const [IsoCode, ConversionRate] of Object.entries(CURRENCIES)) {
    const values = { IsoCode, ConversionRate, DecimalPlaces: 2, IsActive: true, IsCorporate: IsoCode === 'EUR' }
    store.insert('CurrencyType', values, { at: COMPANY_FOUNDED })
  }
  const codes = Object.keys(CURRENCIES)
  for (const object of store.objects()) {
    const isHistory = object.name === 'OpportunityHistory'
    if (isHistory || !object.fields.some(({ name }) => name === 'CurrencyIsoCode')) continue
    for (const { id } of store.rows(object.name)) {
      const CurrencyIsoCode = random.chance(0.7) ? 'EUR' : random.pick(codes)
      store.update(id, { CurrencyIsoCode }, { touch: 'none' })
    }
  }
  for (const { id, values } of store.rows('OpportunityHistory')) {
    const deal = store.record(String(values['OpportunityId']))
    store.update(id, { CurrencyIsoCode: deal?.values['CurrencyIsoCode'] }, { touch: 'none' })
  }
}

/** Customers who are people: an account and a contact in one. */
function buildPersons(store: Store, random: Random, count: number): void {
  for (let n = 0; n < count; n++) {
    const names = { FirstName: random.pick(FIRST_NAMES), LastName: random.pick(LAST_NAMES) }
    const at = pickMoment(random, COMPANY_FOUNDED)
    const PersonEmail = `person${n + 1}@customer.example`
    const person = { Name: `${names.FirstName} ${names.LastName}`, ...names, IsPersonAccount: true, PersonEmail }
    const account = store.insert('Account', person, { at })
    const inContact = { ...names, IsPersonAccount: true, Email: PersonEmail, AccountId: account.id }
    const contact = store.insert('Contact', inContact, { at })
    store.update(account.id, { PersonContactId: contact.id }, { touch: 'none' })
  }
}

/** Addresses whose country or state has a code hold it too. */
function buildCodes(store: Store): void {
  for (const object of store.objects()) {
    const coded = object.fields.filter(({ name }) => /(?:State|Country)Code$/.test(name))
    if (coded.length === 0) continue
    for (const { id, values } of store.rows(object.name)) {
      const codes = coded.flatMap(({ name }) => {
        const known = name.endsWith('StateCode') ? STATE_CODES : COUNTRY_CODES
        const code = known[String(values[name.replace(/Code$/, '')])]
        return code === undefined ? [] : [[name, code]]
      })
      if (codes.length > 0) store.update(id, Object.fromEntries(codes), { touch: 'none' })
    }
  }
}

function buildReadings(store: Store, random: Random, account: StoredRecord): void {
  for (let n = 0; n < 5; n++) {
    const Measured__c = pickMoment(random, COMPANY_FOUNDED)
    store.insert('Sensor_Reading__b', { Account__c: account.id, Measured__c, Pressure__c: random.integer(1, 16) })
  }
}

function buildOrder(store: Store, random: Random): void {
  const ExternalId = String(random.integer(100_000, 999_999))
  const DisplayUrl = `https://erp.haldenpumps.example/orders/${ExternalId}`
  store.insert('Erp_Order__x', { ExternalId, DisplayUrl, Number__c: ExternalId, Total__c: random.integer(1, 90_000) })
}
