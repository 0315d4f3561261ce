import type { Random } from '../../random.js'
import { EVENT_TYPES, TASK_PRIORITIES, TASK_STATUSES, TASK_TYPES } from '../../schema/picklists.js'
import type { Store, StoredRecord } from '../../terms.js'
import { pickPeople, type Owners } from '../people.js'
import { dayOf, LAST_CHANGE, pickStamps } from '../words/dates.js'
import { DEAL_SENTENCES, writeText } from '../words/sentences.js'

export interface ActivityContext {
  /** What they are about: accounts, opportunities, cases. */
  about: StoredRecord[]
  contacts: StoredRecord[]
  owners: Owners
}

/** What people have to do and did. Closed ones that were due a year before the last change are archived. */
export function buildTasks(store: Store, random: Random, count: number, from: ActivityContext): void {
  for (let n = 0; n < count; n++) {
    const what = random.pick(from.about)
    const stamps = pickStamps(random, what.createdAt)
    const day = dayOf(stamps.CreatedDate, random.integer(0, 30))
    const Status = day < dayOf(LAST_CHANGE) && random.chance(0.8) ? 'Completed' : random.pick(TASK_STATUSES)
    const Type = random.pick(TASK_TYPES)
    store.insert('Task', {
      ...pickPeople(random, from.owners),
      ...partiesOf(random, what, from.contacts),
      Subject: random.pick(SUBJECTS),
      Status,
      Priority: random.pick(TASK_PRIORITIES),
      Type,
      TaskSubtype: Type === 'Call' ? 'Call' : 'Task',
      Description: random.chance(0.5) ? writeText(random, DEAL_SENTENCES, 2) : null,
      ActivityDate: day,
      CompletedDateTime: Status === 'Completed' ? stamps.LastModifiedDate : null,
      IsArchived: Status === 'Completed' && day < ARCHIVED_BEFORE,
      ...stamps,
    })
  }
}

/** Their meetings. Those that were more than a year before the last change are archived. */
export function buildEvents(store: Store, random: Random, count: number, from: ActivityContext): void {
  for (let n = 0; n < count; n++) {
    const what = random.pick(from.about)
    const stamps = pickStamps(random, what.createdAt)
    const day = dayOf(stamps.CreatedDate, random.integer(0, 30))
    const start = Date.parse(`${day}T${String(random.integer(8, 16)).padStart(2, '0')}:00:00Z`)
    const minutes = random.pick([30, 60, 90])
    store.insert('Event', {
      ...pickPeople(random, from.owners),
      ...partiesOf(random, what, from.contacts),
      Subject: random.pick(SUBJECTS),
      Type: random.pick(EVENT_TYPES),
      ActivityDate: day,
      ActivityDateTime: start,
      StartDateTime: start,
      EndDateTime: start + minutes * 60_000,
      EndDate: day,
      DurationInMinutes: minutes,
      ShowAs: 'Busy',
      EventSubtype: 'Event',
      GroupEventType: '0',
      IsArchived: day < ARCHIVED_BEFORE,
      ...stamps,
    })
  }
}

const ARCHIVED_BEFORE = dayOf(LAST_CHANGE, -365)
const SUBJECTS = ['Call', 'Send Quote', 'Site visit', 'Follow up on offer', 'Yearly review', 'Commissioning']

function partiesOf(random: Random, what: StoredRecord, contacts: StoredRecord[]): Record<string, unknown> {
  return {
    WhatId: what.id,
    AccountId: what.sobject === 'Account' ? what.id : what.values['AccountId'],
    WhoId: contacts.length > 0 && random.chance(0.6) ? random.pick(contacts).id : null,
  }
}
