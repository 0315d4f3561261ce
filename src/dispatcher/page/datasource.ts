import { keyOf } from '../status/key-of.js'
import type { DatasourceSnapshot, RunningSnapshot } from '../status/snapshot.js'
import { el, type Child } from './dom.js'
import { isTroubled } from './header.js'
import { objectsTable } from './objects-table.js'
import { time, type View } from './view.js'
import { amount, clockTime, count, duration } from './words.js'

/** A datasource: how it does, what runs, its rows over a day, its objects, its directories. */
export function datasource(shown: DatasourceSnapshot, view: View): HTMLElement {
  const key = keyOf(shown)
  const id = `datasource-${view.status.datasources.indexOf(shown)}`
  const { name, rows, objects, running } = shown
  const isDrawn = view.status.phase !== 'still' && (rows.length > 0 || shown.lastEnded !== undefined)
  return el(
    'section',
    { class: 'card', 'data-key': key, 'aria-labelledby': id },
    el('div', { class: 'title' }, el('h2', { id }, name), state(shown), el('p', { class: 'place' }, place(shown))),
    figures(shown, view),
    running && runningNow(running, view),
    isDrawn && chart(key),
    objects.length > 0 ? objectsTable(objects, view) : el('p', { class: 'empty' }, nothingYet(shown, view)),
    directories(key, view),
  )
}

function place({ connector, interval, destination }: DatasourceSnapshot): string {
  const parts = [`connector ${connector}`]
  if (interval !== undefined) parts.push(/^\d+\w+$/.test(interval) ? `every ${interval}` : `at ${interval}`)
  if (destination !== undefined) parts.push(`to ${destination}`)
  return parts.join(' · ')
}

function state(shown: DatasourceSnapshot): HTMLElement {
  const { running, isOverdue, failure, lastEnded, outcome } = shown
  if (running !== undefined) return el('p', { class: 'state good busy' }, 'Running')
  if (failure === undefined && isOverdue) return el('p', { class: 'state bad' }, 'Overdue')
  if (isTroubled(shown)) return el('p', { class: 'state bad' }, 'Failed')
  if (lastEnded === undefined) return el('p', { class: 'state muted' }, 'No run yet')
  // It was ended before its end, by its time limit for one.
  if (outcome !== 'done') return el('p', { class: 'state warn' }, 'Goes on next time')
  return el('p', { class: 'state good' }, 'In sync')
}

function figures(shown: DatasourceSnapshot, view: View): HTMLElement {
  const { lastSucceeded, lastEnded, next, objects, rows, running, retries } = shown
  const lag = Math.max(...objects.map(({ lagSeconds }) => lagSeconds ?? -1))
  const behind = objects.find(({ lagSeconds }) => lagSeconds === lag)
  const sum = (index: 1 | 2) => rows.reduce((total, row) => total + row[index], 0)
  const tries = Object.entries(retries)
  return el(
    'dl',
    { class: 'figures' },
    figure('Behind the org', lag < 0 ? '–' : duration(lag), lag > 0 && objects.length > 1 && behind?.object),
    figure(
      'Last success',
      lastSucceeded === undefined ? '–' : time(lastSucceeded, view),
      lastSucceeded !== undefined && lastSucceeded !== lastEnded && 'not the last run',
    ),
    view.isLive && figure('Next run', running ? 'after this one' : next === undefined ? '–' : dueTime(next, view)),
    view.isLive && figure('Written in 24 hours', count(sum(1)), sum(2) > 0 && `${count(sum(2))} deleted`),
    tries.length > 0 &&
      figure(
        'Tried again',
        count(tries.reduce((total, [, n]) => total + n, 0)),
        tries.map(([code, n]) => `${code} ${count(n)}`).join(', '),
      ),
  )
}

/** One whose time has come waits for its turn. */
function dueTime(next: string, view: View): HTMLElement | string {
  return Date.parse(next) < view.nowMs - 2000 ? 'waiting for its turn' : time(next, view)
}

function figure(name: string, value: Child, note: Child = undefined): HTMLElement {
  return el(
    'div',
    {},
    el('dt', {}, name),
    el('dd', {}, value, note !== undefined && note !== false && note !== '' && el('small', {}, note)),
  )
}

function runningNow({ started, objects }: RunningSnapshot, view: View): HTMLElement {
  const open = objects.filter(({ hasEnded }) => !hasEnded)
  const lines = open.map(({ object, mode, written, deleted }) =>
    el(
      'li',
      { 'data-key': object },
      el(
        'span',
        {},
        object,
        el(
          'span',
          { class: 'muted' },
          mode === 'full' ? ', reading everything' : mode === 'reconcile' ? ', comparing all Ids' : '',
        ),
      ),
      el('span', { class: 'number' }, `${amount(written, 'row')}${deleted > 0 ? `, ${count(deleted)} deleted` : ''}`),
    ),
  )
  const done = objects.length - open.length
  return el(
    'div',
    { 'data-key': 'running' },
    el('h3', {}, 'Running now, begun ', time(started, view), done > 0 && `, ${amount(done, 'object')} done`),
    lines.length === 0
      ? el('p', { class: 'muted' }, 'Looking at what there is to read')
      : el('ul', { class: 'running' }, ...lines),
  )
}

function chart(key: string): HTMLElement {
  return el(
    'div',
    { 'data-key': 'chart' },
    el(
      'div',
      { class: 'title' },
      el('h3', {}, 'Rows over the last 24 hours'),
      el(
        'p',
        { class: 'legend' },
        el('span', { class: 'written' }, 'written'),
        el('span', { class: 'deleted' }, 'deleted'),
      ),
    ),
    el('div', { class: 'chart', 'data-kept': `rows ${key}`, role: 'img' }),
  )
}

function nothingYet({ next, running }: DatasourceSnapshot, { nowMs, isLive }: View): string {
  if (running !== undefined) return 'The first run is on its way.'
  if (next !== undefined) return `No run yet: the first begins at ${clockTime(Date.parse(next), nowMs)}.`
  return isLive ? 'No run yet: the first is not planned.' : 'No run yet: sf-extract sync makes the first.'
}

/** Filled when it is opened. */
function directories(key: string, { isLive, directories: known }: View): Child {
  if (!isLive && (known?.[key] ?? []).length === 0) return undefined
  return el('details', { class: 'tree', 'data-kept': `tree ${key}` })
}
