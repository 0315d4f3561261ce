import type { ObjectSnapshot } from '../status/snapshot.js'
import { el, type Child } from './dom.js'
import { time, type View } from './view.js'
import { count, duration } from './words.js'

/**
 * The objects of a datasource, a row each. Roles are said: on a narrow page rows are laid out as cards, and browsers
 * then forget that they are a table's.
 */
export function objectsTable(objects: ObjectSnapshot[], view: View): HTMLElement {
  const titles = ['Object', 'Behind', 'Watermark', 'Last run', 'Written', 'Deleted', 'Calls']
  const numbers = new Set(['Behind', 'Written', 'Deleted', 'Calls'])
  const heads = [...titles, 'Outcome'].map((title) =>
    el('th', { scope: 'col', role: 'columnheader', class: numbers.has(title) ? 'number' : undefined }, title),
  )
  return el(
    'table',
    { role: 'table', 'data-key': 'objects', 'aria-label': 'Objects' },
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...heads)),
    el('tbody', { role: 'rowgroup' }, ...objects.map((object) => row(object, view))),
  )
}

function row(shown: ObjectSnapshot, view: View): HTMLElement {
  const { object, lagSeconds, watermark, written, deleted, calls, lastEnded } = shown
  const isRead = lastEnded !== undefined
  return el(
    'tr',
    { role: 'row', 'data-key': object },
    el('th', { scope: 'row', role: 'rowheader' }, object),
    cell('Behind', lagSeconds === undefined ? '–' : duration(lagSeconds), 'number'),
    cell('Watermark', watermark === undefined ? 'first load' : time(watermark, view)),
    cell('Last run', lastEnded === undefined ? '–' : time(lastEnded, view)),
    cell('Written', isRead ? count(written) : '–', 'number'),
    cell('Deleted', isRead ? count(deleted) : '–', 'number'),
    cell('Calls', isRead ? count(calls) : '–', 'number'),
    cell('Outcome', outcome(shown), 'outcome'),
  )
}

function cell(label: string, value: Child, kind?: string): HTMLElement {
  return el('td', { role: 'cell', 'data-label': label, class: kind }, value)
}

function outcome({ outcome: ended, warnings = [], error, reason }: ObjectSnapshot): HTMLElement {
  if (ended === undefined) return el('span', { class: 'muted' }, '–')
  if (ended === 'failed') return el('span', { class: 'bad', title: error?.message }, 'failed')
  if (ended === 'stopped') return el('span', { class: 'warn', title: reason }, 'goes on')
  if (ended === 'skipped') return el('span', { class: 'muted', title: reason }, 'left out')
  return warnings.length > 0
    ? el('span', { class: 'warn', title: warnings.join('\n') }, 'warned')
    : el('span', { class: 'good' }, 'done')
}
