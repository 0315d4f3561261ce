import type { ErrorReport } from '../terms.js'
import { findCodeRow, type ErrorCode } from './codes.js'
import { redact } from './redact.js'

/** Where an error happened, as far as it is known. Never a token or a secret. */
export interface ErrorDetails {
  object?: string
  soql?: string
  salesforceCode?: string
  httpStatus?: number
  /** Where in the statement the org saw the cause, from 1. */
  place?: { row: number; column: number }
  /** The field, parent or child list that the org doesn't know. */
  field?: string
  /** The sObject it looked for that field in. */
  entity?: string
  /** The field that the org knows and lets nobody filter or sort by. */
  misused?: string
  /** The one Id that the statement is for: to ask for less of it has been tried. */
  record?: string
  /** What is wrong with an answer's size: fewer rows than it announced, or more bytes than are read. */
  size?: 'short' | 'too large'
  /** OAuth error and description of a refused login. */
  oauth?: string
  /** One line per problem of a configuration, each with its path. */
  problems?: string[]
  /** Who holds a lock, and since when. */
  holder?: string
}

interface ErrorParts {
  hint?: string
  details?: ErrorDetails
  cause?: unknown
}

/**
 * The one error a user meets: a code from codes.ts, what happened, and what to do next.
 * Message, hint and details are redacted on the way in.
 */
export class ExtractError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, { hint, details = {}, cause }: ErrorParts = {}) {
    super(redact(message), cause === undefined ? undefined : { cause })
    this.name = 'ExtractError'
    this.code = code
    this.hint = hint === undefined ? undefined : redact(hint)
    this.details = redactDetails(details)
  }
}

/** True for an ExtractError with one of the codes; with no codes, for any ExtractError. */
export function isExtractError(error: unknown, ...codes: ErrorCode[]): error is ExtractError {
  return error instanceof ExtractError && (codes.length === 0 || codes.includes(error.code))
}

/** Whether an error ends the whole run rather than one object. What is no ExtractError does. */
export function endsRun(error: unknown): boolean {
  return !isExtractError(error) || findCodeRow(error.code).ends !== undefined
}

/** Whether nothing may be kept after this error. */
export function forbidsKeeping(error: unknown): boolean {
  return isExtractError(error) && findCodeRow(error.code).forbidsKeeping === true
}

/** Any thrown thing as reports carry it. Unknown errors become BUG. */
export function reportError(error: unknown): ErrorReport {
  if (!isExtractError(error)) {
    return { code: 'BUG', message: redact(error instanceof Error ? error.message : String(error)) }
  }
  const { object, soql, salesforceCode, httpStatus, place, problems } = error.details
  return {
    code: error.code,
    message: error.message,
    hint: error.hint,
    object,
    soql,
    salesforceCode,
    httpStatus,
    place,
    problems,
  }
}

function redactDetails(details: ErrorDetails): ErrorDetails {
  const entries = Object.entries(details).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(redactText) : redactText(value),
  ])
  return Object.fromEntries(entries) as ErrorDetails
}

function redactText(value: unknown): unknown {
  return typeof value === 'string' ? redact(value) : value
}
