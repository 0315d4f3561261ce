/** A small SOQL of its own, over rows as the API gives them: what the embedded org's answers are held against. */
export type Row = Record<string, unknown>
export type Scalar = string | number | boolean | null

export type Kind = 'text' | 'picklist' | 'number' | 'boolean' | 'date' | 'datetime' | 'id'

export interface Field {
  path: string
  kind: Kind
  /** The values of a picklist in the order of Setup. */
  choices?: string[]
}

export type Test = (row: Row) => boolean

export interface OrderKey {
  field: Field
  descending: boolean
  nullsLast: boolean
}

/** The value at `Account.Name`; null where the parent is. */
export function valueAt(row: Row, path: string): Scalar {
  let at: unknown = row
  for (const name of path.split('.')) at = at === null ? null : (at as Row)[name]
  return (at ?? null) as Scalar
}

/** What a value is compared by. */
export function comparable(field: Field, value: Scalar): Scalar {
  if (typeof value !== 'string') return value
  if (field.kind === 'datetime') return Date.parse(value.replace('+0000', 'Z'))
  return field.kind === 'id' ? value : value.toLowerCase()
}

/** A comparison as SOQL has it: nothing is more or less than null, and `!=` takes in rows without a value. */
export function compares(field: Field, operator: string, wanted: Scalar[]): Test {
  const values = wanted.map((value) => comparable(field, value))
  const [first = null] = values
  return (row) => {
    const value = comparable(field, valueAt(row, field.path))
    if (operator === '=' || operator === 'IN') return values.includes(value)
    if (operator === '!=' || operator === 'NOT IN') return !values.includes(value)
    if (value === null || first === null) return false
    if (operator === '<') return value < first
    if (operator === '<=') return value <= first
    return operator === '>' ? value > first : value >= first
  }
}

/** LIKE of a text with `%` at its end, its beginning or both. */
export function likens(field: Field, part: string, place: 'start' | 'end' | 'inside'): Test {
  const wanted = part.toLowerCase()
  return (row) => {
    const value = valueAt(row, field.path)
    if (value === null) return false
    const text = String(value).toLowerCase()
    if (place === 'inside') return text.includes(wanted)
    return place === 'start' ? text.startsWith(wanted) : text.endsWith(wanted)
  }
}

/** The rows in order. Rows that are equal in it stay in theirs. */
export function ordered(rows: Row[], keys: OrderKey[]): Row[] {
  return rows.toSorted((a, b) => {
    for (const { field, descending, nullsLast } of keys) {
      const [one, other] = [sortable(field, valueAt(a, field.path)), sortable(field, valueAt(b, field.path))]
      if (one === other) continue
      if (one === null || other === null) return (one === null) === nullsLast ? 1 : -1
      return one < other === descending ? 1 : -1
    }
    return 0
  })
}

function sortable(field: Field, value: Scalar): Scalar {
  if (field.kind !== 'picklist' || typeof value !== 'string') return comparable(field, value)
  const place = (field.choices ?? []).indexOf(value)
  return place < 0 ? (field.choices ?? []).length : place
}

/** Columns a summary groups by. */
export interface GroupColumn {
  soql: string
  key: string
  of: (row: Row) => Scalar
}

export interface AggregateColumn {
  soql: string
  key: string
  of: (rows: Row[]) => Scalar
}

/** An aggregate of a field under a name. */
export function aggregate(name: string, field: Field, key: string): AggregateColumn {
  return {
    soql: `${name}(${field.path}) ${key}`,
    key,
    of: (rows) => {
      const values = rows.map((row) => valueAt(row, field.path)).filter((value) => value !== null)
      if (name === 'COUNT') return values.length
      if (name === 'COUNT_DISTINCT') return new Set(values).size
      if (values.length === 0) return null
      const sum = values.reduce<number>((total, value) => total + Number(value), 0)
      if (name === 'SUM' || name === 'AVG') return name === 'SUM' ? sum : sum / values.length
      const inOrder = values.toSorted((a, b) => (sortable(field, a)! < sortable(field, b)! ? -1 : 1))
      return (name === 'MIN' ? inOrder[0] : inOrder.at(-1)) ?? null
    },
  }
}

/** The rows of a summary; with `rollup` subtotals from right to left too. */
export function summarized(rows: Row[], groups: GroupColumn[], columns: AggregateColumn[], rollup: boolean): Row[] {
  const depths = rollup ? groups.map((_, at) => at).concat(groups.length) : [groups.length]
  return depths.flatMap((depth) => {
    const buckets = new Map<string, Row[]>()
    for (const row of rows) {
      const key = JSON.stringify(groups.slice(0, depth).map(({ of }) => foldText(of(row))))
      buckets.set(key, [...(buckets.get(key) ?? []), row])
    }
    if (groups.length === 0) buckets.set('[]', rows)
    return [...buckets.values()].map((bucket) =>
      Object.fromEntries([
        ...groups.map(({ key, of }, at) => [key, at < depth ? of(bucket[0]!) : null]),
        ...columns.map(({ key, of }) => [key, of(bucket)]),
      ]),
    )
  })
}

/** For comparing summaries whatever their order, the case of text and the last digits of sums. */
export function digest(rows: Row[]): string[] {
  return rows
    .map((row) => {
      const entries = Object.entries(row).filter(([key]) => key !== 'attributes')
      return JSON.stringify(entries.map(([key, value]) => [key, round(foldText(value as Scalar))]))
    })
    .toSorted()
}

function foldText(value: Scalar): Scalar {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function round(value: Scalar): Scalar {
  return typeof value === 'number' ? Number(value.toPrecision(10)) : value
}
