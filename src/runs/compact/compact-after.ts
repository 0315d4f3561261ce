import type { Config } from '../../config/config-types.js'
import type { ErrorCode } from '../../errors/codes.js'
import { isExtractError } from '../../errors/extract-error.js'
import type { FoldReport, Listener, RunReport } from '../../terms.js'
import type { Output } from '../output.js'
import { compactFolder, type CompactContext } from './compact-folder.js'

interface FinishedRun extends CompactContext {
  config: Config
  output: Output
  hold?: boolean | undefined
  listener?: Listener | undefined
}

/**
 * Folds what a run has made too many files of, where `compact_over` says so, once it has given its locks back: the next
 * run needn't wait. The report of the run has what was folded. What goes wrong is a warning: the documents are all
 * there as they are. A held run leaves its files to its commit.
 */
export async function compactAfterRun(report: RunReport, run: FinishedRun): Promise<RunReport> {
  const { output, hold = false, listener = {} } = run
  const isCommitted = !hold && (report.outcome === 'done' || report.outcome === 'partial')
  if (!isCommitted || !('folder' in output)) return report
  const { datasource, run: runId, warnings } = report
  const { folds, problem } = await compactAfter({ folder: output.folder, datasource }, run)
  if (problem !== undefined) {
    listener.warning?.({ datasource, runId, text: `${datasource}: ${problem}` })
    return { ...report, warnings: [...warnings, problem] }
  }
  if (folds.length === 0) return report
  listener.folded?.({ folds })
  return { ...report, folds }
}

/**
 * Folds what a datasource has written to a folder, where `compact_over` says so. What goes wrong is a problem, in words.
 */
export async function compactAfter(
  written: { folder: string; datasource: string },
  { config, clock, signal }: CompactContext & { config: Config },
): Promise<{ folds: FoldReport[]; problem?: string }> {
  const over = config.extract.compactOver
  if (over === undefined) return { folds: [] }
  try {
    return { folds: await compactFolder({ ...written, over }, { clock, signal }) }
  } catch (error) {
    if (!isExtractError(error)) throw error
    if (noProblems.has(error.code)) return { folds: [] }
    return { folds: [], problem: `The files are not compacted: ${error.message}` }
  }
}

/** The last where only others have written to the folder so far. */
const noProblems = new Set<ErrorCode>(['LOCK_HELD', 'INTERRUPTED', 'DATASOURCE_UNKNOWN'])
