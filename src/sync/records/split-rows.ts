/** Rows of an sObject with more fields than a URL can carry: read in several statements and joined by Id. */
import { ExtractError } from '../../errors/extract-error.js'
import type { Org, QueryResult } from '../../org/org.js'
import type { Query, RecordId, Row } from '../../terms.js'
import { equals } from '../../soql/conditions.js'
import type { Soql } from '../../soql/soql.js'
import { stampOf } from '../windows/stamps.js'

/** The query of the further fields of one page's rows: for the same rows with another select list. */
export type SameRows = (select: Soql) => Query

/**
 * Joins the further fields to the rows of a page. A row that changed or went between two statements is read again by
 * itself, so that no row is ever half one version and half another; a row that was deleted is left out: its tombstone
 * follows.
 */
export async function joinSplitRows(org: Org, rows: Row[], selects: Soql[], sameRows: SameRows): Promise<Row[]> {
  const [, ...further] = selects
  if (further.length === 0 || rows.length === 0) return rows
  const batch = org.batch()
  const results = further.map((select) => batch.query(sameRows(select)))
  const parts: Map<RecordId, Row>[] = []
  for (const result of results) parts.push(await readById(result))
  const joined: Row[] = []
  for (const row of rows) {
    const whole =
      join([row, ...parts.map((part) => part.get(String(row['Id'])))]) ?? (await readAlone(org, row, selects, sameRows))
    if (whole !== undefined) joined.push(whole)
  }
  return joined
}

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

/** Reads one row with all its fields until its parts agree. Throws BAD_ANSWER for a row that never stands still. */
async function readAlone(org: Org, row: Row, selects: Soql[], sameRows: SameRows): Promise<Row | undefined> {
  const id = String(row['Id'])
  const { sobject, scope } = sameRows(selects[0]!)
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
