/** What the datasource of a soak reads: it changes while the soak goes on. */
import type { Random } from '../../src/sandbox/random.js'
import type { StoredRecord } from '../../src/sandbox/terms.js'

export interface SoakScope {
  objects: string[]
  /** By object, the value that one field has to have. */
  where: Map<string, { field: string; value: string }>
  /** Fields that are left out of every object. */
  left: string[]
  children: boolean
}

const standard = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case']
const custom = ['Project__c', 'Invoice__c']
const conditions: Record<string, { field: string; value: string }> = {
  Account: { field: 'Rating', value: 'Hot' },
  Case: { field: 'Status', value: 'New' },
  Lead: { field: 'Status', value: 'Open - Not Contacted' },
}

export const wholeScope: SoakScope = { objects: [...standard, ...custom], where: new Map(), left: [], children: true }

export function pickScope(random: Random): SoakScope {
  const objects = wholeScope.objects.filter((name) => name === 'Account' || random.chance(0.8))
  const limited = Object.keys(conditions).filter((name) => objects.includes(name) && random.chance(0.4))
  return {
    objects,
    where: new Map(limited.map((name) => [name, conditions[name]!])),
    left: random.chance(0.3) ? ['Description'] : [],
    children: random.chance(0.8),
  }
}

/** What documents say follows from it: where it changes every record is written anew. */
export function selectionOf({ left, children }: SoakScope): string {
  return JSON.stringify({ left, children })
}

export function isInScope({ sobject, values }: StoredRecord, { objects, where }: SoakScope): boolean {
  const condition = where.get(sobject)
  return objects.includes(sobject) && (condition === undefined || values[condition.field] === condition.value)
}

/** The rc file of a scope. */
export function renderSettings({ objects, where, left, children }: SoakScope, lookbackMs: number): string {
  const settings = objects.map((name) => {
    const condition = where.get(name)
    const lines = [
      ...(condition === undefined ? [] : [`    where: "${condition.field} = '${condition.value}'"`]),
      `    exclude_fields: [${left.join()}]`,
    ]
    return [`  ${name}:`, ...lines].join('\n')
  })
  return `
standard_objects_to_sync: [${standard.filter((name) => objects.includes(name)).join()}]
sync_custom_objects: true
custom_objects_to_sync: [${custom.filter((name) => objects.includes(name)).join()}]
children: ${children}
lookback: ${lookbackMs / 1000}s
page_size: 200
retry: { delay: 10ms }
objects:
${settings.join('\n')}
`
}
