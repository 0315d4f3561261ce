import type { FieldSchema, ObjectSchema } from '../../terms.js'
import { checkbox, child, field, longText, picklist, reference, sobject, text } from '../fields.js'
import { EVENT_TYPES, PRIORITIES, TASK_STATUSES, TASK_TYPES } from '../picklists.js'
import { auditFields, identity, owner } from '../system-fields.js'

/** What can have activities. */
const WHAT = ['Account', 'Campaign', 'Case', 'Opportunity', 'Project__c']
const FREQUENCIES = ['RecursDaily', 'RecursEveryWeekday', 'RecursMonthly', 'RecursWeekly', 'RecursYearly']
const INSTANCES = ['First', 'Second', 'Third', 'Fourth', 'Last']

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
      field('combobox', 'Subject', 'Subject', { length: 255 }),
      field('date', 'ActivityDate', 'Due Date Only'),
      picklist('Status', 'Status', TASK_STATUSES, { nillable: false }),
      picklist('Priority', 'Priority', PRIORITIES, { nillable: false }),
      checkbox('IsHighPriority', 'High Priority'),
      owner('user or queue'),
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
      ...recurrence('Task'),
      picklist('RecurrenceRegeneratedType', 'Repeat This Task', ['RecurrenceRegenerateAfterDueDate'], { length: 40 }),
      picklist('TaskSubtype', 'Task Subtype', ['Task', 'Email', 'Call', 'ListEmail'], { length: 40 }),
      field('datetime', 'CompletedDateTime', 'Completed Date'),
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
      field('combobox', 'Subject', 'Subject', { length: 255 }),
      text('Location', 'Location', 255),
      checkbox('IsAllDayEvent', 'All-Day Event'),
      field('datetime', 'ActivityDateTime', 'Due Date Time'),
      field('date', 'ActivityDate', 'Due Date Only'),
      field('int', 'DurationInMinutes', 'Duration'),
      field('datetime', 'StartDateTime', 'Start Date Time'),
      field('datetime', 'EndDateTime', 'End Date Time'),
      field('date', 'EndDate', 'End Date'),
      longText('Description', 'Description'),
      owner('user'),
      picklist('Type', 'Type', EVENT_TYPES, { length: 40 }),
      checkbox('IsPrivate', 'Private'),
      picklist('ShowAs', 'Show Time As', ['Busy', 'OutOfOffice', 'Free'], { length: 40 }),
      checkbox('IsChild', 'Is Child'),
      checkbox('IsGroupEvent', 'Is Group Event'),
      picklist('GroupEventType', 'Group Event Type', ['0', '1', '2'], { length: 40 }),
      ...auditFields(),
      checkbox('IsArchived', 'Archived'),
      ...reminder(),
      ...recurrence('Event'),
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

function recurrence(sobjectName: string): FieldSchema[] {
  return [
    reference('RecurrenceActivityId', 'Recurrence Activity ID', sobjectName),
    checkbox('IsRecurrence', 'Create Recurring Series of Activities'),
    field('date', 'RecurrenceStartDateOnly', 'Recurrence Start'),
    field('date', 'RecurrenceEndDateOnly', 'Recurrence End'),
    picklist('RecurrenceTimeZoneSidKey', 'Recurrence Time Zone', ['Europe/Berlin', 'Europe/London'], { length: 40 }),
    picklist('RecurrenceType', 'Recurrence Type', FREQUENCIES, { length: 40 }),
    field('int', 'RecurrenceInterval', 'Recurrence Interval'),
    field('int', 'RecurrenceDayOfWeekMask', 'Recurrence Day of Week Mask'),
    field('int', 'RecurrenceDayOfMonth', 'Recurrence Day of Month'),
    picklist('RecurrenceInstance', 'Recurrence Instance', INSTANCES, { length: 40 }),
    picklist('RecurrenceMonthOfYear', 'Recurrence Month of Year', ['January', 'July'], { length: 40 }),
  ]
}
