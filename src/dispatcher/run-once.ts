import type { Clock } from '../clock.js'
import type { Config, Datasource } from '../config/config-types.js'
import { ExtractError, isExtractError, reportError } from '../errors/extract-error.js'
import { runDatasource, type RunOptions } from '../runs/run-datasource.js'
import type { ErrorReport, RunReport, Stamp } from '../terms.js'

/** A run as it ended. Without a report it could not begin, and there is an error. */
export interface EndedRun {
  datasource: string
  started: Stamp
  ended: Stamp
  report?: RunReport
  error?: ErrorReport
  timedOut: boolean
}

/** What went wrong, with the run or before it began. */
export function errorOf({ error, report }: Pick<EndedRun, 'error' | 'report'>): ErrorReport | undefined {
  return error ?? report?.error
}

export interface RunOrder {
  config: Config
  datasource: Datasource
  clock: Clock
  /** Ends the run at its next checkpoint. */
  signal: AbortSignal
  /** What every run of the dispatcher has in common. */
  common: Omit<RunOptions, 'config' | 'datasource' | 'clock' | 'signal'>
}

/** One run, which ends at a checkpoint when it has taken as long as it may. Never rejects. */
export async function runOnce({ config, datasource, clock, signal, common }: RunOrder): Promise<EndedRun> {
  const started = stampOf(clock)
  const limit = limitTime(config.pipeline.maxRunningTimeoutMs, clock, signal)
  try {
    const { signal: cut, limit: over } = limit
    const report = await runDatasource({ ...common, config, datasource, clock, signal: cut, limit: over })
    const timedOut = limit.isOver() && report.error?.code === 'INTERRUPTED'
    return { datasource: datasource.id, started, ended: stampOf(clock), report, timedOut }
  } catch (error) {
    if (!isExtractError(error)) common.log?.debug({ datasource: datasource.id, error }, 'The run ended by a bug')
    const report = reportError(error)
    const timedOut = limit.isOver() && report.code === 'INTERRUPTED'
    return { datasource: datasource.id, started, ended: stampOf(clock), error: report, timedOut }
  } finally {
    limit.close()
  }
}

export function stampOf(clock: Clock): Stamp {
  return new Date(clock.now()).toISOString()
}

/**
 * `limit` aborts when the time is over. A run that gets nothing written in as long again hangs: `signal` aborts then, as
 * it does with the outer one.
 */
function limitTime(ms: number, clock: Clock, outer: AbortSignal) {
  const limit = new AbortController()
  const cut = new AbortController()
  const ended = new AbortController()
  const pass = () => cut.abort(outer.reason)
  const wait = async () => {
    await clock.sleep(ms, ended.signal)
    limit.abort(tooLong(ms))
    await clock.sleep(ms, ended.signal)
    cut.abort(tooLong(ms))
  }
  if (outer.aborted) pass()
  else outer.addEventListener('abort', pass, { once: true })
  wait().catch(() => undefined)
  return {
    signal: cut.signal,
    limit: limit.signal,
    isOver: () => limit.signal.aborted && !outer.aborted,
    close: () => {
      outer.removeEventListener('abort', pass)
      ended.abort()
    },
  }
}

function tooLong(ms: number): ExtractError {
  const seconds = ms / 1000
  return new ExtractError('INTERRUPTED', `The run took longer than max_running_timeout_in_seconds (${seconds}).`, {
    hint: 'The next run goes on from its last checkpoint. Raise the limit where runs need that long.',
  })
}
