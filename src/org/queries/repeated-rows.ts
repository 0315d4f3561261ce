import type { RecordId, Row } from '../../terms.js'

/**
 * Takes out of the pages of one statement, called with each in turn, the rows that the page before had in the same
 * version: an org may move rows between pages. No more than a page's Ids is kept. Rows that share an Id on one page are
 * let through, from there on: the Id is no key.
 */
export function openRepeats(): (rows: Row[]) => Row[] {
  let before: Map<RecordId, string> | undefined = new Map()
  return (rows) => {
    const ids = rows.flatMap(({ Id }) => (typeof Id === 'string' ? Id : []))
    if (before === undefined || new Set(ids).size < ids.length) {
      before = undefined
      return rows
    }
    const known = before
    const fresh = rows.filter((row) => known.get(String(row['Id'])) !== versionOf(row))
    before = new Map(rows.filter(({ Id }) => typeof Id === 'string').map((row) => [String(row['Id']), versionOf(row)]))
    return fresh
  }
}

/** The stamps of a row as they came; of a row without one its Id has to be enough. */
function versionOf(row: Row): string {
  return ['SystemModstamp', 'LastModifiedDate'].map((name) => String(row[name] ?? '')).join(' ')
}
