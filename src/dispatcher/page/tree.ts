import type { DatasourceSnapshot, DirectoryData, RecordPreview } from '../status/snapshot.js'
import { el } from './dom.js'
import { keyOf } from '../status/key-of.js'
import { time, type View } from './view.js'
import { count } from './words.js'

/** Gives each place for directories its heading, and fills it when it is opened. */
export function fillTrees(view: View): void {
  for (const place of document.querySelectorAll<HTMLDetailsElement>('.tree[data-kept]')) {
    if (place.firstChild !== null) continue
    const shown = view.status.datasources.find((each) => `tree ${keyOf(each)}` === place.dataset['kept'])
    if (shown === undefined) continue
    place.append(el('summary', {}, 'Directories and records'))
    onOpen(place, async () => directoryList(await directoriesOf(shown, view), shown, view))
  }
}

function directoryList(directories: DirectoryData[], shown: DatasourceSnapshot, view: View): HTMLElement {
  if (directories.length === 0) return el('p', { class: 'empty' }, 'No directories yet: the first run writes them.')
  const groups = [...new Set(directories.map(({ group }) => group))]
  return el(
    'ul',
    {},
    ...groups.map((group) => {
      const inside = directories.filter((each) => each.group === group)
      const list = el('ul', {}, ...inside.map((each) => el('li', {}, directoryItem(each, shown, view))))
      return el(
        'li',
        {},
        el(
          'details',
          { open: '' },
          el('summary', {}, group, el('span', { class: 'count' }, String(inside.length))),
          list,
        ),
      )
    }),
  )
}

function directoryItem(directory: DirectoryData, shown: DatasourceSnapshot, view: View): HTMLElement {
  const { title, count: records } = directory
  const heading = el('summary', {}, title, records !== undefined && el('span', { class: 'count' }, count(records)))
  const item = el('details', {}, heading)
  onOpen(item, async () => recordList(await recordsOf(directory, shown, view), view))
  return item
}

function recordList(records: RecordPreview[] | undefined, view: View): HTMLElement {
  if (records === undefined)
    return el('p', { class: 'empty' }, 'Records are shown where they are written to a folder and that is named.')
  if (records.length === 0) return el('p', { class: 'empty' }, 'No record among the last that were written.')
  return el('ul', {}, ...records.map((record) => el('li', { class: 'record' }, ...recordLines(record, view))))
}

function recordLines({ id, title, url, updated, tags = [], text }: RecordPreview, view: View): HTMLElement[] {
  const name = title === '' ? id : title
  const heading = isWebAddress(url)
    ? el('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, name)
    : el('span', {}, name)
  const facts = el(
    'div',
    { class: 'muted' },
    el('code', {}, id),
    updated !== undefined && ' · ',
    updated !== undefined && time(updated, view),
    tags.length > 0 && ` · ${tags.join(', ')}`,
  )
  return [heading, facts, ...(text === undefined || text === '' ? [] : [el('p', {}, text)])]
}

/** An address comes from the org: one with a script in it is none. */
function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol)
}

/** Fills an element, below its heading, anew whenever it is opened. */
function onOpen(details: HTMLDetailsElement, load: () => Promise<HTMLElement>): void {
  details.addEventListener('toggle', async () => {
    if (!details.open) return
    const heading = details.firstElementChild!
    if (details.children.length === 1) details.append(el('p', { class: 'empty', role: 'status' }, 'Looking …'))
    const filled = await load().catch(() =>
      el('p', { class: 'bad', role: 'status' }, 'This could not be loaded. Close and open it to try again.'),
    )
    // The heading stays where it is: taken out for a moment it would lose the focus.
    while (heading.nextSibling !== null) heading.nextSibling.remove()
    details.append(filled)
  })
}

async function directoriesOf(shown: DatasourceSnapshot, { isLive, directories }: View): Promise<DirectoryData[]> {
  if (!isLive) return directories?.[keyOf(shown)] ?? []
  return (await ask<DirectoryData[]>('directories', { datasource: shown.id })) ?? []
}

async function recordsOf(directory: DirectoryData, { id }: DatasourceSnapshot, { isLive }: View) {
  if (!isLive) return directory.records
  return ask<RecordPreview[]>('records', { datasource: id, path: directory.path })
}

/** Undefined where the dispatcher has nothing of the kind. */
async function ask<T>(what: string, query: Record<string, string>): Promise<T | undefined> {
  const response = await fetch(`/${what}?${new URLSearchParams(query).toString()}`)
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(String(response.status))
  return (await response.json()) as T
}
