/** The one mapping from what happened to the number a shell sees. */
import { codeTable, type ErrorCode } from '../errors/codes.js'
import type { RunReport } from '../terms.js'

/** Every exit code with the sentence --help shows, the most serious first where several datasources were run. */
export const exitCodes = [
  { code: 130, sentence: 'interrupted by Ctrl-C, checkpoint kept' },
  { code: 143, sentence: 'terminated, checkpoint kept' },
  { code: 1, sentence: 'failed, or a bug' },
  { code: 2, sentence: 'usage or configuration' },
  { code: 3, sentence: 'login refused' },
  { code: 6, sentence: 'org out of reach after the retries' },
  { code: 7, sentence: 'another run holds this datasource' },
  { code: 5, sentence: 'API quota reached, stopped cleanly' },
  { code: 4, sentence: 'some objects failed, the others are done' },
  { code: 0, sentence: 'done (also where the reader of stdout went away)' },
] as const

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

/** The most serious of several exit codes; 0 for none. */
export function worstExitCode(codes: number[]): number {
  return exitCodes.find(({ code }) => codes.includes(code))?.code ?? codes.find((code) => code !== 0) ?? 0
}

/** The table of exit codes, by number, as --help ends with it. */
export function renderExitCodes(): string {
  const rows = exitCodes.toSorted((a, b) => a.code - b.code)
  return rows.map(({ code, sentence }) => `  ${String(code).padEnd(5)}${sentence}`).join('\n')
}

const byOutcome: Record<RunReport['outcome'], number> = { done: 0, partial: 4, failed: 1, quota: 5, interrupted: 130 }
