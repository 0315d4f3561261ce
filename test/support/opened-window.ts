import { parseCursor, type Cursor, type CursorJson, type Window } from '../../src/sync/windows/cursor.js'
import { openWindow, type WindowOptions } from '../../src/sync/windows/open-window.js'

export const lookbackMs = 600_000

/** A time of the day that tests of windows play on. */
export function at(clock: string): string {
  return `2026-01-05T${clock}.000Z`
}

/** A cursor as a run finds it, and the window that it opens. */
export function openCursor(json: CursorJson, options: Partial<WindowOptions> = {}): { cursor: Cursor; window: Window } {
  const cursor = parseCursor(json)
  return { cursor, window: openWindow(cursor, { lookbackMs, ...options }) }
}
