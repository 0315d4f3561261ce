import type { LogOptions } from '../flags/log-options.js'
import { canMove } from '../terminal/can-move.js'
import type { Terminal } from '../terminal/terminal.js'
import { openColors } from './colors.js'
import type { Printer } from './printer.js'
import { openProgress } from './progress.js'

export interface PrinterOptions extends LogOptions {
  /** False where the documents themselves go to the terminal: lines that move would tear them. */
  progress: boolean
}

/**
 * The printer that fits the terminal: JSON lines, a quiet summary for a pipe, or moving lines for a person. Only what
 * it needs is loaded.
 */
export async function openPrinter({ level, format, progress }: PrinterOptions, terminal: Terminal): Promise<Printer> {
  if (format === 'json') {
    const { openJsonPrinter } = await import('./json.js')
    return openJsonPrinter(terminal, { level })
  }
  const colors = openColors(terminal)
  const { openTextPrinter } = await import('./text.js')
  if (level === 'error') return openTextPrinter(terminal, { level, colors })
  const { renderSummary } = await import('./summary.js')
  const { renderFolds } = await import('../compact/fold-table.js')
  return openTextPrinter(terminal, {
    level,
    colors,
    renderSummary,
    renderFolds,
    ...(progress && canMove(terminal) ? { progress: await openProgress(terminal, colors) } : {}),
  })
}
