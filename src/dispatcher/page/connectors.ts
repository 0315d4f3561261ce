import type { ConnectorSnapshot } from '../status/snapshot.js'
import { el } from './dom.js'
import type { View } from './view.js'
import { count } from './words.js'

/** The API calls of each org over the day, against what may be used of them. */
export function connectors({ status }: View): HTMLElement | undefined {
  const known = status.connectors.filter(({ quota }) => quota !== undefined)
  if (known.length === 0) return undefined
  return el(
    'section',
    { class: 'card', 'data-key': 'connectors', 'aria-labelledby': 'calls' },
    el('h2', { id: 'calls' }, 'API calls'),
    ...known.map((each) => connector(each, status.phase !== 'still')),
  )
}

function connector({ id, quota, reserve = 0, used: points }: ConnectorSnapshot, isDrawn: boolean): HTMLElement {
  const { used, max } = quota!
  const budget = max - reserve
  const isClose = used >= budget
  const isCharted = isDrawn && points.length > 0
  return el(
    'div',
    { 'data-key': id },
    el('div', { class: 'title' }, el('h3', {}, `connector ${id}, the org's last 24 hours`), isCharted && legend()),
    el(
      'p',
      {},
      el('strong', { class: isClose ? 'bad' : undefined }, count(used)),
      ` of ${count(budget)} used`,
      el('span', { class: 'muted' }, `; the org allows ${count(max)}, ${count(reserve)} of them are kept in reserve`),
    ),
    isCharted && el('div', { class: 'chart', 'data-kept': `calls ${id}`, role: 'img' }),
  )
}

function legend(): HTMLElement {
  return el(
    'p',
    { class: 'legend' },
    el('span', { class: 'written' }, 'used'),
    el('span', { class: 'budget' }, 'budget'),
  )
}
