import { isExtractError, reportError } from '../errors/extract-error.js'
import type { Datasource, ErrorReport, RunReport } from '../terms.js'
import type { CommonFlags } from './command.js'
import { exitCodeOfRun, worstExitCode } from './exit-codes.js'
import { parseLogOptions } from './flags/log-options.js'
import { openPrinter, type Printer } from './printer/printer.js'
import { prepareReport, writeReport } from './report-file.js'
import type { CommandContext } from './command-context.js'
import { runDatasource, type RunOptions } from '../runs/run-datasource.js'
import type { Terminal } from './terminal/terminal.js'

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
  options: Omit<RunOptions, 'listener'> & { report?: string },
  flags: CommonFlags,
  context: CommandContext,
  terminal: Terminal,
): Promise<number> {
  if (options.report !== undefined) await prepareReport(options.report)
  const wishes = parseLogOptions(flags)
  const progress = wishes.level !== 'debug' && (options.output !== undefined || terminal.stdout.isTTY !== true)
  const printer = await openPrinter({ ...wishes, progress }, terminal)
  const results: (RunReport | FailedRun)[] = []
  try {
    for (const datasource of datasources) {
      const result = await runOrFail(datasource, options, printer, context, terminal)
      results.push(result)
      if (endsAll(result)) break
    }
  } finally {
    printer.close()
  }
  if (options.report !== undefined) await writeReport(options.report, results)
  return worstExitCode(results.map(exitCodeOfRun))
}

/** A run that can't begin is said at once; a reader of stdout that went away is no error to talk about. */
async function runOrFail(
  datasource: Datasource,
  options: Omit<RunOptions, 'listener'>,
  printer: Printer,
  context: CommandContext,
  terminal: Terminal,
): Promise<RunReport | FailedRun> {
  try {
    return await runDatasource(datasource, { ...options, listener: printer }, context, terminal)
  } catch (error) {
    if (!isExtractError(error)) throw error
    if (error.code !== 'SINK_CLOSED') printer.failed(error)
    return { datasource: datasource.id, outcome: 'failed', error: reportError(error) }
  }
}

/** After these there is nobody to run the next datasource for. */
function endsAll({ error }: { error?: ErrorReport }): boolean {
  return error !== undefined && ['INTERRUPTED', 'SINK_CLOSED', 'OUTPUT_FAILED', 'STATE_BROKEN'].includes(error.code)
}
