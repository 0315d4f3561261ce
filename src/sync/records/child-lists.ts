import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import type { NestedRows, Row } from '../../terms.js'
import { isPlaceholder } from '../windows/row-keys.js'
import { buildBadList, followList } from './follow-list.js'
import { rereadList, type ListOwner } from './lost-lists.js'

/**
 * Reads every child list inside a row to its last page, at every depth, in place.
 * Salesforce cuts a child list after a first page of its own (seen: 199 and 499 rows) and gives it its own locator.
 * A list of the row itself whose locator is lost is read anew by itself, where `owner` says what the row is.
 * Gives the number of lists that end with fewer rows than the org announced.
 * Throws LOCATOR_LOST where the rest is out of reach: the row has to be read anew; BAD_ANSWER for one that has a row
 * twice.
 */
export async function completeChildLists(org: Org, row: Row, sobject: string, owner?: ListOwner): Promise<number> {
  let cut = 0
  for (const relationship in row) {
    const value = row[relationship]
    if (!isChildList(value)) continue
    const reread = owner && ((lost: ExtractError) => rereadList(org, owner, { row, relationship, lost }))
    await readToEnd(org, value, sobject, reread)
    validateChildKeys(value.records, relationship, sobject)
    if (value.records.length < value.totalSize) cut += 1
    for (const child of value.records) cut += await completeChildLists(org, child, sobject)
  }
  return cut
}

/** Throws BAD_ANSWER where an Id stands twice among the rows: a document would have it twice; or is no Id. */
function validateChildKeys(rows: Row[], relationship: string, sobject: string): void {
  const ids = rows.flatMap(({ Id }) => (typeof Id === 'string' ? [Id] : []))
  if (ids.some(isPlaceholder)) {
    throw new ExtractError('BAD_ANSWER', `${sobject}: The rows of ${relationship} have no Ids of their own.`, {
      hint: `Leave ${relationship} out with exclude_fields of ${sobject}, or take it out of its children.`,
      details: { object: sobject },
    })
  }
  if (new Set(ids).size < ids.length) throw buildBadList(sobject, 'A row stands twice in a child list.')
}

/** A child list as a query returns it. Parents are objects too, but have no `records`. */
export function isChildList(value: unknown): value is NestedRows {
  return typeof value === 'object' && value !== null && Array.isArray((value as NestedRows).records)
}

/** The rows of what may be a child list; none where it holds none or wasn't read. */
export function childRows(value: unknown): Row[] {
  return isChildList(value) ? value.records : []
}

/** Reads the list to its end, in place; anew where its locator is lost on the way. */
async function readToEnd(
  org: Org,
  list: NestedRows,
  sobject: string,
  reread?: (lost: ExtractError) => Promise<NestedRows>,
) {
  try {
    for await (const { rows } of followList(org, list, sobject)) list.records.push(...rows)
  } catch (error) {
    if (reread === undefined || !isExtractError(error, 'LOCATOR_LOST')) throw error
    Object.assign(list, await reread(error))
  }
  list.done = true
  delete list.nextRecordsUrl
}
