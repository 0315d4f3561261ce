import type { ErrorReport, RunReport } from '../../terms.js'
import { renderAmount, renderCount } from '../printer/amounts.js'
import type { Colors } from '../printer/colors.js'
import type { Marks } from '../printer/marks.js'
import { renderTime } from './render-time.js'

/** What the line of a datasource tells. */
export interface Row {
  /** Padded and printable. */
  name: string
  /** `every 5m`, printable. */
  interval: string
  isRunning: boolean
  /** The documents written so far, by the object that is being read. */
  working: Map<string, number>
  last?: LastEnd
}

interface LastEnd {
  atMs: number
  report: RunReport | undefined
  error: ErrorReport | undefined
  timedOut: boolean
}

/** The line, without its end. */
export function renderRow(row: Row, marks: Marks, colors: Colors): string {
  const { name, interval, isRunning, working, last } = row
  const mark = isRunning ? colors.cyan(marks.note) : renderMark(last, marks, colors)
  return `${mark} ${name}  ${interval}  ${isRunning ? renderWork(working) : renderLast(last)}`
}

function renderMark(last: LastEnd | undefined, { good, bad, note }: Marks, colors: Colors): string {
  if (last === undefined || last.error?.code === 'LOCK_HELD') return colors.dim(note)
  return last.report?.outcome === 'done' ? colors.green(good) : colors.yellow(bad)
}

function renderWork(working: Map<string, number>): string {
  const objects = [...working].map(([object, written]) =>
    written === 0 ? object : `${object} ${renderCount(written)}`,
  )
  return `reading ${objects.join(', ')}`.trimEnd()
}

function renderLast(last: LastEnd | undefined): string {
  if (last === undefined) return 'waits'
  const { atMs, report, error = report?.error, timedOut } = last
  const outcome = timedOut ? 'took too long' : (report?.outcome ?? 'not begun')
  const code = error === undefined || timedOut ? '' : ` ${error.code}`
  const counts =
    report === undefined
      ? ''
      : `, ${renderCount(report.written)} written, ${renderCount(report.deleted)} deleted, ` +
        renderAmount(report.calls, 'API call')
  return `${renderTime(atMs)} ${outcome}${code}${counts}`
}
