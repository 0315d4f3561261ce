import type { GroupByClause, GroupByFnClause } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import { isGroupable } from '../../describes/field-facts.js'
import type { FieldSchema, StoredRecord } from '../../terms.js'
import { complain, locateGroup } from '../complaint.js'
import { foldText } from '../conditions/comparers.js'
import { identityOf, type Value, type ValueReader } from '../conditions/values.js'
import { bindCall, isDateCall, nameOf, pathOf } from '../functions/calls.js'
import { resolvePath, type Scope } from '../references.js'

/** One column of a GROUP BY: a field or a part of a date. */
export interface Group {
  /** A field's path, or what a call is of. */
  key: string
  /** The key of a row where it has no alias; none for a call. */
  name: string | undefined
  type: string
  field: FieldSchema
  read: ValueReader
}

/** What a GROUP BY makes: its columns, and for each kind of row which of them it keeps; the others are summed up. */
export interface Grouping {
  groups: Group[]
  sets: ReadonlySet<number>[]
  /** Whether it has subtotals. */
  kind: 'plain' | 'ROLLUP' | 'CUBE'
}

/** The rows of a group, or of a subtotal over the groups that are not `kept`. */
export interface Bucket {
  records: StoredRecord[]
  kept: ReadonlySet<number>
}

/** Binds a GROUP BY. Throws for fields that can't be grouped by or come twice, and for more than three of a ROLLUP. */
export function bindGrouping(scope: Scope, clauses: GroupByClause[]): Grouping {
  const [first] = clauses
  const name = first && 'fn' in first ? nameOf(first.fn) : ''
  if (name !== 'ROLLUP' && name !== 'CUBE') {
    const groups = clauses.map((clause) => bindGroup(scope, clause))
    refuseTwice(groups)
    return { groups, sets: [new Set(groups.keys())], kind: 'plain' }
  }
  const parameters = (first as GroupByFnClause).fn.parameters ?? []
  // All that is grouped by stands within the parentheses ("GROUP BY ROLLUP").
  const end = scope.text.indexOf(')', locateGroup(scope.text, name))
  if (parameters.length === 0) throw complain(scope.text, end, 'unexpectedToken', ')')
  if (clauses.length > 1) throw complain(scope.text, scope.text.indexOf(',', end), 'unexpectedToken', ',')
  if (parameters.length > MAX_SUBTOTALS) throw refuse('groupCount', name)
  const groups = parameters.map((part) => bindGroup(scope, typeof part === 'string' ? { field: part } : { fn: part }))
  refuseTwice(groups)
  return { groups, sets: name === 'ROLLUP' ? rollup(groups.length) : cube(groups.length), kind: name }
}

/** Text groups without regard to case. A subtotal comes after the groups it is over. */
export function groupRecords(records: StoredRecord[], { groups, sets, kind }: Grouping): Bucket[] {
  if (groups.length === 0) return [{ records, kept: new Set() }]
  const buckets = sets.flatMap((kept) => bucketsOf(records, groups, kept))
  return kind === 'plain' ? buckets : inOrderOfTotals(buckets, groups)
}

/** What a bucket shows of a column; null in a subtotal over it. */
export function groupValue(groups: Group[], at: number): (bucket: Bucket) => Value {
  const group = groups[at]!
  return ({ records, kept }) => (kept.has(at) && records[0] ? group.read(records[0]) : null)
}

const MAX_SUBTOTALS = 3

function bindGroup(scope: Scope, clause: GroupByClause): Group {
  if ('fn' in clause) {
    if (!isDateCall(clause.fn)) {
      throw complain(scope.text, locateGroup(scope.text, pathOf(clause.fn)), 'notGroupable', pathOf(clause.fn))
    }
    const { key, type, read, reference } = bindCall(scope, clause.fn)
    return { key, name: undefined, type, field: { ...reference.field, type }, read }
  }
  const { path, field, read } = resolvePath(scope, clause.field)
  if (!isGroupable(field)) throw complain(scope.text, locateGroup(scope.text, clause.field), 'notGroupable', field.name)
  return { key: path, name: field.name, type: field.type, field, read }
}

function refuseTwice(groups: Group[]): void {
  const keys = groups.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw refuse('duplicateGroup', twice)
}

/** Of a, b and c: a, b and c; a and b; a; none. */
function rollup(count: number): ReadonlySet<number>[] {
  return Array.from(
    { length: count + 1 },
    (_, dropped) => new Set(Array.from({ length: count - dropped }, (__, n) => n)),
  )
}

/** Every choice of them. */
function cube(count: number): ReadonlySet<number>[] {
  const places = Array.from({ length: count }, (_, n) => n)
  return Array.from({ length: 2 ** count }, (_, dropped) => new Set(places.filter((n) => !(dropped & (1 << n)))))
}

function bucketsOf(records: StoredRecord[], groups: Group[], kept: ReadonlySet<number>): Bucket[] {
  const readers = groups.filter((_, at) => kept.has(at))
  const buckets = new Map<string, Bucket>()
  for (const record of records) {
    const key = JSON.stringify(readers.map((group) => identity(group, record)))
    const bucket = buckets.get(key)
    if (bucket) bucket.records.push(record)
    else buckets.set(key, { records: [record], kept })
  }
  return [...buckets.values()]
}

function identity({ type, read }: Group, record: StoredRecord): Value {
  const value = identityOf(read(record))
  return typeof value === 'string' && type !== 'id' && type !== 'reference' ? foldText(value) : value
}

/** Column by column, what is summed up last. */
function inOrderOfTotals(buckets: Bucket[], groups: Group[]): Bucket[] {
  const places = groups.map((_, at) => {
    const seen = new Map<Value, number>()
    for (const { records, kept } of buckets) {
      const value = kept.has(at) ? identity(groups[at]!, records[0]!) : null
      if (!seen.has(value)) seen.set(value, seen.size)
    }
    return (bucket: Bucket) =>
      bucket.kept.has(at) ? (seen.get(identity(groups[at]!, bucket.records[0]!)) ?? 0) : Infinity
  })
  return buckets.toSorted((a, b) => {
    for (const place of places) {
      const [one, other] = [place(a), place(b)]
      if (one !== other) return one - other
    }
    return 0
  })
}
