import type { ErrorReport } from '../../terms.js'
import { el } from './dom.js'
import { time, type View } from './view.js'

/** What went wrong and what to do about it; undefined where nothing did. */
export function failures(view: View): HTMLElement | undefined {
  const items = failuresOf(view)
  if (items.length === 0) return undefined
  return el(
    'section',
    { class: 'card failing', 'data-key': 'failures', 'aria-labelledby': 'failures' },
    el('h2', { id: 'failures' }, 'What needs attention'),
    el('ul', { class: 'failures' }, ...items),
  )
}

function failuresOf(view: View): HTMLElement[] {
  const { settings, datasources } = view.status
  const items: HTMLElement[] = []
  if (settings?.error) {
    items.push(
      failure(
        'The settings were not taken over',
        settings.error,
        'Those read before stay in force, since ',
        settings.at,
        view,
      ),
    )
  }
  for (const { name, failure: failed, objects, failures: inRow, isOverdue, lastSucceeded } of datasources) {
    const own = objects.filter(({ error, outcome }) => error !== undefined && outcome === 'failed')
    const times = inRow > 1 ? `, ${inRow} times in a row` : ''
    for (const { object, error, lastEnded } of own)
      items.push(failure(`${name}: ${object}${times}`, error!, '', lastEnded, view))
    if (failed !== undefined && own.every(({ error }) => error!.message !== failed.error.message)) {
      items.push(failure(`${name}${times}`, failed.error, '', failed.at, view))
    }
    if (isOverdue && failed === undefined && own.length === 0) {
      const last = lastSucceeded === undefined ? 'never' : time(lastSucceeded, view)
      items.push(
        el(
          'li',
          {},
          el('p', { class: 'what' }, `${name}: no success for three intervals`),
          el('p', { class: 'source' }, 'Last success: ', last),
        ),
      )
    }
  }
  return items
}

function failure(what: string, { code, message, hint }: ErrorReport, lead: string, at: string | undefined, view: View) {
  return el(
    'li',
    {},
    el('p', { class: 'what' }, what),
    el('p', {}, message),
    hint !== undefined && el('p', { class: 'hint' }, hint),
    el(
      'p',
      { class: 'source' },
      el('code', {}, code),
      at !== undefined && ` · ${lead}`,
      at !== undefined && time(at, view),
    ),
  )
}
