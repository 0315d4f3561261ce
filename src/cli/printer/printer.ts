import type { ExtractError } from '../../errors/extract-error.js'
import type { Listener } from '../../terms.js'
import { openColors } from './colors.js'
import { openJsonPrinter } from './json.js'
import { openProgress } from './progress.js'
import { openTextPrinter } from './text.js'
import type { Terminal } from '../terminal.js'

export interface PrinterWishes {
  quiet: boolean
  format: 'text' | 'json'
  /** False where the documents themselves go to the terminal: lines that move would tear them. */
  progress: boolean
}

/** A listener that also tells of a run that could not begin, and can be put away in the middle of one. */
export interface Printer extends Listener {
  failed(error: ExtractError): void
  close(): void
}

/** The printer that fits the terminal: JSON lines, a quiet summary for a pipe, or moving lines for a person. */
export async function openPrinter({ quiet, format, progress }: PrinterWishes, terminal: Terminal): Promise<Printer> {
  if (format === 'json') return openJsonPrinter(terminal, quiet)
  const colors = openColors(terminal)
  const isMoving = progress && !quiet && canMove(terminal)
  return openTextPrinter(terminal, {
    quiet,
    colors,
    ...(isMoving ? { progress: await openProgress(terminal, colors) } : {}),
  })
}

/** Not in a build's log, and not where the width is unknown (0): there ora would clear lines without end. */
function canMove({ stderr, env }: Terminal): boolean {
  return stderr.isTTY === true && stderr.columns !== 0 && env['TERM'] !== 'dumb' && env['CI'] === undefined
}
