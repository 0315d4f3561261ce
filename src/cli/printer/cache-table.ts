import type { CachedDescribe } from '../../state/field-cache.js'
import { renderAge, renderCount } from './amounts.js'
import { renderTable } from './table.js'

/** The describes in the field cache, a line each. */
export function renderCache(entries: CachedDescribe[], nowMs: number): string {
  if (entries.length === 0) return 'The field cache is empty.'
  const columns = [
    { title: 'org' },
    { title: 'API' },
    { title: 'user' },
    { title: 'object' },
    { title: 'entries', align: 'right' as const },
    { title: 'age', align: 'right' as const },
  ]
  const rows = entries.map(({ instanceUrl, apiVersion, user, object, entries: count, checked }) => [
    instanceUrl,
    apiVersion,
    user,
    object ?? '(all objects)',
    renderCount(count),
    renderAge(checked, nowMs),
  ])
  return renderTable(columns, rows)
}
