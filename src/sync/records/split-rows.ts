/** Rows of an sObject with more fields than a URL can carry: read in several statements and joined by Id. */
import { ExtractError } from '../../errors/extract-error.js'
import type { Org, QueryResult } from '../../org/org.js'
import type { Query, RecordId, Row } from '../../terms.js'
import { equals } from '../../soql/conditions.js'
import type { Soql } from '../../soql/soql.js'
import { noProgress } from '../windows/no-progress.js'
import { reopenedPages } from '../windows/reopened-pages.js'
import { stampOf } from '../windows/stamps.js'

/** How the further fields of a page's rows are queried. */
export interface SameRows {
  /** The rows in the pieces that a statement can name, in their order. */
  pieces: Row[][]
  /** The query of a piece, or of what is left of one, with another select list. */
  queryOf(select: Soql, rows: Row[]): Query
}

/**
 * Joins the further fields to the rows of a page, which has the first of the select lists. A row that changed or went
 * between two statements is read again by itself, so that no row is ever half one version and half another; a row that
 * was deleted is left out: its tombstone follows. `alone` are the select lists that a row is read by itself with.
 */
export async function joinSplitRows(
  org: Org,
  rows: Row[],
  selects: Soql[],
  same: SameRows,
  alone = selects,
): Promise<Row[]> {
  const [, ...further] = selects
  if (further.length === 0 || rows.length === 0) return rows
  const batch = org.batch()
  const results = further.map((select) =>
    same.pieces.map((piece) => ({ piece, select, result: batch.query(same.queryOf(select, piece)) })),
  )
  const parts: Map<RecordId, Row>[] = []
  for (const pieces of results) {
    const found = new Map<RecordId, Row>()
    for (const each of pieces) await readPiece(org, same, each, found)
    parts.push(found)
  }
  const joined: Row[] = []
  for (const row of rows) {
    const whole =
      join([row, ...parts.map((part) => part.get(String(row['Id'])))]) ??
      (await readAlone(org, row, alone, same.queryOf(selects[0]!, [row])))
    if (whole !== undefined) joined.push(whole)
  }
  return joined
}

/** Reads the further fields of a piece; a lost locator has the rows queried that come after the last one read. */
async function readPiece(
  org: Org,
  { queryOf }: SameRows,
  { piece, select, result }: { piece: Row[]; select: Soql; result: QueryResult },
  found: Map<RecordId, Row>,
): Promise<void> {
  const places = new Map(piece.map((row, place) => [String(row['Id']), place]))
  let left = piece
  const reopen = () => (left.length === 0 ? undefined : org.query(queryOf(select, left)))
  for await (const rows of reopenedPages(result, reopen, async (page) => page.rows)) {
    const before = left.length
    for (const row of rows) {
      const id = String(row['Id'])
      found.set(id, row)
      left = piece.slice(Math.max(piece.length - left.length, (places.get(id) ?? -1) + 1))
    }
    if (rows.length > 0 && left.length === before) throw noProgress(result.query.sobject, String(rows.at(-1)!['Id']))
  }
}

/** The rows of a query for one Id. */
async function readById(result: QueryResult): Promise<Map<RecordId, Row>> {
  const rows = new Map<RecordId, Row>()
  for await (const page of result.pages()) {
    for (const row of page.rows) rows.set(String(row['Id']), row)
  }
  return rows
}

/** Undefined where a part is missing or carries another version than the first. */
function join(parts: (Row | undefined)[]): Row | undefined {
  const whole: Row = {}
  const version = versionOf(parts[0])
  for (const part of parts) {
    if (part === undefined || versionOf(part) !== version) return undefined
    addValues(whole, part)
  }
  return whole
}

/** The fields of one parent may be spread over several parts. */
function addValues(whole: Row, part: Row): void {
  for (const [key, value] of Object.entries(part)) {
    const known = whole[key]
    if (isParent(known) && isParent(value)) whole[key] = mergeParents(known, value)
    else whole[key] = value
  }
}

function mergeParents(known: Row, value: Row): Row {
  const merged = { ...known }
  addValues(merged, value)
  return merged
}

function isParent(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function versionOf(row: Row | undefined): string | undefined {
  return stampOf(row?.['SystemModstamp']) ?? stampOf(row?.['LastModifiedDate']) ?? stampOf(row?.['CreatedDate'])
}

/**
 * Reads one row with all its fields until its parts agree; undefined where it is gone. Throws BAD_ANSWER for a row that
 * never stands still.
 */
export async function readAlone(
  org: Org,
  row: Row,
  selects: Soql[],
  { sobject, scope }: Pick<Query, 'sobject' | 'scope'>,
): Promise<Row | undefined> {
  const id = String(row['Id'])
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const batch = org.batch()
    const results = selects.map((select) =>
      batch.query({ sobject, scope, soql: select.where(equals('Id', id)).text() }),
    )
    const parts: (Row | undefined)[] = []
    for (const result of results) parts.push((await readById(result)).get(id))
    if (parts.every((part) => part === undefined)) return undefined
    const whole = join(parts)
    if (whole !== undefined) return whole
  }
  throw new ExtractError('BAD_ANSWER', `${sobject} ${id} changed each time it was read.`, {
    hint: "Its object's watermark stays where it was, and the next run reads it again.",
    details: { object: sobject },
  })
}

const maxAttempts = 5
