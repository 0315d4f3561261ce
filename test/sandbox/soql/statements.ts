import * as fc from 'fast-check'
import { aggregate, compares, likens, ordered, summarized, valueAt } from './evaluator.js'
import type { AggregateColumn, Field, GroupColumn, OrderKey, Row, Scalar, Test } from './evaluator.js'

/** All rows of the objects that statements are made about. */
export interface Tables {
  fields: Record<string, Field[]>
  rows: Record<string, Row[]>
}

/** A statement with what it should answer. */
export interface Statement {
  soql: string
  kind: 'rows' | 'count' | 'summary'
  expected: () => Row[]
}

interface Part {
  soql: string
  test: Test
}

/** Statements about any of the objects: rows in an order, counts and summaries. */
export function statements(tables: Tables): fc.Arbitrary<Statement> {
  return fc.constantFrom(...Object.keys(tables.rows)).chain((object) => {
    const where = fc.option(filters(tables, object), { nil: undefined, freq: 5 })
    return fc.oneof(
      { weight: 3, arbitrary: listings(tables, object, where) },
      { weight: 1, arbitrary: counts(tables, object, where) },
      { weight: 2, arbitrary: summaries(tables, object, where) },
    )
  })
}

/** Semi-joins by object: the field on the left, and the statement's object and field. */
const JOINS: Readonly<Record<string, [left: string, inner: string, selected: string][]>> = {
  Account: [
    ['Id', 'Contact', 'AccountId'],
    ['Id', 'Opportunity', 'AccountId'],
  ],
  Contact: [
    ['AccountId', 'Account', 'Id'],
    ['Id', 'Case', 'ContactId'],
  ],
  Case: [['ContactId', 'Contact', 'Id']],
  Opportunity: [['AccountId', 'Account', 'Id']],
}

function filters(tables: Tables, object: string): fc.Arbitrary<Part> {
  const plain = conditions(tables, object, 2)
  const joins = JOINS[object] ?? []
  if (joins.length === 0) return plain
  const joined = fc
    .tuple(fc.constantFrom(...joins), fc.boolean(), fc.option(plain, { nil: undefined }))
    .chain(([[left, inner, selected], negated, other]) =>
      conditions(tables, inner, 1).map((within): Part => {
        const ids = new Set(tables.rows[inner]!.filter(within.test).map((row) => valueAt(row, selected)))
        ids.delete(null)
        const soql = `${left} ${negated ? 'NOT IN' : 'IN'} (SELECT ${selected} FROM ${inner} WHERE ${within.soql})`
        return {
          soql: other ? `${soql} AND (${other.soql})` : soql,
          test: (row) => ids.has(valueAt(row, left)) !== negated && (other?.test(row) ?? true),
        }
      }),
    )
  return fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: joined })
}

function conditions(tables: Tables, object: string, depth: number): fc.Arbitrary<Part> {
  const leaf = fc.constantFrom(...tables.fields[object]!).chain((field) => comparisons(field, tables.rows[object]!))
  if (depth === 0) return leaf
  const inner = conditions(tables, object, depth - 1)
  const groups = fc
    .tuple(fc.constantFrom('AND', 'OR'), fc.array(inner, { minLength: 2, maxLength: 3 }))
    .map(([joint, parts]): Part => ({
      soql: parts.map(({ soql }) => `(${soql})`).join(` ${joint} `),
      test: (row) => (joint === 'AND' ? parts.every(({ test }) => test(row)) : parts.some(({ test }) => test(row))),
    }))
  const negations = inner.map(({ soql, test }): Part => ({ soql: `NOT (${soql})`, test: (row) => !test(row) }))
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: groups }, { weight: 1, arbitrary: negations })
}

function comparisons(field: Field, rows: Row[]): fc.Arbitrary<Part> {
  const values = fc.constantFrom(...rows.map((row) => valueAt(row, field.path)))
  const single = fc.tuple(fc.constantFrom(...operatorsOf(field)), values).map(([operator, value]): Part => ({
    soql: `${field.path} ${operator} ${literal(field, value)}`,
    test: compares(field, operator, [value]),
  }))
  const listed = fc
    .tuple(fc.constantFrom('IN', 'NOT IN'), fc.array(values, { minLength: 1, maxLength: 4 }))
    .map(([operator, list]): Part => ({
      soql: `${field.path} ${operator} (${list.map((value) => literal(field, value)).join(', ')})`,
      test: compares(field, operator, list),
    }))
  if (field.kind !== 'text') return fc.oneof(single, listed)
  const liked = fc
    .tuple(values, fc.constantFrom('start', 'end', 'inside'), fc.nat(5), fc.integer({ min: 1, max: 3 }))
    .map(([value, place, from, length]): Part => {
      const text = String(value ?? 'x').replaceAll(/[^a-zA-Z ]/g, '')
      const part = place === 'start' ? text.slice(0, length) : place === 'end' ? text.slice(-length) : text.slice(from)
      const pattern = `${place === 'start' ? '' : '%'}${part}${place === 'end' ? '' : '%'}`
      return { soql: `${field.path} LIKE '${pattern}'`, test: likens(field, part, place) }
    })
  return fc.oneof(single, listed, liked)
}

function operatorsOf(field: Field): string[] {
  return field.kind === 'boolean' ? ['=', '!='] : ['=', '!=', '<', '<=', '>', '>=']
}

function literal(field: Field, value: Scalar): string {
  if (value === null) return 'null'
  if (field.kind === 'datetime') return String(value).replace('+0000', 'Z')
  if (typeof value !== 'string' || field.kind === 'date') return String(value)
  return `'${value
    .replaceAll(/['\\]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)}'`
}

function listings(tables: Tables, object: string, where: fc.Arbitrary<Part | undefined>): fc.Arbitrary<Statement> {
  const keys = fc.array(
    fc.record({
      field: fc.constantFrom(...tables.fields[object]!),
      descending: fc.boolean(),
      nullsLast: fc.boolean(),
    }),
    { maxLength: 2 },
  )
  const bounds = fc.record({ limit: fc.option(fc.nat(60), { nil: undefined }), offset: fc.nat(30) })
  return fc.tuple(where, keys, bounds).map(([filter, given, { limit, offset }]) => {
    const order: OrderKey[] = [...given, { field: { path: 'Id', kind: 'id' }, descending: false, nullsLast: true }]
    const by = order.map(
      ({ field, descending, nullsLast }) =>
        `${field.path} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`,
    )
    const tail = limit === undefined ? '' : ` LIMIT ${limit} OFFSET ${offset}`
    return {
      soql: `SELECT Id FROM ${object}${whereOf(filter)} ORDER BY ${by.join(', ')}${tail}`,
      kind: 'rows',
      expected: () => {
        const rows = ordered(matching(tables, object, filter), order)
        return limit === undefined ? rows : rows.slice(offset, offset + limit)
      },
    }
  })
}

function counts(tables: Tables, object: string, where: fc.Arbitrary<Part | undefined>): fc.Arbitrary<Statement> {
  return where.map((filter) => ({
    soql: `SELECT COUNT() FROM ${object}${whereOf(filter)}`,
    kind: 'count',
    expected: () => matching(tables, object, filter),
  }))
}

function summaries(tables: Tables, object: string, where: fc.Arbitrary<Part | undefined>): fc.Arbitrary<Statement> {
  const fields = tables.fields[object]!
  const groups = fc.shuffledSubarray(groupColumns(fields), { maxLength: 2 })
  const measures = aggregateColumns(fields)
  const columns = fc.shuffledSubarray(measures, { minLength: 1, maxLength: Math.min(4, measures.length) })
  return fc.tuple(where, groups, columns, fc.boolean()).map(([filter, by, chosen, wantsRollup]) => {
    const rows = matching(tables, object, filter)
    const rollup = wantsRollup && rows.length > 0 && by.length > 0 && !by.some(({ soql }) => soql.includes('('))
    const names = by.map(({ soql }) => soql).join(', ')
    const grouping = by.length === 0 ? '' : ` GROUP BY ${rollup ? `ROLLUP(${names})` : names}`
    const selected = [...by.map(({ soql, key }) => `${soql} ${key}`), ...chosen.map(({ soql }) => soql)]
    return {
      soql: `SELECT ${selected.join(', ')} FROM ${object}${whereOf(filter)}${grouping}`,
      kind: 'summary',
      expected: () => summarized(rows, by, chosen, rollup),
    }
  })
}

function groupColumns(fields: Field[]): GroupColumn[] {
  return fields.flatMap((field, at): GroupColumn[] => {
    const key = `g${at}`
    const of = (row: Row) => valueAt(row, field.path)
    if (field.kind === 'picklist' || field.kind === 'boolean') return [{ soql: field.path, key, of }]
    if (field.kind !== 'date' && field.kind !== 'datetime') return []
    const part = (from: number, to: number) => (row: Row) => {
      const value = of(row)
      return value === null ? null : Number(String(value).slice(from, to))
    }
    return [
      { soql: `CALENDAR_YEAR(${field.path})`, key: `${key}y`, of: part(0, 4) },
      { soql: `CALENDAR_MONTH(${field.path})`, key: `${key}m`, of: part(5, 7) },
    ]
  })
}

function aggregateColumns(fields: Field[]): AggregateColumn[] {
  const all = fields.flatMap((field, at): AggregateColumn[] => {
    if (field.kind === 'number') {
      return ['SUM', 'AVG', 'MIN', 'MAX', 'COUNT'].map((name) => aggregate(name, field, `${name.toLowerCase()}${at}`))
    }
    if (field.kind === 'date') return ['MIN', 'MAX'].map((name) => aggregate(name, field, `${name.toLowerCase()}${at}`))
    return []
  })
  return [aggregate('COUNT', { path: 'Id', kind: 'id' }, 'n'), ...all]
}

function matching(tables: Tables, object: string, filter: Part | undefined): Row[] {
  return tables.rows[object]!.filter((row) => filter?.test(row) ?? true)
}

function whereOf(filter: Part | undefined): string {
  return filter === undefined ? '' : ` WHERE ${filter.soql}`
}
