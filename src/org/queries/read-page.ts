import { buildBadAnswer } from '../errors/refusal.js'
import type { Subject } from '../errors/subject.js'
import type { ApiAnswer } from '../http/api.js'
import type { NestedRows, Page, Row } from '../../terms.js'
import { findRowFault } from './row-shape.js'

/**
 * A query answer as a page. `done` alone says whether there is more: totalSize has been seen to differ from the rows.
 * Throws BAD_ANSWER for anything that is no query answer, for one whose rows are none, and for one without a Date:
 * windows end by the org's clock.
 */
export function readPage({ body, orgTime }: ApiAnswer, subject: Subject): Page {
  const { records, totalSize, done, nextRecordsUrl } = (body ?? {}) as Partial<NestedRows>
  if (!Array.isArray(records) || typeof totalSize !== 'number' || typeof done !== 'boolean') {
    throw buildBadAnswer('it has no records, totalSize or done', subject)
  }
  if (orgTime === undefined) throw buildBadAnswer('it has no Date header that can be read', subject)
  validateRows(records, subject)
  if (done) return { rows: records, totalSize, orgTime }
  if (typeof nextRecordsUrl !== 'string') throw buildBadAnswer('there are more rows, but no nextRecordsUrl', subject)
  return { rows: records, totalSize, orgTime, next: nextRecordsUrl }
}

function validateRows(rows: Row[], subject: Subject): void {
  const needsId = selectsId.test(subject.soql ?? '')
  for (const row of rows) {
    const fault = findRowFault(row) ?? (needsId && !isId(row['Id']) ? 'a row has no Id' : undefined)
    if (fault !== undefined) throw buildBadAnswer(fault, subject)
  }
}

/** Every statement of a run begins like this: its rows are told apart by their Ids. */
const selectsId = /^\s*SELECT\s+Id(?:\s*,|\s+FROM\s)/i

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
