import { refuse } from '../http/api-errors.js'
import { recordId } from '../record-ids.js'
import type { Plan } from '../soql/plan.js'
import { selectRecords } from '../soql/run.js'

export type JobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'

/** A query job, its records chosen when it was made. */
export interface Job {
  id: string
  operation: 'query' | 'queryAll'
  plan: Plan
  ids: string[]
  /** `62.0`; results are given to calls of the same version alone. */
  version: string
  createdAt: number
  /** When its state changed last. */
  changedAt: number
  createdById: string
  state: JobState
  errorMessage?: string
  /** How often its state was asked for. */
  polls: number
  delimiter: Delimiter
  lineEnding: LineEnding
}

export const DELIMITERS = { COMMA: ',', TAB: '\t', PIPE: '|', SEMICOLON: ';', CARET: '^', BACKQUOTE: '`' } as const
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const
export type Delimiter = keyof typeof DELIMITERS
export type LineEnding = keyof typeof LINE_ENDINGS

export interface Jobs {
  create(
    parts: Pick<Job, 'operation' | 'plan' | 'version' | 'createdAt' | 'createdById' | 'delimiter' | 'lineEnding'>,
  ): Job
  /** Throws NOT_FOUND for one that never was, was deleted, or is older than seven days. */
  find(id: string, now: number): Job
  /** The same, however old; undefined for one that never was or was deleted. */
  peek(id: string): Job | undefined
  delete(job: Job): void
  all(): Job[]
  /** How many more can be made within 24 hours; deleted ones count too. */
  leftOfDay(now: number): number
}

/** The org's query jobs. */
export function openJobs(): Jobs {
  const jobs = new Map<string, Job>()
  let sequence = 0
  const made: number[] = []
  return {
    create(parts) {
      made.push(parts.createdAt)
      const rows = selectRecords(parts.plan).rows.all()
      const ids = rows.map((record) => record.id)
      const id = recordId('750', ++sequence)
      const job: Job = { ...parts, ids, id, changedAt: parts.createdAt, state: 'UploadComplete', polls: 0 }
      jobs.set(job.id, job)
      return job
    },
    find(id, now) {
      const job = jobs.get(id)
      if (job === undefined || now - job.createdAt > KEPT_MS) throw refuse('notFound')
      return job
    },
    peek: (id) => jobs.get(id),
    delete: (job) => void jobs.delete(job.id),
    all: () => [...jobs.values()],
    leftOfDay: (now) => Math.max(0, MOST_JOBS - made.filter((at) => at > now - DAY_MS).length),
  }
}

const DAY_MS = 86_400_000

/** Query jobs of 24 hours (Bulk API 2.0 Developer Guide, "Limits"). */
export const MOST_JOBS = 10_000

/** Results and jobs are kept for seven days (Bulk API 2.0 Developer Guide, "Limits"). */
const KEPT_MS = 7 * DAY_MS
