/** The one mapping from what happened to the number a shell sees. */
import { codeTable, type ErrorCode } from '../errors/codes.js'
import type { RunReport } from '../terms.js'

/** The exit code of an error's code; 1 for what is no ExtractError. A SIGTERM turns 130 into 143 in main. */
export function exitCodeOf(code: string): number {
  return Object.hasOwn(codeTable, code) ? codeTable[code as ErrorCode].exitCode : 1
}

/**
 * The exit code of one run, from what ended it or, where it came to its end, from its outcome. An error that is an
 * object's by its code is the run's failure where it ended the run: no other object was done.
 */
export function exitCodeOfRun({ outcome, error }: Pick<RunReport, 'outcome' | 'error'>): number {
  if (error === undefined) return byOutcome[outcome]
  const code = exitCodeOf(error.code)
  return code === byOutcome.partial ? byOutcome.failed : code
}

const byOutcome: Record<RunReport['outcome'], number> = { done: 0, partial: 4, failed: 1, quota: 5, interrupted: 130 }
