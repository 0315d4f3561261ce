import type { ObjectSchema } from '../../../terms.js'
import { checkbox, field, longText, picklist, readOnly, reference, text } from '../../fields.js'
import { TASK_SUBTYPES } from '../../labelled-picklists.js'
import { TASK_PRIORITIES, TASK_STATUSES } from '../../picklists.js'
import { auditFields, identity, owner } from '../../system-fields.js'
import { WHAT } from '../../parents.js'

/** What is to do and what was done about a record: tasks and events in one list, which can't be queried by itself. */
export function activityListSchemas(): ObjectSchema[] {
  return [
    activityListSchema('OpenActivity', 'Open Activity', 'Open Activities'),
    activityListSchema('ActivityHistory', 'Activity History', 'Activity History'),
  ]
}

/** Object Reference, OpenActivity and ActivityHistory. */
function activityListSchema(name: string, label: string, labelPlural: string): ObjectSchema {
  const fields = [
    ...identity('Activity ID'),
    reference('AccountId', 'Account ID', 'Account', 'Account'),
    reference('WhoId', 'Name ID', ['Contact', 'Lead'], 'Who'),
    reference('WhatId', 'Related To ID', WHAT, 'What'),
    field('combobox', 'Subject', 'Subject', { length: 255 }),
    checkbox('IsTask', 'Task'),
    field('date', 'ActivityDate', 'Date'),
    field('datetime', 'ActivityDateTime', 'Time'),
    owner('user or queue'),
    picklist('Status', 'Status', TASK_STATUSES, { length: 40 }),
    picklist('Priority', 'Priority', TASK_PRIORITIES, { length: 40 }),
    checkbox('IsHighPriority', 'High Priority'),
    picklist('ActivityType', 'Type', ['Call', 'Email', 'Meeting', 'Other'], { length: 40 }),
    picklist('ActivitySubtype', 'Activity Subtype', { ...TASK_SUBTYPES, Event: 'Event' }, { length: 40 }),
    checkbox('IsClosed', 'Closed'),
    checkbox('IsAllDayEvent', 'All-Day Event'),
    field('int', 'DurationInMinutes', 'Duration'),
    text('Location', 'Location', 255),
    longText('Description', 'Comments'),
    ...auditFields(),
    field('int', 'CallDurationInSeconds', 'Call Duration'),
    picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound'], { length: 40 }),
    text('CallDisposition', 'Call Result', 255),
    text('CallObject', 'Call Object Identifier', 255),
    field('datetime', 'ReminderDateTime', 'Reminder Date/Time'),
    checkbox('IsReminderSet', 'Reminder Set'),
    field('datetime', 'CompletedDateTime', 'Completed Date/Time'),
    field('datetime', 'StartDateTime', 'Start'),
    field('datetime', 'EndDateTime', 'End'),
    reference('AlternateDetailId', 'Email Message ID', 'EmailMessage', 'AlternateDetail'),
  ]
  return readOnly(name, label, labelPlural, fields, { queryable: false, replicateable: false })
}
