import type { ObjectSchema } from '../../terms.js'
import {
  checkbox,
  child,
  email,
  field,
  longText,
  picklist,
  reference,
  shortTextArea,
  sobject,
  text,
} from '../fields.js'
import { EMAIL_STATUSES } from '../labelled-picklists.js'
import { auditFields, identity } from '../system-fields.js'
import { WHAT } from '../parents.js'

/** CaseComment as a describe lists it. */
export function caseCommentSchema(): ObjectSchema {
  return sobject({
    name: 'CaseComment',
    label: 'Case Comment',
    labelPlural: 'Case Comments',
    keyPrefix: '00a',
    fields: [
      ...identity('Case Comment ID'),
      reference('ParentId', 'Parent ID', 'Case', 'Parent', { nillable: false }),
      checkbox('IsPublished', 'Published'),
      shortTextArea('CommentBody', 'Body', { length: 4000 }),
      ...auditFields(),
    ],
  })
}

/** EmailMessage as a describe lists it. ParentId is the case alone; RelatedToId can be any record. */
export function emailMessageSchema(): ObjectSchema {
  return sobject({
    name: 'EmailMessage',
    label: 'Email Message',
    labelPlural: 'Email Messages',
    keyPrefix: '02s',
    fields: [
      ...identity('Email Message ID'),
      reference('ParentId', 'Case ID', 'Case', 'Parent'),
      reference('ActivityId', 'Activity ID', 'Task'),
      longText('TextBody', 'Text Body'),
      longText('HtmlBody', 'HTML Body'),
      longText('Headers', 'Headers'),
      text('Subject', 'Subject', 3000),
      text('FromName', 'From Name', 1000),
      email('FromAddress', 'From Address', 1000),
      picklist('ValidatedFromAddress', 'From', []),
      text('ToAddress', 'To Address', 4000),
      text('CcAddress', 'CC Address', 4000),
      text('BccAddress', 'BCC Address', 4000),
      checkbox('Incoming', 'Is Incoming'),
      checkbox('HasAttachment', 'Has Attachment'),
      picklist('Status', 'Status', EMAIL_STATUSES, { length: 40, nillable: false }),
      field('datetime', 'MessageDate', 'Message Date'),
      reference('ReplyToEmailMessageId', 'Email Message ID', 'EmailMessage', 'ReplyToEmailMessage'),
      checkbox('IsExternallyVisible', 'Is Externally Visible'),
      text('MessageIdentifier', 'Message ID', 765),
      text('ThreadIdentifier', 'Thread ID', 765),
      checkbox('IsClientManaged', 'Is Client Managed'),
      reference('RelatedToId', 'Related To ID', WHAT, 'RelatedTo'),
      checkbox('IsTracked', 'Is Tracked'),
      checkbox('IsOpened', 'Opened?'),
      field('datetime', 'FirstOpenedDate', 'First Opened'),
      field('datetime', 'LastOpenedDate', 'Last Opened'),
      checkbox('IsBounced', 'Bounced?'),
      reference('EmailTemplateId', 'Email Template ID', 'EmailTemplate', 'EmailTemplate'),
      ...auditFields(),
    ],
    children: [
      child('Cases', 'Case', 'SourceId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
    ],
  })
}
