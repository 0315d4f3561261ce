import type { DatasourceSnapshot, StatusSnapshot } from '../status/snapshot.js'
import { el } from './dom.js'
import { time, type View } from './view.js'
import { amount, clockTime, wholeTime } from './words.js'

/** Whether all is well, in one line, and what that is about. */
export function header(view: View): HTMLElement {
  return el(
    'header',
    { id: 'head' },
    el('p', { class: 'brand' }, el('strong', {}, 'sf-extract'), source(view)),
    el('h1', {}, headline(view.status)),
    el('p', { class: 'lead' }, summary(view)),
  )
}

/** A datasource that somebody should look at. */
export function isTroubled({ isOverdue, failure, objects }: DatasourceSnapshot): boolean {
  return isOverdue || failure !== undefined || objects.some(({ outcome }) => outcome === 'failed')
}

/** As the window's title has it, too. */
export function headline({ datasources, phase }: StatusSnapshot): string {
  const troubled = datasources.filter(isTroubled)
  if (datasources.length === 0) return 'Nothing to keep in sync'
  if (troubled.length === 1) return `${troubled[0]!.name} needs attention`
  if (troubled.length > 1) return `${troubled.length} datasources need attention`
  if (datasources.some(({ lastSucceeded }) => lastSucceeded === undefined)) return 'Not in sync yet'
  return phase === 'still' ? 'Everything was in sync' : 'Everything is in sync'
}

function summary(view: View): string {
  const { datasources, phase } = view.status
  if (datasources.length === 0) return 'No datasource is enabled in the configuration.'
  const objects = datasources.reduce((sum, each) => sum + each.objects.length, 0)
  const rows = datasources.flatMap((each) => each.rows).reduce((sum, [, written]) => sum + written, 0)
  const parts = [amount(datasources.length, 'datasource'), amount(objects, 'object')]
  if (phase !== 'still') parts.push(`${amount(rows, 'row')} written in the last 24 hours`)
  return [`${parts.join(', ')}.`, ...renderQueue(view.status.queue)].join(' ')
}

/** What there is to do, and who does it. */
function renderQueue(queue: StatusSnapshot['queue']): string[] {
  if (queue === undefined) return []
  const sum = (state: 'waiting' | 'delayed' | 'active' | 'failed') => queue.polls[state] + queue.objects[state]
  const jobs = `${sum('active')} at work, ${sum('waiting')} waiting, ${sum('delayed')} put off, ${sum('failed')} failed`
  return [`${amount(queue.workers.length, 'worker')}; jobs: ${jobs}.`]
}

function source(view: View): HTMLElement {
  const { status, isLive, isHeard, nowMs } = view
  if (!isLive) return el('span', {}, `As of ${clockTime(Date.parse(status.at), 0)}, a picture that stays as it is`)
  if (!isHeard)
    return el(
      'span',
      { class: 'live lost', role: 'status' },
      'The dispatcher does not answer; last heard ',
      time(status.at, view),
    )
  if (status.phase === 'draining')
    return el('span', { class: 'live', role: 'status' }, 'Ending: no more runs are begun')
  if (status.since === undefined) return el('span', {})
  return el(
    'span',
    { class: 'live', role: 'status' },
    'Live, running since ',
    el(
      'time',
      { datetime: status.since, title: wholeTime(Date.parse(status.since)) },
      clockTime(Date.parse(status.since), nowMs),
    ),
  )
}
