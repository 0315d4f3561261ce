/** What is queried for a document, and the child lists that documents carry. */

/** What a document of an sObject is made of. What the org doesn't have or show is left out. */
export interface FieldTable {
  fields: string[]
  /** Fields that only some orgs have. */
  optional?: string[]
  /** Fields by parent relationship. */
  parents: Record<string, string[]>
  children: ChildListTable[]
}

/** A child list inside a record. */
export interface ChildListTable {
  relationship: string
  sobject: string
  /** Files have a setting of their own. */
  kind: 'child' | 'file'
  fields: string[]
  /** Fields by parent relationship, or by a path of them. */
  parents: Record<string, string[]>
  /** A long text that is read apart, as HTML, for the rows only whose plain text holds nothing. */
  htmlText?: { html: string; plain: string }
  /** Keeps only the rows whose field, compared without regard to case as SOQL does, is one of the values. */
  only?: { field: string; values: string[] }
  order: { field: string; direction?: 'ASC' | 'DESC'; nulls?: 'FIRST' | 'LAST' }[]
  limit?: number
  /** The configuration has it. */
  isConfigured?: true
  /** The user's condition. */
  where?: string
}

/** The words of a text: names of fields in a table that can be read. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** Parents' fields as paths: `Owner.Name`. */
export function parentPaths(parents: Record<string, string[]>): string[] {
  return Object.entries(parents).flatMap(([parent, fields]) => fields.map((field) => `${parent}.${field}`))
}

/** The sObject of files, which hang on records by links. */
export const fileObject = 'ContentDocument'

/** The sObject of files of old, each on one record. */
export const attachmentObject = 'Attachment'

/** The sObjects whose rows are files. */
export const fileObjects = [fileObject, attachmentObject]

/** Files that a record's own list names: those whose text is worth searching, not pictures, sound and archives. */
export const searchableFileTypes = words(`
  txt log csv tsv md markdown rst html htm xml json yaml yml rtf pdf
  doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm potx
  odt ods odp eml msg epub vsd vsdx vsdm aspx svg py rb sh paper`)

export const person = words('Id Name Email')
export const named = words('Id Name')
const oldestFirst = [{ field: 'CreatedDate' }, { field: 'Id' }]

/** The files on a record. ContentDocumentLink has no CreatedDate. */
export const files: ChildListTable = {
  relationship: 'ContentDocumentLinks',
  sobject: 'ContentDocumentLink',
  kind: 'file',
  fields: words('ContentDocumentId SystemModstamp'),
  parents: {
    ContentDocument: words(`
      Title FileExtension FileType ContentSize Description CreatedDate LastModifiedDate SystemModstamp
      LatestPublishedVersionId`),
    'ContentDocument.LatestPublishedVersion': words('Id VersionNumber CreatedDate'),
    'ContentDocument.Owner': person,
    'ContentDocument.CreatedBy': person,
  },
  only: { field: 'ContentDocument.FileExtension', values: searchableFileTypes },
  order: [{ field: 'Id' }],
}

export const latestOpportunity: ChildListTable = {
  relationship: 'Opportunities',
  sobject: 'Opportunity',
  kind: 'child',
  fields: words('Name StageName CreatedDate SystemModstamp'),
  parents: {},
  order: [
    { field: 'CreatedDate', direction: 'DESC' },
    { field: 'Id', direction: 'DESC' },
  ],
  limit: 1,
}

export const caseComments: ChildListTable = {
  relationship: 'CaseComments',
  sobject: 'CaseComment',
  kind: 'child',
  fields: words('CommentBody IsPublished CreatedDate LastModifiedDate SystemModstamp'),
  parents: { CreatedBy: person },
  order: oldestFirst,
}

export const emailMessages: ChildListTable = {
  relationship: 'EmailMessages',
  sobject: 'EmailMessage',
  kind: 'child',
  fields: words(`
    Subject TextBody FromName FromAddress ToAddress CcAddress Incoming Status MessageDate
    CreatedDate LastModifiedDate SystemModstamp`),
  parents: { CreatedBy: person },
  htmlText: { html: 'HtmlBody', plain: 'TextBody' },
  order: oldestFirst,
}

// FeedComment has no LastModifiedDate.
const feedComments: ChildListTable = {
  relationship: 'FeedComments',
  sobject: 'FeedComment',
  kind: 'child',
  fields: words('CommentBody CommentType IsRichText CreatedDate SystemModstamp'),
  parents: { CreatedBy: person },
  order: oldestFirst,
}

export const caseFeed: FieldTable = {
  fields: words('ParentId Type Title Body LinkUrl CommentCount IsRichText RelatedRecordId'),
  parents: { CreatedBy: person },
  children: [feedComments],
}
