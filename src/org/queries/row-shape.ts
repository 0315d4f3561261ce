import { shorten } from '../../errors/shorten.js'

/**
 * What is wrong with a row of a query answer, in words; undefined where nothing is. A row is an object; so is each
 * parent in it, and each row of its child lists, at every depth. Cheap enough for every row: it looks at objects alone.
 */
export function findRowFault(row: unknown, depth = 0): string | undefined {
  if (!isObject(row)) return `a row is ${renderKind(row)}`
  if (depth > deepestRow) return `a row is nested more than ${deepestRow} levels deep`
  for (const name in row) {
    const value = row[name]
    if (typeof value !== 'object' || value === null) continue
    const fault = isChildList(value) ? findListFault(name, value, depth + 1) : findValueFault(value, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** A value that is an object, as JSON has them. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Salesforce goes up five parents and down five child lists from a record; the rest is room. */
const deepestRow = 32

interface ChildList {
  records?: unknown
  totalSize?: unknown
  done?: unknown
  nextRecordsUrl?: unknown
}

function isChildList(value: object): value is ChildList {
  return 'records' in value || 'totalSize' in value || 'nextRecordsUrl' in value
}

function findListFault(name: string, list: ChildList, depth: number): string | undefined {
  const { records, totalSize, done, nextRecordsUrl } = list
  if (!Array.isArray(records) || typeof totalSize !== 'number' || typeof done !== 'boolean') {
    return `the child list ${JSON.stringify(shorten(name, 80))} has no records, totalSize or done`
  }
  const isNone = nextRecordsUrl === undefined || (done && nextRecordsUrl === null)
  if (!isNone && typeof nextRecordsUrl !== 'string') {
    return `the next page of the child list ${JSON.stringify(shorten(name, 80))} is ${renderKind(nextRecordsUrl)}`
  }
  return findFirst(records, (row) => findRowFault(row, depth))
}

function findValueFault(value: object, depth: number): string | undefined {
  if (!Array.isArray(value)) return findRowFault(value, depth)
  if (depth > deepestRow) return `a row is nested more than ${deepestRow} levels deep`
  return findFirst(value, (item) =>
    typeof item === 'object' && item !== null ? findValueFault(item, depth + 1) : undefined,
  )
}

function findFirst(values: unknown[], find: (value: unknown) => string | undefined): string | undefined {
  for (const value of values) {
    const fault = find(value)
    if (fault !== undefined) return fault
  }
  return undefined
}

function renderKind(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
