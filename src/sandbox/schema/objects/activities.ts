import type { FieldSchema, ObjectSchema } from '../../terms.js'
import { checkbox, child, field, longText, picklist, reference, sobject, text } from '../fields.js'
import {
  CALENDAR_STATES,
  RECURRENCE_INSTANCES,
  RECURRENCES,
  REGENERATIONS,
  TASK_SUBTYPES,
  TIME_ZONES,
} from '../labelled-picklists.js'
import {
  EVENT_SUBJECTS,
  EVENT_TYPES,
  MONTHS,
  TASK_PRIORITIES,
  TASK_STATUSES,
  TASK_SUBJECTS,
  TASK_TYPES,
} from '../picklists.js'
import { auditFields, identity, owner } from '../system-fields.js'
import { WHAT } from '../parents.js'

/** Task as a describe lists it. A closed one a year old is archived: only queryAll shows it. */
export function taskSchema(): ObjectSchema {
  return sobject({
    name: 'Task',
    label: 'Task',
    labelPlural: 'Tasks',
    keyPrefix: '00T',
    fields: [
      ...identity('Activity ID'),
      ...people(),
      subject(TASK_SUBJECTS),
      field('date', 'ActivityDate', 'Due Date Only', { aggregatable: false }),
      picklist('Status', 'Status', TASK_STATUSES, { nillable: false }),
      picklist('Priority', 'Priority', TASK_PRIORITIES, { nillable: false }),
      checkbox('IsHighPriority', 'High Priority'),
      owner('user or queue', 'Assigned To ID'),
      longText('Description', 'Description'),
      picklist('Type', 'Type', TASK_TYPES, { length: 40 }),
      checkbox('IsClosed', 'Closed'),
      ...auditFields(),
      checkbox('IsArchived', 'Archived'),
      field('int', 'CallDurationInSeconds', 'Call Duration'),
      picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound'], { length: 40 }),
      text('CallDisposition', 'Call Result', 255),
      text('CallObject', 'Call Object Identifier', 255),
      ...reminder(),
      ...recurrence('Task', field('date', 'RecurrenceStartDateOnly', 'Recurrence Start')),
      picklist('RecurrenceRegeneratedType', 'Repeat This Task', REGENERATIONS, { length: 40 }),
      picklist('TaskSubtype', 'Task Subtype', TASK_SUBTYPES, { length: 40 }),
      field('datetime', 'CompletedDateTime', 'Completed Date/Time'),
    ],
    children: [
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('RecurringTasks', 'Task', 'RecurrenceActivityId'),
    ],
  })
}

/** Event as a describe lists it. One that ended a year ago is archived. */
export function eventSchema(): ObjectSchema {
  return sobject({
    name: 'Event',
    label: 'Event',
    labelPlural: 'Events',
    keyPrefix: '00U',
    fields: [
      ...identity('Activity ID'),
      ...people(),
      subject(EVENT_SUBJECTS),
      text('Location', 'Location', 255),
      checkbox('IsAllDayEvent', 'All-Day Event'),
      field('datetime', 'ActivityDateTime', 'Due Date Time'),
      field('date', 'ActivityDate', 'Due Date Only'),
      field('int', 'DurationInMinutes', 'Duration'),
      field('datetime', 'StartDateTime', 'Start Date Time'),
      field('datetime', 'EndDateTime', 'End Date Time'),
      field('date', 'EndDate', 'End Date'),
      longText('Description', 'Description'),
      owner('user', 'Assigned To ID'),
      picklist('Type', 'Type', EVENT_TYPES, { length: 40 }),
      checkbox('IsPrivate', 'Private'),
      picklist('ShowAs', 'Show Time As', CALENDAR_STATES, { length: 40 }),
      checkbox('IsChild', 'Is Child'),
      checkbox('IsGroupEvent', 'Is Group Event'),
      picklist('GroupEventType', 'Group Event Type', ['0', '1', '2'], { length: 40 }),
      ...auditFields(),
      checkbox('IsArchived', 'Archived'),
      ...reminder(),
      ...recurrence('Event', field('datetime', 'RecurrenceStartDateTime', 'Recurrence Start')),
      ...series(),
      picklist('EventSubtype', 'Event Subtype', ['Event'], { length: 40 }),
    ],
    children: [
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('RecurringEvents', 'Event', 'RecurrenceActivityId'),
    ],
  })
}

function people(): FieldSchema[] {
  return [
    reference('WhoId', 'Name ID', ['Contact', 'Lead'], 'Who'),
    reference('WhatId', 'Related To ID', WHAT, 'What'),
    reference('AccountId', 'Account ID', 'Account', 'Account'),
  ]
}

function reminder(): FieldSchema[] {
  return [field('datetime', 'ReminderDateTime', 'Reminder Date/Time'), checkbox('IsReminderSet', 'Reminder Set')]
}

/** How the series of a Classic calendar repeats; `start` is a date for tasks, a moment for events. */
function recurrence(sobjectName: string, start: FieldSchema): FieldSchema[] {
  return [
    reference('RecurrenceActivityId', 'Recurrence Activity ID', sobjectName),
    checkbox('IsRecurrence', `Create Recurring Series of ${sobjectName}s`),
    start,
    field('date', 'RecurrenceEndDateOnly', 'Recurrence End'),
    picklist('RecurrenceTimeZoneSidKey', 'Recurrence Time Zone', TIME_ZONES, { length: 40 }),
    picklist('RecurrenceType', 'Recurrence Type', RECURRENCES, { length: 40 }),
    field('int', 'RecurrenceInterval', 'Recurrence Interval'),
    field('int', 'RecurrenceDayOfWeekMask', 'Recurrence Day of Week Mask'),
    field('int', 'RecurrenceDayOfMonth', 'Recurrence Day of Month'),
    picklist('RecurrenceInstance', 'Recurrence Instance', RECURRENCE_INSTANCES, { length: 40 }),
    picklist('RecurrenceMonthOfYear', 'Recurrence Month of Year', MONTHS, { length: 40 }),
  ]
}

/** How the series of a Lightning calendar repeats. */
function series(): FieldSchema[] {
  return [
    checkbox('IsRecurrence2Exclusion', 'Is Recurrence2 Exclusion'),
    longText('Recurrence2PatternText', 'Recurrence2 Pattern Text', { length: 512 }),
    picklist('Recurrence2PatternVersion', 'Pattern Version', ['1'], { length: 40 }),
    checkbox('IsRecurrence2', 'Repeat'),
    checkbox('IsRecurrence2Exception', 'Is Recurrence2 Exception'),
    field('datetime', 'Recurrence2PatternStartDate', 'Recurrence2 Pattern Start Date'),
    text('Recurrence2PatternTimeZone', 'Recurrence2 Pattern Time Zone', 255),
  ]
}

/** Text of any kind, which a list makes proposals for. */
function subject(proposals: readonly string[]): FieldSchema {
  return field('combobox', 'Subject', 'Subject', { length: 255, picklist: [...proposals] })
}
