/** The org room: all that knows Salesforce's HTTP. The rest of the code sees this port. */
import type { Page, Question, Quota, SObjectDescribe, SObjectSummary, Stamp } from '../terms.js'

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
  /**
   * Takes a run's independent questions as one list, so that they can travel together. Nothing is sent before
   * an answer's pages are asked for. Answers stand in the order of their questions.
   */
  ask(questions: Question[]): Answer[]
  /** The page behind a locator path: of a question, or of a child list. Throws LOCATOR_LOST, FOREIGN_ADDRESS. */
  more(path: string, sobject: string): Promise<Page>
  /** The longest SOQL, in bytes as URL-encoded by `encodeSoql`, that a GET with this session's headers can carry. */
  soqlBudgetBytes(): Promise<number>
  /** The bytes of a file version (`068…`); undefined where it has none or it is gone. */
  versionData(versionId: string, sobject: string): Promise<Buffer | undefined>
  /** GET /limits: what is left of each allocation. */
  limits(): Promise<Record<string, { Max: number; Remaining: number }>>
  /** API usage as the last answer told it. */
  quota(): Quota | undefined
  /** API calls made so far, all of them, or those made on account of one sObject. Logins and /services/data are not API calls. */
  calls(sobject?: string): number
  close(): Promise<void>
}

export interface Answer {
  question: Question
  /**
   * The answer's pages, each fetched when it is asked for. Ends with the last page.
   * Throws LOCATOR_LOST when the rest is out of reach: the caller opens a new question after the last row it wrote.
   */
  pages(): AsyncGenerator<Page, void, undefined>
}
