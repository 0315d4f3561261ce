import { redact } from '../../errors/redact.js'
import type { ObjectReport } from '../../terms.js'
import type { Terminal } from '../terminal.js'
import type { Colors } from './colors.js'
import { renderError } from './error.js'
import type { Printer } from './printer.js'
import type { Progress } from './progress.js'
import { renderFailures, renderSummary } from './summary.js'

export interface TextWishes {
  quiet: boolean
  colors: Colors
  /** Moving lines while the run goes; without them there is only the summary. */
  progress?: Progress
}

/** A run as text on stderr: moving lines on a terminal, notes and warnings, and a table at the end. */
export function openTextPrinter(
  { stderr }: Pick<Terminal, 'stderr'>,
  { quiet, colors, progress }: TextWishes,
): Printer {
  let order: string[] = []
  const print = (text: string) => text !== '' && stderr.write(`${redact(text)}\n`)
  return {
    runStarted: ({ id }, objects) => {
      order = objects
      if (progress) print(colors.bold(`${id}: ${objects.length} objects`))
    },
    objectStarted: (object, mode) => progress?.started(object, mode),
    pageDone: (object, counts) => progress?.moved(object, counts),
    objectEnded: (report) => progress?.ended(report),
    runEnded: (report) => {
      progress?.close()
      const ordered = { ...report, objects: inOrder(report.objects, order) }
      print(quiet ? renderFailures(ordered, colors) : renderSummary(ordered, colors))
    },
    note: (text) => quiet || print(`${colors.dim('note:')} ${text}`),
    warning: (text) => quiet || print(`${colors.yellow('warning:')} ${text}`),
    failed: (error) => {
      progress?.close()
      stderr.write(renderError(error, false))
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
