import { soql } from '../../../soql/soql.js'
import type { Selection } from '../selection.js'

/**
 * A statement that tries the conditions and orders of configured lists, or of one of them, on a first record.
 * Undefined where there are none.
 */
export function trialOfLists({ sobject, children }: Selection, relationship?: string): string | undefined {
  const trials = children.filter((child) => relationship === undefined || child.relationship === relationship)
  const lists = trials.flatMap(({ trial }) => trial ?? [])
  if (lists.length === 0) return undefined
  return lists
    .reduce((select, list) => select.child(list), soql(sobject).id())
    .limit(1)
    .text()
}
