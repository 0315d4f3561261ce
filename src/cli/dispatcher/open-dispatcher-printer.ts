import { combineListeners } from '../../dispatcher/combine-listeners.js'
import type { DispatcherListener } from '../../dispatcher/dispatcher-listener.js'
import { openColors } from '../printer/colors.js'
import type { PrinterOptions } from '../printer/open-printer.js'
import { canMove } from '../terminal/can-move.js'
import type { Terminal } from '../terminal/terminal.js'

/** What the dispatcher reports, on stderr. */
export interface DispatcherPrinter extends DispatcherListener {
  close(): void
}

/** JSON lines for programs; for a person a line per datasource that stays in place, where the terminal can do that. */
export async function openDispatcherPrinter(
  { level, format, progress }: PrinterOptions,
  terminal: Terminal,
): Promise<DispatcherPrinter> {
  if (format === 'json') {
    const { openJsonPrinter } = await import('../printer/json.js')
    const { openJsonEvents } = await import('./json-events.js')
    const listener = combineListeners(openJsonPrinter(terminal, { level }), openJsonEvents(terminal, { level }))
    return { ...listener, close: () => {} }
  }
  const { openRunLines } = await import('./run-lines.js')
  const colors = openColors(terminal)
  if (!progress || level === 'error' || !canMove(terminal)) return openRunLines(terminal, { level, colors })
  const { openBoard } = await import('./board.js')
  return openBoard(terminal, colors)
}
