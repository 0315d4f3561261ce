import type { Stamp } from '../../terms.js'
import { buildBadAnswer } from '../errors/refusal.js'
import type { Api } from '../http/api.js'
import type { DeletedList } from '../org.js'

/**
 * GET /sobjects/X/deleted. Seconds are ignored at both ends. Throws BAD_ANSWER for what is no such list.
 */
export async function fetchDeleted(
  api: Api,
  root: string,
  sobject: string,
  { start, end }: { start: Stamp; end: Stamp },
): Promise<DeletedList> {
  const span = new URLSearchParams({ start: dateOf(start), end: dateOf(end) })
  const { body } = await api.call({ path: `${root}/sobjects/${sobject}/deleted?${span.toString()}`, sobject })
  const { deletedRecords, latestDateCovered } = (body ?? {}) as {
    deletedRecords?: unknown
    latestDateCovered?: unknown
  }
  if (!Array.isArray(deletedRecords) || !deletedRecords.every(isDeleted))
    throw buildBadAnswer('the list of deleted records is no list of Ids', { sobject })
  return {
    ids: deletedRecords.map(({ id, deletedDate }) => ({ id, deletedAt: stampOf(deletedDate) })),
    covered: stampOf(latestDateCovered),
  }
}

function isDeleted(entry: unknown): entry is { id: string; deletedDate?: unknown } {
  return typeof (entry as { id?: unknown } | null)?.id === 'string'
}

function dateOf(stamp: Stamp): string {
  return stamp.replace(/\.\d+Z$/, '+00:00')
}

function stampOf(value: unknown): Stamp | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
