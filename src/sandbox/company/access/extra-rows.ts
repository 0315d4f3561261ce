import type { Random } from '../../random.js'
import { COUNTRY_CODES, CURRENCIES, STATE_CODES, type Extra } from '../../schema/extras.js'
import type { Store, StoredRecord } from '../../terms.js'
import { COMPANY_FOUNDED, pickMoment } from '../words/dates.js'
import { FIRST_NAMES, LAST_NAMES } from '../words/names.js'

/** The rows of what the org has on request. */
export function buildExtras(store: Store, random: Random, extras: readonly Extra[], accounts: StoredRecord[]): void {
  if (extras.includes('multi-currency')) buildCurrencies(store, random)
  if (extras.includes('person-accounts')) buildPersons(store, random)
  if (extras.includes('state-codes')) buildCodes(store)
  for (const account of accounts.slice(0, 20)) {
    if (extras.includes('big-object')) buildReadings(store, random, account)
    if (extras.includes('external-object')) buildOrder(store, random)
    if (extras.includes('namespace')) {
      const values = { Name: `Plan of ${String(account.values['Name'])}`.slice(0, 80), acme__Account__c: account.id }
      store.insert('acme__Subscription__c', { ...values, acme__Plan__c: random.pick(['Basic', 'Plus']) })
    }
  }
}

function buildCurrencies(store: Store, random: Random): void {
  for (const [IsoCode, ConversionRate] of Object.entries(CURRENCIES)) {
    const values = { IsoCode, ConversionRate, DecimalPlaces: 2, IsActive: true, IsCorporate: IsoCode === 'EUR' }
    store.insert('CurrencyType', values, { at: COMPANY_FOUNDED })
  }
  const codes = Object.keys(CURRENCIES)
  for (const object of store.objects()) {
    if (!object.fields.some(({ name }) => name === 'CurrencyIsoCode')) continue
    for (const { id } of store.rows(object.name)) {
      const CurrencyIsoCode = random.chance(0.7) ? 'EUR' : random.pick(codes)
      store.update(id, { CurrencyIsoCode }, { touch: 'none' })
    }
  }
}

/** Customers who are people: an account and a contact in one. */
function buildPersons(store: Store, random: Random): void {
  for (let n = 0; n < 20; n++) {
    const names = { FirstName: random.pick(FIRST_NAMES), LastName: random.pick(LAST_NAMES) }
    const at = pickMoment(random, COMPANY_FOUNDED)
    const PersonEmail = `person${n + 1}@customer.example`
    const person = { Name: `${names.FirstName} ${names.LastName}`, ...names, IsPersonAccount: true, PersonEmail }
    const account = store.insert('Account', person, { at })
    const contact = store.insert('Contact', { ...names, Email: PersonEmail, AccountId: account.id }, { at })
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
