import type { StoredRecord } from '../terms.js'
import type { Org } from './org.js'

/** Whether rows of the sObject are tasks and events under another name. */
export function isActivityList(sobject: string): boolean {
  return sobject === 'OpenActivity' || sobject === 'ActivityHistory'
}

/**
 * The tasks and events whose `field` holds `parentId`, as rows of OpenActivity (open tasks, events to come) or of
 * ActivityHistory (closed tasks, past events, archived ones too).
 */
export function activityRows(org: Org, list: string, field: string, parentId: string): StoredRecord[] {
  const now = org.clock.now()
  return ['Task', 'Event']
    .flatMap((sobject) => org.tables.children(sobject, field, parentId))
    .filter((record) => isOpen(record, now) === (list === 'OpenActivity'))
    .map((record) => activityView(record, list))
}

function isOpen({ sobject, values }: StoredRecord, now: number): boolean {
  return sobject === 'Task' ? values['IsClosed'] !== true : Number(values['EndDateTime'] ?? 0) > now
}

/** The same record as a row of the list. */
export function activityView(record: StoredRecord, list: string): StoredRecord {
  const { Type, TaskSubtype, EventSubtype } = record.values
  const IsTask = record.sobject === 'Task'
  const ActivitySubtype = IsTask ? TaskSubtype : EventSubtype
  return { ...record, sobject: list, values: { ...record.values, IsTask, ActivityType: Type, ActivitySubtype } }
}
