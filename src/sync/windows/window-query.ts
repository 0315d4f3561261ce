/** A window over one sObject as SOQL: which rows, in which order, from where on. Pure. */
import type { Query, Row, Stamp } from '../../terms.js'
import { above, and, atLeast, atMost, below, equals, or, type Condition } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import { stamp } from '../../soql/values.js'
import { stampOf } from './stamps.js'
import { standIn, type Window } from './cursor.js'

/** What is read of an sObject, and how far. `advance` in watermark.ts moves the window. */
export interface Scan {
  sobject: string
  scope: Query['scope']
  /** The field whose stamps make the window; absent for an sObject that has none: it is read whole, by Id. */
  watermarkField?: string
  window: Window
  /** Whether rows may have no stamp. */
  mayLackStamp?: boolean
  /** The select list, without conditions. */
  select: Soql
  /** Deleted rows are among them, since no condition keeps them out, and are left out by their `IsDeleted`. */
  dropsDeleted?: boolean
  /** The select list may be cut into shorter ones. */
  isSplittable?: boolean
  /** What else must hold: the user's `where`, `IsDeleted = true`. */
  condition?: Condition
  /** A part of the window that is queried by itself, since the whole took the org too long. */
  part?: { from: Stamp; until: Stamp }
}

/**
 * The next statement for what is left of a scan's window: of one that was begun first the rest of the second it stands
 * in. Two statements, since an OR over two fields is refused for custom metadata, for one.
 */
export function windowQuery(scan: Scan): Query {
  return buildQuery(scan, and(scan.condition, windowCondition(scan)), keyOrder(scan))
}

/** At most `rows` rows of what is left of the window. */
export function sliceQuery(scan: Scan, rows: number): Query {
  return buildQuery(scan, and(scan.condition, windowCondition(scan)), keyOrder(scan), rows)
}

/** The Id at one end of what is left of a full scan's window, as one row. */
export function edgeQuery(scan: Scan, direction: 'ASC' | 'DESC'): Query {
  const { sobject, scope, condition } = scan
  const select = soql(sobject)
    .id()
    .where(and(condition, windowCondition(scan)))
  return { sobject, scope, soql: select.orderBy('Id', direction).limit(1).text() }
}

/** True where the next statement is for the rest of a second, and another one is for what comes after it. */
export function isRestOfSecond({ window: { mode, from: start, after }, watermarkField, part }: Scan): boolean {
  if (mode === 'full' || watermarkField === undefined || after?.stamp === undefined || after.isWhole) return false
  const from = part?.from ?? start
  return from === undefined || after.stamp >= from
}

/**
 * Moves a scan on to its next statement, after one that was read to its end; false where that was the last. `isRest`
 * says what that one was for.
 */
export function moveOn({ window, watermarkField, mayLackStamp }: Scan, isRest: boolean): boolean {
  if (isRest) {
    window.after!.isWhole = true
    return true
  }
  if (window.mode !== 'full') return false
  if (watermarkField === undefined || !mayLackStamp || window.stampless) return moveToNextRange(window)
  window.stampless = true
  delete window.after
  return true
}

function moveToNextRange(window: Window): boolean {
  const [, next, ...further] = window.rest ?? []
  if (next === undefined) return false
  window.rest = [next, ...further]
  standIn(window, next)
  return true
}

/** How many rows what is left of the window holds, some of its first second counted twice where it was begun. */
export function countQuery(scan: Scan): Query {
  const { sobject, scope, window } = scan
  const from = isRestOfSecond(scan) ? window.after?.stamp : undefined
  return {
    sobject,
    scope,
    soql: soql(sobject)
      .where(
        and(
          scan.condition,
          windowCondition(from === undefined ? scan : { ...scan, window: { ...window, from, after: undefined } }),
        ),
      )
      .count()
      .text(),
  }
}

/**
 * A page's rows in pieces that `spanQuery` can name: one, but for custom metadata, which refuses an OR over two fields,
 * the rows of the first second, of the last, and those between.
 */
export function spansOf(scan: Scan, rows: Row[]): Row[][] {
  const seconds = rows.map((row) => keyOf(scan, row).stamp)
  const [first] = seconds
  const last = seconds.at(-1)
  if (first === undefined || last === undefined || first === last || !refusesOr(scan)) return [rows]
  const [start, end] = [seconds.findLastIndex((second) => second === first) + 1, seconds.indexOf(last)]
  return [rows.slice(0, start), rows.slice(start, end), rows.slice(end)].filter((piece) => piece.length > 0)
}

/** The span of rows, first and last included, in the scan's order: for the further fields of the same rows. */
export function spanQuery(scan: Scan, select: Soql, rows: Row[]): Query {
  const condition = and(scan.condition, spanCondition(scan, rows[0]!, rows.at(-1)!))
  return buildQuery({ ...scan, select }, condition, keyOrder(scan))
}

function buildQuery({ sobject, scope, select }: Scan, condition: Condition, order: string[], rows?: number): Query {
  const ordered = order.reduce((statement, field) => statement.orderBy(field), select.where(condition))
  return { sobject, scope, soql: (rows === undefined ? ordered : ordered.limit(rows)).text() }
}

function keyOrder({ window, watermarkField }: Scan): string[] {
  return window.mode === 'full' || watermarkField === undefined ? ['Id'] : [watermarkField, 'Id']
}

function windowCondition(scan: Scan): Condition {
  const {
    watermarkField,
    window: { mode, after },
  } = scan
  const { from, until } = scan.part ?? scan.window
  const { from: first, below: end } = scan.window.range ?? scan.window.rest?.[0] ?? {}
  const start = first === undefined ? undefined : atLeast('Id', first)
  const ids = and(after ? above('Id', after.id) : start, end === undefined ? undefined : below('Id', end))
  if (watermarkField === undefined) return ids
  const bound = until === undefined ? undefined : below(watermarkField, stamp(until))
  if (mode === 'full') return and(scan.window.stampless ? equals(watermarkField, null) : bound, ids)
  if (after?.stamp === undefined || (from !== undefined && after.stamp < from)) {
    return and(from === undefined ? undefined : atLeast(watermarkField, stamp(from)), bound)
  }
  if (after.isWhole) return and(above(watermarkField, stamp(after.stamp)), bound)
  return and(equals(watermarkField, stamp(after.stamp)), above('Id', after.id), bound)
}

function spanCondition(scan: Scan, first: Row, last: Row): Condition {
  const [from, to] = [keyOf(scan, first), keyOf(scan, last)]
  const ids = and(atLeast('Id', from.id), atMost('Id', to.id))
  if (from.stamp === undefined || to.stamp === undefined) return ids
  const { watermarkField } = from
  const [start, end] = [stamp(from.stamp), stamp(to.stamp)]
  if (from.stamp === to.stamp) return and(equals(watermarkField, start), ids)
  const seconds = and(atLeast(watermarkField, start), atMost(watermarkField, end))
  if (refusesOr(scan)) return seconds
  return and(
    seconds,
    or(above(watermarkField, start), atLeast('Id', from.id)),
    or(below(watermarkField, end), atMost('Id', to.id)),
  )
}

/**
 * Custom metadata: "OR can't be used as a compound filter when child filters are on two different columns" (Salesforce
 * Help, "Custom Metadata Types Limitations").
 */
function refusesOr({ sobject }: Scan): boolean {
  return /__mdt$/i.test(sobject)
}

/** A row's place in the scan's order: its Id alone in a full scan, its stamp and Id otherwise. */
function keyOf(
  { window, watermarkField }: Scan,
  row: Row,
): { id: string; stamp: string | undefined; watermarkField: string } {
  const byStamp = window.mode === 'incremental' && watermarkField !== undefined
  return {
    id: String(row['Id']),
    stamp: byStamp ? stampOf(row[watermarkField]) : undefined,
    watermarkField: watermarkField ?? 'Id',
  }
}
