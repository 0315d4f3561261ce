import type { FoldReport } from '../../terms.js'
import { parseLogOptions, type LogFlags } from '../flags/log-options.js'
import { openPrinter } from '../printer/open-printer.js'
import type { Terminal } from '../terminal/terminal.js'

/** Logs what was folded, as the flags ask for it. */
export async function printFolds(folds: FoldReport[], flags: LogFlags, terminal: Terminal): Promise<void> {
  const printer = await openPrinter({ ...parseLogOptions(flags), progress: false }, terminal)
  printer.folded?.({ folds })
}
