import type { FoldReport, ObjectReport, RunReport } from '../../terms.js'
import { isLogged, type LogOptions } from '../flags/log-options.js'
import { printable, printableTexts } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderAmount } from './amounts.js'
import type { Colors } from './colors.js'
import { renderError } from './error.js'
import { renderFoldFailures, renderQuietly } from './failures.js'
import type { Printer } from './printer.js'
import type { Progress } from './progress.js'

export interface TextPrinterOptions extends Pick<LogOptions, 'level'> {
  colors: Colors
  /** What is printed of a run at its end; without it only what failed and what was warned of. */
  renderSummary?: (report: RunReport, colors: Colors) => string
  /** What is printed of what was folded; without it only what could not be. */
  renderFolds?: (folds: FoldReport[], colors: Colors) => string
  /** Moving lines while the run goes; without them there is only the summary. */
  progress?: Progress
}

/** A run as text on stderr: moving lines on a terminal, notes and warnings, and a table at the end. */
export function openTextPrinter(
  { stderr }: Pick<Terminal, 'stderr'>,
  { level, colors, renderSummary = renderQuietly, renderFolds = renderFoldFailures, progress }: TextPrinterOptions,
): Printer {
  let order: string[] = []
  // What it gets is printable already, but for colours of ours.
  const print = (text: string) => text !== '' && stderr.write(`${text}\n`)
  return {
    runStarted: ({ datasource, objects }) => {
      order = objects
      if (progress) print(colors.bold(`${printable(datasource)}: ${renderAmount(objects.length, 'object')}`))
    },
    objectStarted: ({ object, mode }) => progress?.started(object, mode),
    pageDone: ({ object, written, pages, deleted }) => progress?.moved(object, { written, pages, deleted }),
    objectEnded: ({ report }) => progress?.ended(report),
    runEnded: ({ report }) => {
      progress?.close()
      const ordered = { ...report, objects: inOrder(report.objects, order) }
      print(renderSummary(printableTexts(ordered), colors))
    },
    folded: ({ folds }) =>
      print(
        renderFolds(
          folds.map((fold) => printableTexts(fold)),
          colors,
        ),
      ),
    note: ({ text }) => isLogged('info', { level }) && print(`${colors.dim('note:')} ${printable(text)}`),
    warning: ({ text }) => isLogged('warn', { level }) && print(`${colors.yellow('warning:')} ${printable(text)}`),
    failed: (error) => {
      progress?.close()
      stderr.write(renderError(error))
    },
    close: () => progress?.close(),
  }
}

/**
 * Objects end in any order; a table reads better in the order they were begun. Those that were never begun come first.
 */
function inOrder(reports: ObjectReport[], order: string[]): ObjectReport[] {
  return reports.toSorted((a, b) => order.indexOf(a.object) - order.indexOf(b.object))
}
