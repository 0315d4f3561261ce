import type { FieldSchema, ObjectSchema } from '../terms.js'
import { checkbox, field, picklist, reference, sobject, text } from './fields.js'
import type { LabelledChoices } from './labelled-picklists.js'
import { withPersons } from './person-fields.js'
import { auditFields, createdBy, createdDate, identity, idField, owner, systemModstamp } from './system-fields.js'

/** What an org may have besides, on request. */
export const EXTRAS = [
  'big-object',
  'external-object',
  'multi-currency',
  'namespace',
  'person-accounts',
  'state-codes',
] as const
export type Extra = (typeof EXTRAS)[number]

/** The currencies of an org with several, by what one of the corporate currency is worth. */
export const CURRENCIES = { EUR: 1, GBP: 0.85, USD: 1.1 } as const

/** The sObjects of an org with the extras, and with `objects` custom objects more, which hold no rows. */
export function withExtras(schemas: ObjectSchema[], extras: readonly Extra[], objects: number): ObjectSchema[] {
  const has = (extra: Extra) => extras.includes(extra)
  return [
    ...schemas
      .map((schema) => (schema.name === 'Account' && has('person-accounts') ? withPersons(schema) : schema))
      .map((schema) => ({ ...schema, fields: [...schema.fields, ...moreFields(schema, has)] })),
    ...(has('big-object') ? [bigObject()] : []),
    ...(has('external-object') ? [externalObject()] : []),
    ...(has('namespace') ? [packagedObject()] : []),
    ...(has('multi-currency') ? [currencyType()] : []),
    ...Array.from({ length: objects }, (_, n) => plainObject(n + 1)),
  ]
}

/** Those whose records have a currency. */
const IN_CURRENCY = new Set([
  'Account',
  'Campaign',
  'Case',
  'Contact',
  'Invoice__c',
  'Lead',
  'Opportunity',
  'OpportunityHistory',
  'Project__c',
  'User',
])

function moreFields({ name, fields }: ObjectSchema, has: (extra: Extra) => boolean): FieldSchema[] {
  return [
    ...(has('person-accounts') && name === 'Contact' ? [checkbox('IsPersonAccount', 'Is Person Account')] : []),
    ...(has('state-codes') && !name.endsWith('__c') ? fields.flatMap(codesOf) : []),
    ...(has('multi-currency') && IN_CURRENCY.has(name)
      ? [picklist('CurrencyIsoCode', 'Currency ISO Code', Object.keys(CURRENCIES), { length: 3 })]
      : []),
  ]
}

/** The two codes of an address, where the org has State and Country/Territory picklists. */
function codesOf({ name, label, type }: FieldSchema): FieldSchema[] {
  if (type !== 'address') return []
  const code = (part: string, partLabel: string, codes: Readonly<Record<string, string>>) =>
    picklist(name.replace(/Address$/, part), label.replace(/Address$/, partLabel), namesByCode(codes), {
      length: 10,
      compoundFieldName: name,
    })
  return [code('StateCode', 'State/Province Code', STATE_CODES), code('CountryCode', 'Country Code', COUNTRY_CODES)]
}

function namesByCode(codes: Readonly<Record<string, string>>): LabelledChoices {
  return Object.fromEntries(Object.entries(codes).map(([name, code]) => [code, name]))
}

/** The codes of the countries addresses are in (ISO 3166-1), and of the states that are named. */
export const COUNTRY_CODES: Readonly<Record<string, string>> = {
  Australia: 'AU',
  Brazil: 'BR',
  Denmark: 'DK',
  France: 'FR',
  Germany: 'DE',
  Ireland: 'IE',
  Japan: 'JP',
  Switzerland: 'CH',
  'United Kingdom': 'GB',
  'United States': 'US',
}
export const STATE_CODES: Readonly<Record<string, string>> = {
  Bayern: 'BY',
  CA: 'CA',
  IL: 'IL',
  NSW: 'NSW',
  SP: 'SP',
  TX: 'TX',
  ZH: 'ZH',
}

/**
 * All its rows have one Id, which tells nothing apart; rows are filtered and sorted by the index alone, here of account
 * and moment, and nothing counts or groups them (Big Objects Implementation Guide).
 */
function bigObject(): ObjectSchema {
  return sobject({
    name: 'Sensor_Reading__b',
    label: 'Sensor Reading',
    labelPlural: 'Sensor Readings',
    keyPrefix: 'z00',
    custom: true,
    searchable: false,
    replicateable: false,
    undeletable: false,
    fields: [
      idField('Record ID'),
      ...[createdDate(), createdBy(), systemModstamp(), field('double', 'Pressure__c', 'Pressure')].map(outOfIndex),
      reference('Account__c', 'Account', 'Account', 'Account__r', { nillable: false }),
      field('datetime', 'Measured__c', 'Measured', { nillable: false }),
    ].map(uncounted),
  })
}

function outOfIndex(one: FieldSchema): FieldSchema {
  return { ...one, filterable: false, sortable: false }
}

function uncounted(one: FieldSchema): FieldSchema {
  return { ...one, groupable: false, aggregatable: false }
}

/**
 * Rows of another system, known by its Ids, for reading alone; nothing counts or groups them (SOQL Reference, limits on
 * objects).
 */
function externalObject(): ObjectSchema {
  return sobject({
    name: 'Erp_Order__x',
    label: 'ERP Order',
    labelPlural: 'ERP Orders',
    keyPrefix: 'x00',
    custom: true,
    createable: false,
    updateable: false,
    deletable: false,
    replicateable: false,
    fields: [
      idField('Record ID'),
      text('ExternalId', 'External ID', 255, { nillable: false }),
      field('url', 'DisplayUrl', 'Display URL', { length: 1000 }),
      text('Number__c', 'Order Number', 40),
      field('double', 'Total__c', 'Total'),
    ].map(uncounted),
  })
}

/** From a managed package: its names begin with the package's namespace. */
function packagedObject(): ObjectSchema {
  return sobject({
    name: 'acme__Subscription__c',
    label: 'Subscription',
    labelPlural: 'Subscriptions',
    keyPrefix: 'a04',
    fields: [
      ...identity('Record ID'),
      owner('user or queue'),
      text('Name', 'Subscription Name', 80, { nameField: true }),
      ...auditFields(),
      reference('acme__Account__c', 'Account', 'Account', 'acme__Account__r'),
      picklist('acme__Plan__c', 'Plan', ['Basic', 'Plus']),
    ],
  })
}

function currencyType(): ObjectSchema {
  return sobject({
    name: 'CurrencyType',
    label: 'Currency Type',
    labelPlural: 'Currency Types',
    keyPrefix: '01L',
    searchable: false,
    deletable: false,
    fields: [
      idField('Currency Type ID'),
      picklist('IsoCode', 'Currency ISO Code', Object.keys(CURRENCIES), { length: 3, nillable: false }),
      field('double', 'ConversionRate', 'Conversion Rate', { nillable: false }),
      field('int', 'DecimalPlaces', 'Decimal Places', { nillable: false }),
      checkbox('IsActive', 'Active'),
      checkbox('IsCorporate', 'Corporate Currency'),
      ...auditFields(),
    ],
  })
}

function plainObject(number: number): ObjectSchema {
  const digits = String(number).padStart(4, '0')
  return sobject({
    name: `Extra_${digits}__c`,
    label: `Extra ${digits}`,
    labelPlural: `Extras ${digits}`,
    keyPrefix: prefixOf(number),
    fields: [
      ...identity('Record ID'),
      owner('user or queue'),
      text('Name', 'Name', 80, { nameField: true }),
      ...auditFields(),
    ],
  })
}

/** `b00` and on; the org's own objects have prefixes from a00. */
function prefixOf(number: number): string {
  const rest = number % (DIGITS.length * DIGITS.length)
  const first = 'bcdfghi'[Math.floor(number / (DIGITS.length * DIGITS.length))] ?? 'j'
  return first + DIGITS[Math.floor(rest / DIGITS.length)]! + DIGITS[rest % DIGITS.length]!
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
