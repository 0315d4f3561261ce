import { ExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import type { NestedRows, Row } from '../../terms.js'
import { isPlaceholder } from '../windows/row-keys.js'

/**
 * Reads every child list inside a row to its last page, at every depth, in place.
 * Salesforce cuts a child list after a first page of its own (seen: 199 and 499 rows) and gives it its own locator.
 * Gives the number of lists that end with fewer rows than the org announced.
 * Throws LOCATOR_LOST where the rest is out of reach: the row has to be read anew; BAD_ANSWER for one that has a row
 * twice.
 */
export async function completeChildLists(org: Org, row: Row, sobject: string): Promise<number> {
  let cut = 0
  for (const [relationship, value] of Object.entries(row)) {
    if (!isChildList(value)) continue
    await followToEnd(org, value, sobject)
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

async function followToEnd(org: Org, list: NestedRows, sobject: string): Promise<void> {
  let next = list.done ? undefined : list.nextRecordsUrl
  const followed = new Set<string>()
  while (next !== undefined) {
    if (followed.has(next)) throw buildBadList(sobject, 'The pages of a child list lead in a circle.')
    followed.add(next)
    const page = await org.queryMore(next, sobject)
    list.records.push(...page.rows)
    next = page.next
  }
  list.done = true
  delete list.nextRecordsUrl
}

function buildBadList(sobject: string, what: string): ExtractError {
  return new ExtractError('BAD_ANSWER', `${sobject}: ${what}`, {
    hint: "The object's watermark stays where it was, and the next run reads it again.",
    details: { object: sobject },
  })
}
