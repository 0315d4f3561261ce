import type { ObjectSchema } from '../../../terms.js'
import { checkbox, child, field, longText, picklist, reference, shortTextArea, sobject, text } from '../../fields.js'
import { ENCODINGS, LANGUAGES } from '../../labelled-picklists.js'
import { auditFields, identity, idField, owner } from '../../system-fields.js'

/** Where files and mails come from: libraries, files used as assets, templates. This company has no rows of them. */
export function schemasOfLibraries(): ObjectSchema[] {
  return [assetFileSchema(), librarySchema(), templateSchema()]
}

function assetFileSchema(): ObjectSchema {
  return sobject({
    name: 'ContentAsset',
    label: 'Asset File',
    labelPlural: 'Asset Files',
    keyPrefix: '03S',
    searchable: false,
    undeletable: false,
    fields: [
      ...identity('Asset File ID'),
      text('DeveloperName', 'Asset File Name', 40, { nameField: true, nillable: false }),
      picklist('Language', 'Master Language', LANGUAGES, { length: 40, nillable: false }),
      text('MasterLabel', 'Asset File Label', 255, { nillable: false }),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      ...auditFields(),
      reference('ContentDocumentId', 'ContentDocument ID', 'ContentDocument', 'ContentDocument'),
      checkbox('IsVisibleByExternalUsers', 'Visible By External Users'),
    ],
  })
}

function librarySchema(): ObjectSchema {
  return sobject({
    name: 'ContentWorkspace',
    label: 'Library',
    labelPlural: 'Libraries',
    keyPrefix: '058',
    searchable: false,
    undeletable: false,
    fields: [
      idField('Library ID'),
      text('Name', 'Name', 255, { nameField: true, nillable: false }),
      shortTextArea('Description', 'Description', { length: 1000 }),
      picklist('TagModel', 'Tagging Permission', ['U', 'G', 'R'], { length: 40 }),
      ...auditFields(),
      reference('DefaultRecordTypeId', 'Record Type ID', 'RecordType'),
      checkbox('IsRestrictContentTypes', 'Restrict Record Types'),
      checkbox('IsRestrictLinkedContentTypes', 'Restrict Linked Record Types'),
      picklist('WorkspaceType', 'Library Type', ['R', 'B'], { length: 40 }),
      field('datetime', 'LastWorkspaceActivityDate', 'Last Activity'),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      text('DeveloperName', 'Unique Name', 240),
    ],
    children: [child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId')],
  })
}

function templateSchema(): ObjectSchema {
  return sobject({
    name: 'EmailTemplate',
    label: 'Email Template',
    labelPlural: 'Email Templates',
    keyPrefix: '00X',
    undeletable: false,
    fields: [
      idField('Email Template ID'),
      text('Name', 'Email Template Name', 80, { nameField: true, nillable: false }),
      text('DeveloperName', 'Template Unique Name', 80, { nillable: false }),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      owner('user'),
      reference('FolderId', 'Folder ID', ['Organization', 'User'], 'Folder', { nillable: false }),
      picklist('TemplateStyle', 'Style', ['none', 'freeForm', 'formalLetter'], { length: 40, nillable: false }),
      checkbox('IsActive', 'Available For Use'),
      picklist('TemplateType', 'Template Type', ['text', 'html', 'custom', 'visualforce'], {
        length: 40,
        nillable: false,
      }),
      picklist('Encoding', 'Encoding', ENCODINGS, { length: 40 }),
      shortTextArea('Description', 'Description', { length: 600 }),
      text('Subject', 'Subject', 255),
      longText('HtmlValue', 'HTML Value', { length: 384_000 }),
      longText('Body', 'Email Body', { length: 384_000 }),
      field('int', 'TimesUsed', 'Times Used', { nillable: false }),
      field('datetime', 'LastUsedDate', 'Last Used Date'),
      ...auditFields(),
      field('double', 'ApiVersion', 'API Version'),
      longText('Markup', 'Markup', { length: 1_048_576 }),
      picklist('UiType', 'Template UI Type', ['Aloha', 'SFX', 'SFX_Sample'], { length: 40 }),
    ],
    children: [
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
    ],
  })
}
