/** All that knows Salesforce's HTTP. The rest of the code sees this port. */
import type { RecordId, Page, Query, Quota, SObjectDescribe, SObjectSummary, Stamp } from '../terms.js'

/** A describe as the org answered a conditional request: `body` is absent where nothing changed (304). */
export interface Revalidated<T> {
  body?: T
  /** The Last-Modified to send back next time; absent where the org gave none. */
  lastModified?: string
}

/**
 * One org, logged in when it is first asked something.
 *
 * Every call counts against the user's daily API limit, so nothing here calls without being asked.
 * All methods renew the session once on an expired token and retry what passes by itself (5xx, resets, half bodies,
 * concurrent-limit refusals); what they throw is final for the caller. Nothing is asked twice after a success.
 */
export interface Org {
  /** Logs in if need be (or takes the cached token) and says where the API is. */
  session(): Promise<{ instanceUrl: string; apiVersion: string; userId: string; orgId: string }>
  /** The org's clock as its first answer of this run's API calls told it; undefined before that. Never this machine's clock. */
  startTime(): Stamp | undefined
  /** The queryable and other sObjects the run-as user can see. */
  describeGlobal(lastModified?: string): Promise<Revalidated<SObjectSummary[]>>
  /** Throws OBJECT_NOT_FOUND where the org has no such sObject. */
  describe(sobject: string, lastModified?: string): Promise<Revalidated<SObjectDescribe>>
  /** The describe's body as the org sent it. */
  describeRaw(sobject: string): Promise<Record<string, unknown>>
  /** One statement by itself. Nothing is sent before its first page is asked for. */
  query(query: Query): QueryResult
  /** Queries and describes that don't depend on each other and may travel together. */
  batch(): Batch
  /** The calls a batch of so many members costs, as far as this run knows what the org takes. */
  batchCalls(members: { queries: number; describes: number }): number
  /** The page behind a locator path: of a query, or of a child list. Throws LOCATOR_LOST, FOREIGN_ADDRESS. */
  queryMore(path: string, sobject: string): Promise<Page>
  /** Query jobs of the Bulk API 2.0. */
  bulk: Bulk
  /** The longest SOQL, in bytes as URL-encoded by `encodeSoql`, that a GET with this session's headers can carry. */
  soqlBudgetBytes(): Promise<number>
  /**
   * Writes the bytes of a file to a path, piece by piece, over what is there. Gives how many they are; undefined where
   * it has none or is gone. Throws FILE_TOO_LARGE past `maxBytes`, whatever its record says of its size, and reads no more;
   * FOREIGN_ADDRESS for a redirect; OUTPUT_FAILED.
   */
  saveFile(file: FileBlob, target: FileTarget): Promise<number | undefined>
  /**
   * What the org lists as deleted in a span of whole minutes, at most 15 days back. Throws OBJECT_NOT_FOUND where it
   * has no such list.
   */
  deleted(sobject: string, span: { start: Stamp; end: Stamp }): Promise<DeletedList>
  /** GET /limits: what is left of each allocation. */
  limits(): Promise<Record<string, { Max: number; Remaining: number }>>
  /** API usage as the last answer told it. */
  quota(): Quota | undefined
  /**
   * API calls made so far, all of them, or those made on account of one sObject. Logins and /services/data are not API
   * calls.
   */
  calls(sobject?: string): number
  close(): Promise<void>
}

/** What the bytes of a file hang on: a version of one (`068…`), or an attachment of old (`00P…`). */
export interface FileBlob {
  sobject: 'ContentVersion' | 'Attachment'
  id: RecordId
}

export interface FileTarget {
  path: string
  maxBytes: number
  /** On whose account the call goes. */
  sobject: string
}

/**
 * A list of independent queries and describes. Each member holds its own result; nothing is sent before the first
 * result is asked for, and then those that share a composite call with it go along: up to 25, five queries among them.
 * Of what nobody has read yet it holds first pages alone: a batch may have any number of members.
 */
export interface Batch {
  query(query: Query): QueryResult
  describeGlobal(lastModified?: string): Pending<Revalidated<SObjectSummary[]>>
  describe(sobject: string, lastModified?: string): Pending<Revalidated<SObjectDescribe>>
}

/** What a batch will have fetched. Throws what the same call by itself would throw. */
export interface Pending<T> {
  result(): Promise<T>
}

/** What was deleted, and up to when the list is complete. */
export interface DeletedList {
  ids: { id: RecordId; deletedAt: Stamp | undefined }[]
  covered: Stamp | undefined
}

export interface QueryResult {
  query: Query
  /**
   * The pages, each fetched when it is asked for. Ends with the last page.
   * Throws LOCATOR_LOST when the rest is out of reach: the caller queries anew after the last row it wrote.
   */
  pages(): AsyncGenerator<Page, void, undefined>
}

/**
 * Query jobs: the org runs the statement by itself, and its rows are fetched as CSV when it has. Jobs and their results
 * live seven days. Each call counts against the limit.
 */
export interface Bulk {
  /** Makes a job of a statement of any length. Throws QUERY_REFUSED for what the Bulk API doesn't take. */
  create(query: Query): Promise<BulkJob>
  /**
   * Waits until the job has its results. Throws JOB_FAILED where it fails, is aborted, or takes longer than `waitMs`
   * and is aborted then; OBJECT_NOT_FOUND where the org has no such job any more.
   */
  complete(job: BulkJob, options: { sobject: string; waitMs: number }): Promise<void>
  /** The rows of a complete job from a place on, as REST has them. Throws BAD_ANSWER; OBJECT_NOT_FOUND as above. */
  pages(job: BulkJob, results: JobResults): AsyncGenerator<BulkPage, void, undefined>
  /** Deletes the job. That it can't be is no error: the org deletes it after seven days. */
  discard(job: BulkJob, sobject: string): Promise<void>
}

export interface BulkJob {
  id: string
  /** The version of the API it was made with, such as `62.0`. */
  version: string
}

/** Which results of a job are read, and what of them. */
export interface JobResults {
  sobject: string
  /** The fields of a row; the job's statement selects their columns, no more. */
  fields: BulkField[]
  place: ResultsPlace
}

/** A place in a job's results: so many rows after a locator, or after their beginning. */
export interface ResultsPlace {
  locator?: string | undefined
  rows: number
}

/** A page of a job's results, with the place of what comes after it. `totalSize` is of the page alone. */
export interface BulkPage extends Page {
  rest: ResultsPlace
}

/** A field of a row that comes by a job. */
export interface BulkField {
  /** As the describes spell it: `Name`, `Owner.Name`. */
  path: string
  /** Of the describe. */
  type: string
  /** Of a compound value: its keys with the fields that have their values, in the order REST has them. */
  parts?: { key: string; field: string; type: string }[]
}
