/** What follows from the end of a run for the next one. Pure. */
import { codeTable, type ErrorCode } from '../errors/codes.js'
import type { Output } from '../runs/output.js'
import type { RunReport } from '../terms.js'
import { errorOf, type EndedRun } from './run-once.js'

/** How a run ended: with a report, or with the code of what kept it from beginning. */
export interface Outcome {
  outcome?: RunReport['outcome']
  code?: string | undefined
  /** It was ended because it took too long. */
  timedOut: boolean
  /** It made all the calls that it was allowed. */
  spentCalls: boolean
}

export interface Consequence {
  /** In a row, this run's among them. */
  failures: number
  /** When the datasource is due next; by its interval where it isn't there. */
  retryMs?: number
  /** No run over the connector begins before. */
  connectorMs?: number
}

/** How a run ended that might make so many calls. */
export function outcomeOf(end: EndedRun, maxCalls = Number.POSITIVE_INFINITY): Outcome {
  const { report, timedOut } = end
  const spentCalls = report?.outcome === 'quota' && report.calls >= maxCalls
  return { outcome: report?.outcome, code: errorOf(end)?.code, timedOut, spentCalls }
}

/**
 * A run that failed is tried again after `retryDelayMs`, twice that the next time, up to a quarter of an hour. What
 * somebody has to put right waits an hour: a refused login, an API quota that is used up (half an hour) keep the whole
 * connector waiting, since its other datasources would meet the same. That another process runs the datasource is no
 * failure.
 */
export function planNext(end: Outcome, failuresBefore: number, retryDelayMs: number, nowMs: number): Consequence {
  const treatment = treat(end)
  if (treatment === 'none') return { failures: 0 }
  if (treatment === 'held') return { failures: failuresBefore, retryMs: nowMs + retryDelayMs }
  if (treatment === 'quota') return { failures: failuresBefore, ...both(nowMs + quotaWaitMs) }
  const failures = failuresBefore + 1
  if (treatment === 'login') return { failures, ...both(nowMs + byHandWaitMs) }
  if (treatment === 'by hand') return { failures, retryMs: nowMs + byHandWaitMs }
  const mostMs = Math.max(longestWaitMs, retryDelayMs)
  return { failures, retryMs: nowMs + Math.min(retryDelayMs * 2 ** (failures - 1), mostMs) }
}

const minuteMs = 60_000
const longestWaitMs = 15 * minuteMs

/** Calls of a day ago run out of the org's count bit by bit; to look costs one. */
export const quotaWaitMs = 30 * minuteMs

/** New settings are tried at once. What is put right in the org is not told to anybody. */
export const byHandWaitMs = 60 * minuteMs

function both(ms: number): Pick<Consequence, 'retryMs' | 'connectorMs'> {
  return { retryMs: ms, connectorMs: ms }
}

type Treatment = 'none' | 'held' | 'quota' | 'login' | 'by hand' | 'again'

function treat({ outcome, code, timedOut, spentCalls }: Outcome): Treatment {
  if (outcome === 'done' || outcome === 'partial' || timedOut || spentCalls) return 'none'
  return byExitCode[Object.hasOwn(codeTable, code ?? '') ? codeTable[code as ErrorCode].exitCode : 1] ?? 'again'
}

const byExitCode: Record<number, Treatment> = { 2: 'by hand', 3: 'login', 5: 'quota', 7: 'held' }

/** After these no run has anywhere to write to, or is allowed to. */
export function endsAll(end: EndedRun, output: Output): boolean {
  const code = errorOf(end)?.code
  const isStdout = !('folder' in output) && !('target' in output)
  return code === 'SINK_CLOSED' || code === 'STATE_NEWER' || (code === 'OUTPUT_FAILED' && isStdout)
}
