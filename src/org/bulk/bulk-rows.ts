import { parseJson } from '../../exact-json.js'
import type { Row } from '../../terms.js'
import { buildBadAnswer } from '../errors/refusal.js'
import type { BulkField } from '../org.js'

/** Whether a column of CSV says all that REST says of a value of this type: texts and numbers look alike in it. */
export function comesByBulk(type: string): boolean {
  return !unsaid.has(type)
}

/** A compound value comes as its parts. */
const unsaid = new Set(['address', 'location', 'base64', 'anyType', 'complexvalue', 'json', ''])

/**
 * The columns that fields are made of. A parent without a value in any of them may be there all the same: its Id tells.
 */
export function columnsOf(fields: BulkField[]): string[] {
  const columns = fields.flatMap(({ path, parts }) =>
    parts === undefined ? [...parentsOf(path).map((parent) => `${parent}.Id`), path] : parts.map(({ field }) => field),
  )
  return [...new Set(columns)]
}

/** `Owner` and `Owner.Profile` of `Owner.Profile.Name`. */
function parentsOf(path: string): string[] {
  const names = path.split('.')
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'))
}

type Cells = string[]

/**
 * What makes of a line the row that REST has for the same record: values typed, parents as objects, compound values
 * whole. Throws BAD_ANSWER where the header is not that of the fields, and, when it is used, where a value is not of
 * its type.
 */
export function buildRowReader(fields: BulkField[], header: Cells, sobject: string): (cells: Cells) => Row {
  const places = new Map(header.map((name, at) => [name.toLowerCase(), at]))
  const wanted = columnsOf(fields)
  const lost = wanted.filter((name) => !places.has(name.toLowerCase()))
  if (lost.length > 0 || header.length !== wanted.length) {
    const what = lost.length > 0 ? `no column ${lost.join(', ')}` : `${header.length} columns`
    throw buildBadAnswer(`the CSV has ${what}`, { sobject })
  }
  const inPlace = fields.map((field) => ({ ...field, names: field.path.split('.') }))
  return readerOf(inPlace, '', { sobject, placeOf: (name) => places.get(name.toLowerCase())! })
}

interface Columns {
  sobject: string
  placeOf(name: string): number
}

/** A field below a parent, `prefix`, with the names that are left of its path. */
type Named = BulkField & { names: string[] }

function readerOf(fields: Named[], prefix: string, columns: Columns): (cells: Cells) => Row {
  const byKey = new Map<string, Named[]>()
  for (const field of fields) byKey.set(field.names[0]!, [...(byKey.get(field.names[0]!) ?? []), field])
  const readers = [...byKey].map(([key, group]) => [key, valueReader(key, group, prefix, columns)] as const)
  return (cells) => {
    const row: Row = {}
    for (const [key, read] of readers) row[key] = read(cells)
    return row
  }
}

function valueReader(key: string, group: Named[], prefix: string, columns: Columns): (cells: Cells) => unknown {
  const [{ names, type, parts }] = group as [Named]
  if (parts !== undefined) return compoundReader(parts, columns)
  if (names.length === 1) return cellReader(`${prefix}${key}`, type, columns)
  const below = group.map((field) => ({ ...field, names: field.names.slice(1) }))
  const read = readerOf(below, `${prefix}${key}.`, columns)
  const idAt = columns.placeOf(`${prefix}${key}.Id`)
  return (cells) => (cells[idAt] === '' ? null : read(cells))
}

/** A compound value none of whose parts holds anything is null. */
function compoundReader(parts: NonNullable<BulkField['parts']>, columns: Columns): (cells: Cells) => unknown {
  const readers = parts.map(({ key, field, type }) => [key, cellReader(field, type, columns)] as const)
  return (cells) => {
    const value = Object.fromEntries(readers.map(([key, read]) => [key, read(cells)]))
    return Object.values(value).every((part) => part === null) ? null : value
  }
}

/** Salesforce keeps no empty text: a cell without one is null. */
function cellReader(name: string, type: string, { sobject, placeOf }: Columns): (cells: Cells) => unknown {
  const at = placeOf(name)
  const parse = parsers[type]
  return (cells) => {
    const text = cells[at]!
    if (text === '') return null
    const value = parse === undefined ? text : parse(text)
    if (value === undefined) throw buildBadAnswer(`the CSV has ${name} that is no ${type}`, { sobject })
    return value
  }
}

/** By type, what a text stands for; undefined for none. */
const parsers: Record<string, (text: string) => unknown> = {
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  int: parseNumber,
  long: parseNumber,
  double: parseNumber,
  currency: parseNumber,
  percent: parseNumber,
  // REST prints the offset, Bulk a Z.
  datetime: (text) => text.replace(/Z$/, '+0000'),
}

function parseNumber(text: string): unknown {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? parseJson(text) : undefined
}
