import type { FieldFunctionExpression, FunctionExp } from '@jetstreamapp/soql-parser-js'
import { findVisibleField } from '../../describes/field-facts.js'
import { refuse } from '../../http/api-errors.js'
import { runAsUser } from '../../run-as-user.js'
import { complain, locate } from '../complaint.js'
import type { ValueReader } from '../conditions/values.js'
import { resolvePath, type Reference, type Scope } from '../references.js'
import { datePart, isDateFunction, OF_DATETIMES } from './date-parts.js'
import { distance, type Place } from './distances.js'
import { formatter, type Locale } from './formats.js'

/** A function call as the parser hands it over. */
export type Call = FieldFunctionExpression | FunctionExp

/** A call made ready to run over rows. */
export interface Expression {
  name: string
  /** The field it is about. */
  reference: Reference
  /** The type of what it gives. */
  type: string
  read: ValueReader
  /** The same for calls that mean the same. */
  key: string
}

/** The name of a call's function in capitals. */
export function nameOf(call: Call): string {
  return (call.functionName ?? '').toUpperCase()
}

/** The path a call is about, from inside of nested calls; empty for none. */
export function pathOf(call: Call): string {
  const argument = call.parameters?.[0]
  if (argument === undefined) return ''
  return typeof argument === 'string' ? argument : pathOf(argument)
}

/** Whether it gives a part of a date. */
export function isDateCall(call: Call): boolean {
  return isDateFunction(nameOf(call))
}

/** Binds a function of one row. Throws for one there is none of, and for a field it doesn't take. */
export function bindCall(scope: Scope, call: Call): Expression {
  const name = nameOf(call)
  if (isDateFunction(name)) return bindDatePart(scope, call, name)
  if (name === 'DISTANCE') return bindDistance(scope, call)
  if (name === 'TOLABEL' || name === 'CONVERTCURRENCY') return bindPlain(scope, call, name)
  if (name === 'FORMAT') return bindFormat(scope, call)
  throw refuse('notSupported', `${call.functionName ?? ''}()`)
}

/** What FORMAT() makes of the values of a type for the run-as user. */
export function formatterFor(scope: Scope, type: string): ReturnType<typeof formatter> {
  return formatter(type, localeOf(scope))
}

/** Throws for a function of a function: what an aggregate gives is not converted ("convertCurrency()"). */
export function refuseNested(call: Call): void {
  const [inner] = call.parameters ?? []
  if (typeof inner === 'object') {
    throw refuse('notSupported', `${call.functionName ?? ''}() of ${inner.functionName ?? ''}()`)
  }
}

/** An amount is one of the corporate currency, the user's, where the org has several. */
function bindPlain(scope: Scope, call: Call, name: string): Expression {
  refuseNested(call)
  if (name === 'CONVERTCURRENCY' && scope.store.object('CurrencyType') === undefined) {
    throw refuse('notSupported', 'convertCurrency()')
  }
  const reference = resolvePath(scope, pathOf(call))
  if (name === 'CONVERTCURRENCY' && reference.field.type !== 'currency') throw refuseField(scope, reference, name)
  const read = name === 'CONVERTCURRENCY' ? convertReader(scope, reference) : labelReader(reference)
  return { name, reference, type: reference.field.type, read, key: keyOf(name, reference) }
}

/** What users see for a value of a picklist. */
function labelReader({ field, read }: Reference): ValueReader {
  const { choiceLabels } = field
  if (choiceLabels === undefined) return read
  return (record) => {
    const value = read(record)
    return typeof value === 'string' ? (choiceLabels[value] ?? value) : value
  }
}

function convertReader(scope: Scope, reference: Reference): ValueReader {
  if (findVisibleField(reference.object, 'CurrencyIsoCode') === undefined) return reference.read
  const currency = readBeside(scope, reference, 'CurrencyIsoCode')
  const rates = new Map<unknown, number>()
  for (const { values } of scope.store.rows('CurrencyType'))
    rates.set(values['IsoCode'], Number(values['ConversionRate']))
  return (record) => {
    const amount = reference.read(record)
    return amount === null ? null : Number(amount) / (rates.get(currency(record)) ?? 1)
  }
}

function bindFormat(scope: Scope, call: Call): Expression {
  const inner = call.parameters?.[0]
  const argument = typeof inner === 'object' ? bindCall(scope, inner) : undefined
  const reference = argument?.reference ?? resolvePath(scope, pathOf(call))
  const { type, read } = argument ?? { type: reference.field.type, read: reference.read }
  const format = formatterFor(scope, type)
  return {
    name: 'FORMAT',
    reference,
    type: 'string',
    read: (record) => format(read(record)),
    key: `FORMAT(${argument?.key ?? reference.path})`,
  }
}

function bindDatePart(scope: Scope, call: Call, name: string): Expression {
  const reference = resolvePath(scope, pathOf(call))
  const inner = call.parameters?.[0]
  const isLocal = typeof inner === 'object' && nameOf(inner) === 'CONVERTTIMEZONE'
  const { type } = reference.field
  const takes = type === 'datetime' || (type === 'date' && !isLocal && !OF_DATETIMES.has(name))
  if (!takes) throw refuseField(scope, reference, name)
  const part = datePart(name, isLocal ? localeOf(scope).timeZone : undefined)
  return {
    name,
    reference,
    type: name === 'DAY_ONLY' ? 'date' : 'int',
    read: (record) => part(reference.read(record)),
    key: `${keyOf(name, reference)}${isLocal ? ' local' : ''}`,
  }
}

function bindDistance(scope: Scope, call: Call): Expression {
  const [from, to, unit = ''] = call.parameters ?? []
  const wanted = String(unit).replaceAll("'", '').toLowerCase()
  if (wanted !== 'mi' && wanted !== 'km') {
    throw complain(scope.text, locate(scope.text, 'DISTANCE'), 'unexpectedToken', String(unit))
  }
  const fieldSide = typeof from === 'string' ? from : to
  if (typeof fieldSide !== 'string') throw refuse('notSupported', 'DISTANCE() of two fixed places')
  const reference = resolvePath(scope, fieldSide)
  const places = [from, to].map((side) => bindPlace(scope, side))
  return {
    name: 'DISTANCE',
    reference,
    type: 'double',
    read: (record) => {
      const [one, other] = places.map((place) => place(record))
      return one && other ? distance(one, other, wanted) : null
    },
    key: call.rawValue?.replaceAll(/\s+/g, '').toLowerCase() ?? 'distance',
  }
}

/** Where a location field of a row or a fixed GEOLOCATION() is. */
function bindPlace(
  scope: Scope,
  side: string | Call | undefined,
): (record: Parameters<ValueReader>[0]) => Place | undefined {
  if (side !== undefined && typeof side !== 'string') {
    const [latitude, longitude] = (side.parameters ?? []).map(Number)
    const place = { latitude: latitude ?? 0, longitude: longitude ?? 0 }
    return () => place
  }
  const reference = resolvePath(scope, side ?? '')
  if (reference.field.type !== 'location' && reference.field.type !== 'address') {
    throw refuseField(scope, reference, 'DISTANCE')
  }
  const part = (ending: string) => {
    const field = reference.object.fields.find(
      (one) => one.compoundFieldName === reference.field.name && one.name.replace(/__s$/, '').endsWith(ending),
    )
    return readBeside(scope, reference, field?.name ?? '')
  }
  const [latitude, longitude] = [part('Latitude'), part('Longitude')]
  return (record) => {
    const at = { latitude: latitude(record), longitude: longitude(record) }
    return typeof at.latitude === 'number' && typeof at.longitude === 'number' ? (at as Place) : undefined
  }
}

/** Reads another field of the record that a field is of. */
function readBeside(scope: Scope, { path, field }: Reference, name: string): ValueReader {
  return resolvePath(scope, path.slice(0, path.length - field.name.length) + name).read
}

function keyOf(name: string, reference: Reference): string {
  return `${name}(${reference.path})`
}

function refuseField(scope: Scope, reference: Reference, name: string) {
  const detail = `${reference.field.name} does not support aggregate operator ${name}`
  return complain(scope.text, locate(scope.text, reference.field.name), 'notAggregatable', detail)
}

function localeOf(scope: Scope): Locale {
  const { LocaleSidKey, TimeZoneSidKey } = runAsUser(scope.store)?.values ?? {}
  return {
    name: text(LocaleSidKey, 'en_US').replaceAll('_', '-'),
    timeZone: text(TimeZoneSidKey, 'UTC'),
    currency: 'EUR',
  }
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}
