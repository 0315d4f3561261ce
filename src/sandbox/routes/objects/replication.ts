import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { isReplicateable } from '../../describes/describe-body.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import { readMoment, renderDatetime } from '../../soql/conditions/datetime.js'
import { findObject } from './rows.js'

/** GET /sobjects/{X}/deleted?start=&end=: what was deleted in a window of at most 15 days back. */
export function answerDeleted(org: SandboxOrg, call: Call, name: string): Reply {
  const { start, end, rows, covered } = openWindow(org, call, name, DELETED_DAYS)
  const records = rows.filter((row) => row.isDeleted && row.systemModstampAt >= start && row.systemModstampAt < end)
  return {
    status: 200,
    json: {
      deletedRecords: records.map((row) => ({ deletedDate: renderDatetime(row.systemModstampAt), id: row.id })),
      earliestDateAvailable: renderDatetime(org.clock.now() - DELETED_DAYS * DAY_MS),
      latestDateCovered: covered,
    },
  }
}

/** GET /sobjects/{X}/updated?start=&end=: the Ids of what changed in a window of at most 30 days back. */
export function answerUpdated(org: SandboxOrg, call: Call, name: string): Reply {
  const { start, end, rows, covered } = openWindow(org, call, name, UPDATED_DAYS)
  const records = rows.filter((row) => !row.isDeleted && row.systemModstampAt >= start && row.systemModstampAt < end)
  return { status: 200, json: { ids: records.map((row) => row.id), latestDateCovered: covered } }
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const DELETED_DAYS = 15
const UPDATED_DAYS = 30

/** Seconds are ignored at both ends; the window ends no later than the oldest open transaction began. */
function openWindow(org: SandboxOrg, call: Call, name: string, days: number) {
  const object = findObject(org, name)
  if (!isReplicateable(object)) throw refuse('notFound')
  const now = org.clock.now()
  const start = readMinute(call, 'start')
  const asked = readMinute(call, 'end')
  if (asked - start <= MINUTE_MS || start > now)
    throw refuse('badReplicationDate', 'startDate must be more than one minute before endDate')
  const end = Math.min(asked, now)
  if (start < now - days * DAY_MS) throw refuse('badReplicationDate', `startDate cannot be more than ${days} days ago`)
  const subject = { ...subjectOf(org, call), object: object.name }
  if (org.faults.strike('too-many-ids', subject)) throw refuse('idLimit')
  const open = org.faults.strike('open-transaction', subject)
  const covered = Math.min(end, open ? now - (open.ms ?? 0) : Infinity)
  return {
    start,
    end,
    rows: [...org.store.rows(object.name)],
    covered: renderDatetime(Math.floor(covered / MINUTE_MS) * MINUTE_MS),
  }
}

function readMinute(call: Call, name: string): number {
  const at = readMoment(call.query.get(name) ?? '')
  if (Number.isNaN(at)) throw refuse('badReplicationDate', `Invalid ${name} date: ${call.query.get(name) ?? ''}`)
  return Math.floor(at / MINUTE_MS) * MINUTE_MS
}
