/**
 * The glossary. The code, its tests and the README use these words in these meanings.
 *
 * org          one Salesforce tenant, reached over HTTP at its instance URL
 * session      a token for an org and the instance URL that takes it
 * sObject      a kind of record in the org: Account, Case, Invoice__c
 * describe     the org's description of an sObject: its fields, child relationships, access
 * catalogue    the describes of a datasource's objects and their children, and which objects a run reads
 * query        one SOQL statement with its scope; its result is read page by page
 * page         some rows of a result, with the locator of the rest
 * row          one record as a query returned it
 * child list   the rows of a child relationship inside a row; a long one has pages of its own
 * split select the select lists of an sObject whose fields don't fit into one statement; rows are joined by Id
 * batch        queries and describes that don't depend on each other and may travel together
 * stamp        a moment of the org's clock on a row
 * scan         one reading of an sObject, in the order of its keys, with a place to resume from
 * window       the span of stamps a scan covers: [from, until)
 * watermark    the stamp below which every version of every row has been written
 * cursor       a watermark with what is needed to go on from it: the open window, the overlap
 * overlap      the rows of the last `lookback` already written, by Id and stamp
 * baseline     a first poll of children that only notes what is there: their records are about to be written with it
 * scope        what the settings make of an object: which of its records are read, and what of them
 * deletion     a record that was deleted or merged, is missing, or left the scope
 * re-emit      to write a record again though its own stamp stands still: a child changed, or it was undeleted
 * document     what is written for a row: one JSON object on one line
 * tombstone    what is written for a deletion
 * enrichment   what documents go through between building and sink: the processors of a pipeline, in their order
 * passage      a piece of a long content, as a document of its own
 * emitted      of documents: gone out for a record, under its own Id or another
 * directory    a document of type folder: the place of records
 * sink         where documents go: stdout or files
 * staged       of a part of an output folder: written, and moved to its place by the next commit
 * fold         to make one file of the parts of a directory in an output folder: the newest version of each document
 * lane         the documents of a sink that are committed together (one sObject's)
 * state        what outlives a run: cursors, field cache, locks
 * run          one pass over one datasource; its id is `runId`
 * dispatcher   what runs datasources when they are due: when their interval has passed since their last start
 * connector    how to reach an org: domain and client credentials
 * datasource   what to extract through a connector, and how often
 */

// ---- the org ---------------------------------------------------------------------------------

/** ISO 8601 UTC with milliseconds, `2026-01-05T09:30:11.000Z`: text order is time order. */
export type Stamp = string

/** An 18-character Salesforce Id. */
export type RecordId = string

/** One record as the org returned it: field values, parents as objects, children as `NestedRows`. */
export type Row = Record<string, unknown>

/** A child list inside a row. `nextRecordsUrl` is there while `done` is false. */
export interface NestedRows {
  totalSize: number
  done: boolean
  nextRecordsUrl?: string
  records: Row[]
}

/** One field of a describe, as far as the extractor reads it. */
export interface FieldDescribe {
  name: string
  label: string
  type: string
  length: number
  custom: boolean
  nameField: boolean
  filterable: boolean
  nillable: boolean
  sortable: boolean
  calculated: boolean
  /** Its value is HTML: rich text, or a formula that makes a link or a picture. */
  htmlFormatted: boolean
  compoundFieldName: string | null
  relationshipName: string | null
  referenceTo: string[]
  polymorphicForeignKey: boolean
}

export interface ChildRelationship {
  childSObject: string
  field: string
  /** Null where the relationship can't be used in a subquery (Case → FeedItem). */
  relationshipName: string | null
}

/** One entry of describeGlobal, as far as the extractor reads it. */
export interface SObjectSummary {
  name: string
  label: string
  custom: boolean
  keyPrefix: string | null
  queryable: boolean
  searchable: boolean
  createable: boolean
  updateable: boolean
  deletable: boolean
}

/** A describe, as far as the extractor reads it. Field-level security hides fields by leaving them out. */
export interface SObjectDescribe extends SObjectSummary {
  /** Whether its deleted records lie in the recycle bin; where they don't, /queryAll doesn't show them. */
  undeletable: boolean
  /** Whether the org lists its deleted records at `/sobjects/X/deleted`. */
  replicateable: boolean
  fields: FieldDescribe[]
  childRelationships: ChildRelationship[]
}

/** One SOQL statement; `live` goes to /query, `all` to /queryAll (deleted and archived rows too). */
export interface Query {
  /** The sObject on whose account the call goes in the report. */
  sobject: string
  soql: string
  scope: 'live' | 'all'
}

export interface Page {
  rows: Row[]
  /** Rows that match the whole statement, not those of this page. */
  totalSize: number
  /** Path of the next page on the instance host; absent on the last. */
  next?: string
  /** A moment of the org's clock before the page was asked for. */
  orgTime: Stamp
}

/** API usage in the org's rolling 24 hours, from Sforce-Limit-Info. */
export interface Quota {
  used: number
  max: number
}

// ---- documents -------------------------------------------------------------------------------

export interface Source {
  type: 'connector'
  name: string
  id: string
}

export interface Place {
  category: string
  categories: string[]
  system: { parent_path: string }
}

export interface RecordDocument extends Place {
  /** Of the record; of a passage that with `#` and its number. */
  id: RecordId
  /** The record that a passage is of, and which of how many it is: these have neither summary nor payload. */
  parent_id?: RecordId
  passage?: { number: number; of: number }
  source: Source
  type: string
  subcategory: string
  title: string
  summary: string
  content: string
  icon: string
  owner?: { username: string; userid: string }
  tags: string[]
  url: string
  created?: Stamp
  updated?: Stamp
  payload: Row
  metadata: { sobject_type: string; is_standard: boolean }
}

export interface DirectoryDocument extends Place {
  id: string
  source: Source
  type: 'folder'
  icon: string
  title: string
  url?: string
  metadata: { sobject_type?: string; is_standard: boolean; [fact: string]: unknown }
}

export interface Tombstone extends Place {
  /** Of the record, the file or the directory. */
  id: string
  source: Source
  type: string
  deleted: true
  deleted_at?: Stamp
  /** The record that a passage, or another document that enrichment made of it, is of. */
  parent_id?: RecordId
  /** `out_of_scope`: its record lives, but the datasource no longer reads it, or its pipeline no longer makes it. */
  reason: 'deleted' | 'merged' | 'missing' | 'out_of_scope'
  merged_into?: RecordId
  metadata: { sobject_type?: string; is_standard: boolean }
}

export interface FileDocument extends Place {
  id: RecordId
  source: Source
  type: 'content_document'
  subcategory: string
  title: string
  content?: string
  icon: string
  owner?: { username: string; userid: string }
  tags: string[]
  url: string
  size?: number
  created?: Stamp
  updated?: Stamp
  payload: Row
  metadata: {
    sobject_type: string
    is_standard: boolean
    linked_ids: RecordId[]
    /** Where the file itself lies, below `files_dir`. */
    file_path?: string
    /** Why `content` is absent: one of the codes of errors, and what happened. */
    content_error?: { code: string; message: string }
    /** `content` is the beginning of a longer text. */
    content_cut?: true
  }
}

export type Document = RecordDocument | DirectoryDocument | Tombstone | FileDocument

// ---- a run, as it is reported ----------------------------------------------------------------

export type ObjectMode = 'full' | 'incremental' | 'reconcile'
/** `handed`: it is read by a run of its own. */
export type ObjectOutcome = 'done' | 'failed' | 'skipped' | 'stopped' | 'handed'

/** An error as reports and JSON logs carry it: no secret, no stack. */
export interface ErrorReport {
  code: string
  message: string
  hint?: string
  object?: string
  soql?: string
  salesforceCode?: string
  httpStatus?: number
  /** Where in the statement the org saw the cause, from 1. */
  place?: { row: number; column: number }
  /** One line per problem of a configuration, each with its path. */
  problems?: string[]
}

export interface ObjectReport {
  object: string
  mode: ObjectMode
  outcome: ObjectOutcome
  /** Documents written, tombstones not counted. */
  written: number
  deleted: number
  /** Documents that the target refused, which are not among those written: they are in the dead-letter file. */
  refused?: number | undefined
  /** Of documents and tombstones, as they were written; absent where the sink doesn't tell. */
  bytes?: number
  /** Rows of the overlap that were already written with the same stamp. */
  dropped: number
  pages: number
  /** API calls for this object alone; what travels together with others counts for the run. */
  calls: number
  seconds: number
  since?: Stamp
  watermark?: Stamp
  /** How far the watermark is behind the end of the run's windows, by the org's clock. */
  lagSeconds?: number
  missingFields?: string[]
  newFields?: string[]
  lostFields?: string[]
  reason?: string
  /** What is good to know, and nothing to be done about. */
  notes?: string[]
  warnings?: string[]
  error?: ErrorReport
}

export interface RunReport {
  run: string
  datasource: string
  started: Stamp
  ended: Stamp
  outcome: 'done' | 'partial' | 'failed' | 'quota' | 'interrupted'
  written: number
  deleted: number
  /** Documents of directories, tombstones of them among these. */
  directories: number
  /** Documents that the target refused and that were set aside. */
  refused?: number | undefined
  /** Of all that was written; absent where the sink doesn't tell. */
  bytes?: number
  calls: number
  quota?: Quota
  /** What is worth knowing of the place the documents went to. */
  notes?: string[]
  warnings: string[]
  objects: ObjectReport[]
  /** What was folded after the run. */
  folds?: FoldReport[]
  error?: ErrorReport
}

/** What became of a directory of an output folder whose files were to be folded. Counts are before and after. */
export interface FoldReport {
  /** The datasource's id; absent where the files don't tell. */
  datasource?: string
  /** `/Standard Objects/Account/`. */
  path: string
  outcome: 'folded' | 'failed'
  files: [before: number, after: number]
  /** Lines: documents and tombstones. */
  documents: [before: number, after: number]
  bytes: [before: number, after: number]
  /** Tombstones that were left out, with the documents they were about. */
  tombstones: number
  error?: ErrorReport
}

/** Which run an event is of. */
export interface RunEvent {
  /** The datasource's id. */
  datasource: string
  runId: string
}

export interface PageEvent extends RunEvent, Pick<ObjectReport, 'object' | 'written' | 'pages' | 'deleted' | 'bytes'> {
  /** API calls for this object alone. */
  calls: number
  quota?: Quota
}

/** What the org refused, or a call that got no answer, and that is about to be tried again. */
export interface Retry {
  /** The sObject the call is for, where it is for one. */
  object?: string
  /** Of the error that it would be without another try. */
  code: string
  delayMs: number
}

/** What a run reports while it goes. The engine never prints; printers are Listeners. */
export interface Listener {
  runStarted?(event: RunEvent & { objects: string[] }): void
  objectStarted?(event: RunEvent & { object: string; mode: ObjectMode }): void
  /** After each page that was written. Counts are of the object in this run. */
  pageDone?(event: PageEvent): void
  objectEnded?(event: RunEvent & { report: ObjectReport }): void
  /** Before the wait for another try of a call, or of a login. */
  retried?(event: RunEvent & Retry): void
  runEnded?(event: RunEvent & { report: RunReport }): void
  /** After the run, where files of its output folder were folded. */
  folded?(event: { folds: FoldReport[] }): void
  note?(event: RunEvent & { text: string }): void
  warning?(event: RunEvent & { text: string }): void
}

/** Where technical talk goes: `--log-level`, `--log-format`. Every text is redacted by the implementation. */
export interface Log {
  debug(facts: Record<string, unknown>, text: string): void
}
