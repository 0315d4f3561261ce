import type { ObjectSchema } from '../../terms.js'
import { checkbox, field, reference, shortTextArea, sobject, text } from '../fields.js'
import { auditFields, identity, owner } from '../system-fields.js'
import { ATTACHED_TO } from '../parents.js'

/** Attachment: a file of old, on one record. Body is its bytes, read at an address of its own. */
export function attachmentSchema(): ObjectSchema {
  return sobject({
    name: 'Attachment',
    label: 'Attachment',
    labelPlural: 'Attachments',
    keyPrefix: '00P',
    fields: [
      ...identity('Attachment ID'),
      reference('ParentId', 'Parent ID', ATTACHED_TO, 'Parent', { nillable: false }),
      text('Name', 'File Name', 255, { nameField: true, nillable: false }),
      checkbox('IsPrivate', 'Private'),
      text('ContentType', 'Content Type', 120),
      field('int', 'BodyLength', 'Body Length'),
      field('base64', 'Body', 'Body', { filterable: false, sortable: false, nillable: false }),
      owner('user'),
      ...auditFields(),
      shortTextArea('Description', 'Description', { length: 500 }),
    ],
  })
}
