import { combineListeners } from '../../dispatcher/combine-listeners.js'
import type { DispatcherListener } from '../../dispatcher/dispatcher-listener.js'
import type { Colors } from '../printer/colors.js'
import { marksFor } from '../printer/marks.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderRow, type Row } from './board-row.js'
import { openTextEvents } from './run-lines.js'

/**
 * A line per datasource that stays in place and says what it does, or what its last run came to. What failed, and what
 * is warned of, stands above and stays.
 */
export function openBoard(
  terminal: Pick<Terminal, 'stderr' | 'clock' | 'env'>,
  colors: Colors,
): DispatcherListener & { close(): void } {
  const rows = new Map<string, Row>()
  const marks = marksFor(terminal.env)
  const draw = openBlock(terminal.stderr)
  const redraw = (above = '') =>
    draw(
      [...rows.values()].map((row) => renderRow(row, marks, colors)),
      above,
    )
  const events = openTextEvents(redraw, terminal.clock.now, { level: 'info', colors, showsRuns: false })
  return { ...combineListeners(followRuns(rows, redraw, terminal.clock.now), events), close: () => {} }
}

function followRuns(rows: Map<string, Row>, redraw: () => void, nowMs: () => number): DispatcherListener {
  const change = (datasource: string, work: (row: Row) => void) => {
    const row = rows.get(datasource)
    if (row === undefined) return
    work(row)
    redraw()
  }
  return {
    datasourcesChosen: ({ datasources }) => {
      const before = new Map(rows)
      rows.clear()
      const intervals = datasources.map(({ interval }) =>
        printable(`${/\s/.test(interval) ? 'at' : 'every'} ${interval}`),
      )
      const [names, times] = [padAll(datasources.map(({ id }) => printable(id))), padAll(intervals)]
      for (const [index, { id }] of datasources.entries()) {
        const known = before.get(id) ?? { working: new Map(), isRunning: false }
        rows.set(id, { ...known, name: names[index]!, interval: times[index]! })
      }
      redraw()
    },
    runPlanned: ({ datasource }) =>
      change(datasource, (row) => Object.assign(row, { isRunning: true, working: new Map() })),
    objectStarted: ({ datasource, object }) => change(datasource, ({ working }) => working.set(printable(object), 0)),
    pageDone: ({ datasource, object, written }) =>
      change(datasource, ({ working }) => working.set(printable(object), written)),
    objectEnded: ({ datasource, report: { object } }) =>
      change(datasource, ({ working }) => working.delete(printable(object))),
    runFinished: ({ datasource, report, error, timedOut }) => {
      const last = { atMs: nowMs(), report, error, timedOut }
      change(datasource, (row) => Object.assign(row, { isRunning: false, last }))
    },
  }
}

function padAll(texts: string[]): string[] {
  const width = Math.max(...texts.map(({ length }) => length))
  return texts.map((text) => text.padEnd(width))
}

/** Draws lines over those drawn before, and what is to stay above them; in one write, so that nothing flickers. */
function openBlock(stderr: Terminal['stderr']): (lines: string[], above: string) => void {
  let drawn = 0
  let last = ''
  return (all, above) => {
    const lines = fit(all, stderr.rows)
    if (above === '' && lines.join('\n') === last) return
    last = lines.join('\n')
    const start = drawn === 0 ? '\r' : `\u001b[${drawn}A\r`
    const head = above === '' ? '' : `${clearBelow}${above}\n`
    const body = lines.map((line) => `${line}${clearLine}\n`).join('')
    stderr.write(`${start}${head}${noWrap}${body}${clearBelow}${wrap}`)
    drawn = lines.length
  }
}

/** No more lines than there are on the screen: the cursor doesn't get above it. */
function fit(lines: string[], most = 24): string[] {
  if (lines.length < most) return lines
  const shown = Math.max(0, most - 2)
  return [...lines.slice(0, shown), `… and ${lines.length - shown} more`]
}

/* Select Graphic Rendition aside, what is used of ECMA-48: erase to the end of the line and of the screen, and, of
   xterm, whether a line that is too long goes on in the next. */
const clearLine = '\u001b[K'
const clearBelow = '\u001b[J'
const [noWrap, wrap] = ['\u001b[?7l', '\u001b[?7h']
