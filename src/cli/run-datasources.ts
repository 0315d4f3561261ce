import type { Datasource } from '../config/config-types.js'
import { findCodeRow, type ErrorCode } from '../errors/codes.js'
import { isExtractError, reportError } from '../errors/extract-error.js'
import type { ErrorReport, RunReport } from '../terms.js'
import type { CommonFlags } from './command.js'
import { exitCodeOfRun } from './exit-code-of.js'
import { worstExitCode } from './exit-codes.js'
import { parseLogOptions } from './flags/log-options.js'
import { openPrinter } from './printer/open-printer.js'
import type { Printer } from './printer/printer.js'
import { prepareReport, redactReport, writeReport } from './report-file.js'
import type { CommandContext } from './command-context.js'
import type { TargetOutput } from '../runs/output.js'
import { runDatasource } from '../runs/run-datasource.js'
import { renderLine } from '../sinks/formats/ndjson.js'
import type { SyncOptions } from '../sync/context.js'
import { writeOut } from './terminal/output.js'
import type { Terminal } from './terminal/terminal.js'

/** What the flags of `sync` ask for. */
interface SyncCommandOptions {
  /** What is read. */
  scope: Omit<SyncOptions, 'runId'>
  /** The folder documents go to; stdout without one. */
  folder?: string
  /** The target they go to instead. */
  target?: TargetOutput | undefined
  hold: boolean
  waitMs: number
  maxCalls?: number
  /** The file the report goes to. */
  report?: string
  /** Each datasource's report goes to stdout as a line of JSON. */
  json?: boolean
}

/** What became of a datasource that could not be begun. */
export interface FailedRun {
  datasource: string
  outcome: 'failed'
  error: ErrorReport
}

/**
 * Runs datasources in turn, prints each, and writes the report. One that fails doesn't keep the next from running,
 * unless the output or the user ended it. Gives the most serious exit code. Throws BUG, and OUTPUT_FAILED for a report.
 */
export async function runDatasources(
  datasources: Datasource[],
  options: SyncCommandOptions,
  flags: CommonFlags,
  context: CommandContext,
  terminal: Terminal,
): Promise<number> {
  if (options.report !== undefined) await prepareReport(options.report)
  const logOptions = parseLogOptions(flags)
  const progress = logOptions.level !== 'debug' && (goesElsewhere(options) || terminal.stdout.isTTY !== true)
  const printer = await openPrinter({ ...logOptions, progress }, terminal)
  const results: (RunReport | FailedRun)[] = []
  try {
    for (const datasource of datasources) {
      const result = await runOrFail(datasource, options, printer, context, terminal)
      results.push(result)
      if (options.json) await writeOut(terminal, renderLine(redactReport(result)))
      if (endsAll(result)) break
    }
  } finally {
    printer.close()
  }
  if (options.report !== undefined) await writeReport(options.report, results)
  return worstExitCode(results.map(exitCodeOfRun))
}

/** Whether stdout is free of documents. */
function goesElsewhere({ folder, target }: SyncCommandOptions): boolean {
  return folder !== undefined || target !== undefined
}

/** A run that can't begin is logged at once; a reader of stdout that went away is no error to log. */
async function runOrFail(
  datasource: Datasource,
  options: SyncCommandOptions,
  printer: Printer,
  context: CommandContext,
  terminal: Terminal,
): Promise<RunReport | FailedRun> {
  try {
    const { folder, target, scope, hold, waitMs, maxCalls } = options
    const { config, log } = context
    const { clock, signal, env, stdout } = terminal
    return await runDatasource({
      ...scope,
      config,
      datasource,
      output: target ?? (folder === undefined ? { stream: stdout } : { folder }),
      hold,
      waitMs,
      maxCalls,
      listener: printer,
      store: await context.store(),
      clock,
      log,
      signal,
      env,
    })
  } catch (error) {
    if (!isExtractError(error)) throw error
    if (error.code !== 'SINK_CLOSED') printer.failed(error)
    return { datasource: datasource.id, outcome: 'failed', error: reportError(error) }
  }
}

/** After these there is nobody to run the next datasource for. */
function endsAll({ error }: { error?: ErrorReport }): boolean {
  return error !== undefined && findCodeRow(error.code as ErrorCode).ends === 'command'
}
