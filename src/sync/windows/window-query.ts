/** A window over one sObject as SOQL: which rows, in which order, from where on. Pure. */
import type { Question, Row, Stamp } from '../../terms.js'
import { above, and, atLeast, below, equals, or, soql, stamp, type Condition, type Soql } from '../../soql/soql.js'
import { stampOf } from './stamps.js'
import type { Window } from './watermark.js'

/** What is read of an sObject, and how far. `advance` in watermark.ts moves the window. */
export interface Reading {
  sobject: string
  scope: Question['scope']
  /** The field whose stamps make the window; absent for an sObject that has none: it is read whole, by Id. */
  stampField?: string
  window: Window
  /** The select list, without conditions. */
  select: Soql
  /** What else must hold: the user's `where`, `IsDeleted = true`. */
  condition?: Condition
  /** A part of the window that is asked for by itself, since the whole took the org too long. */
  part?: { from: Stamp; until: Stamp }
}

/** The statement for what is left of a reading's window. */
export function windowQuestion(reading: Reading): Question {
  return question(reading, and(reading.condition, windowCondition(reading)), keyOrder(reading))
}

/** At most `rows` rows of what is left of the window. */
export function sliceQuestion(reading: Reading, rows: number): Question {
  return question(reading, and(reading.condition, windowCondition(reading)), keyOrder(reading), rows)
}

/** How many rows what is left of the window holds. */
export function countQuestion(reading: Reading): Question {
  const { sobject, scope } = reading
  return {
    sobject,
    scope,
    soql: soql(sobject)
      .where(and(reading.condition, windowCondition(reading)))
      .count()
      .text(),
  }
}

/**
 * The span of a page's rows, first and last included, in the reading's order: for the further fields of the same rows.
 */
export function spanQuestion(reading: Reading, select: Soql, rows: Row[]): Question {
  const condition = and(reading.condition, notBefore(reading, rows[0]!), notAfter(reading, rows.at(-1)!))
  return question({ ...reading, select }, condition, keyOrder(reading))
}

function question({ sobject, scope, select }: Reading, condition: Condition, order: string[], rows?: number): Question {
  const ordered = order.reduce((statement, field) => statement.orderBy(field), select.where(condition))
  return { sobject, scope, soql: (rows === undefined ? ordered : ordered.limit(rows)).text() }
}

function keyOrder({ window, stampField }: Reading): string[] {
  return window.mode === 'full' || stampField === undefined ? ['Id'] : [stampField, 'Id']
}

function windowCondition(reading: Reading): Condition {
  const {
    stampField,
    window: { mode, after },
  } = reading
  const { from, until } = reading.part ?? reading.window
  if (stampField === undefined) return and(after && above('Id', after.id))
  const bound = until === undefined ? undefined : below(stampField, stamp(until))
  if (mode === 'full') return and(bound, after && above('Id', after.id))
  if (after?.stamp === undefined || (from !== undefined && after.stamp < from)) {
    return and(from === undefined ? undefined : atLeast(stampField, stamp(from)), bound)
  }
  // Said with a plain lower bound, which the org's index on stamps can serve.
  const isLater = or(above(stampField, stamp(after.stamp)), above('Id', after.id))
  return and(atLeast(stampField, stamp(after.stamp)), isLater, bound)
}

function notBefore(reading: Reading, row: Row): Condition {
  const { id, stamp: at, stampField } = keyOf(reading, row)
  const isFrom = [equals('Id', id), above('Id', id)]
  if (at === undefined) return or(...isFrom)
  return and(atLeast(stampField, stamp(at)), or(above(stampField, stamp(at)), ...isFrom))
}

function notAfter(reading: Reading, row: Row): Condition {
  const { id, stamp: at, stampField } = keyOf(reading, row)
  const sameId = or(equals('Id', id), below('Id', id))
  if (at === undefined) return sameId
  return or(and(equals(stampField, stamp(at)), sameId), below(stampField, stamp(at)))
}

/** A row's place in the reading's order: its Id alone in a full reading, its stamp and Id otherwise. */
function keyOf(
  { window, stampField }: Reading,
  row: Row,
): { id: string; stamp: string | undefined; stampField: string } {
  const byStamp = window.mode === 'incremental' && stampField !== undefined
  return {
    id: String(row['Id']),
    stamp: byStamp ? stampOf(row[stampField]) : undefined,
    stampField: stampField ?? 'Id',
  }
}
