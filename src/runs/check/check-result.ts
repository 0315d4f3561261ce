import { reportError } from '../../errors/extract-error.js'

/** One thing that was checked. `bad` ones carry the code of their error. */
export interface CheckResult {
  outcome: 'good' | 'bad' | 'note'
  /** `login salesforce`, `crm Account`. */
  subject: string
  text: string
  code?: string
  hint?: string
}

export function failure(subject: string, error: unknown): CheckResult {
  const { code, message, hint } = reportError(error)
  return { outcome: 'bad', subject, text: message, code, hint }
}
