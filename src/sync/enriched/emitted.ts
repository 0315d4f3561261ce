/** Which documents went out for a record, as the state has it. */
import type { RecordId } from '../../terms.js'

/**
 * The Ids of a record's documents as a short text: empty where that is the record's own alone, as it is for all records
 * that no processor makes several documents of, or none. `#1` to `#12` of a record are the number 12.
 */
export function renderEmitted(record: RecordId, ids: string[]): string {
  if (ids.length === 1 && ids[0] === record) return ''
  const entries: (string | number)[] = []
  let last = 0
  for (const id of ids) {
    if (id === `${record}#${last + 1}`) last += 1
    else entries.push(id.startsWith(record) && !id.startsWith(`${record}=`) ? id.slice(record.length) : `=${id}`)
  }
  return JSON.stringify(last === 0 ? entries : [...entries, last])
}

/** What `renderEmitted` made of the Ids, or several of these texts put together, each Id once. */
export function parseEmitted(record: RecordId, text: string): string[] {
  if (text === '') return [record]
  const ids = (JSON.parse(text) as (string | number)[]).flatMap((entry) => {
    if (typeof entry === 'number') return Array.from({ length: entry }, (_, at) => `${record}#${at + 1}`)
    return entry.startsWith('=') ? entry.slice(1) : record + entry
  })
  return [...new Set(ids)]
}
