import { ExtractError } from '../../errors/extract-error.js'
import type { Row } from '../../terms.js'

/**
 * Throws BAD_ANSWER where the Ids of a page are no key: two rows share one, or a row has the placeholder that event,
 * big and virtual objects print in place of an Id. Read by such Ids, rows would be skipped and documents overwrite each
 * other.
 */
export function validateKeys(sobject: string, rows: Row[]): void {
  const ids = new Set<unknown>()
  for (const { Id: id } of rows) {
    if (!ids.has(id) && !isPlaceholder(id)) {
      ids.add(id)
      continue
    }
    throw new ExtractError(
      'BAD_ANSWER',
      `The Id ${String(id)} is no key: rows of ${sobject} can't be told apart by it.`,
      {
        hint: `Leave ${sobject} out of the datasource: event, big and virtual objects have no Ids of their own.`,
        details: { object: sobject },
      },
    )
  }
}

/** What event, big and virtual objects print in place of an Id. */
export function isPlaceholder(id: unknown): boolean {
  return typeof id === 'string' && /^0{15}(?:AAA)?$/.test(id)
}
