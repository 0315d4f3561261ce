import type { Datasource } from '../config-types.js'
import type { ReadContext } from '../read-context.js'
import type { ReadConnectors } from './connectors.js'
import { readDatasource } from './datasource.js'
import type { Entry } from './entry.js'
import { describeSharedOverrides } from '../sources/layers.js'
import { renderPath } from '../sources/path.js'
import { isForeign } from './referred-connector.js'

/**
 * The datasources of Salesforce connectors; where there is none, each connector gets one of its name. Those of other
 * connectors are skipped with a note.
 */
export function readDatasources(entries: Entry[], connectors: ReadConnectors, context: ReadContext): Datasource[] {
  const { notes, layers } = context
  const foreign = entries.filter((entry) => isForeign(entry, connectors))
  if (foreign.length > 0) {
    notes.push(`Skipped datasources that are not Salesforce's: ${foreign.map(renderName).join(', ')}.`)
  }
  const own = entries.filter((entry) => !foreign.includes(entry))
  const read = own.length > 0 ? own : connectors.ids.map((id) => buildDefaultEntry(id, connectors))
  notes.push(...describeSharedOverrides([...layers.datasource, ...layers.schedule], read.length, 'datasources'))
  const takenIds = new Set<string>()
  return read.flatMap((entry) => readDatasource(entry, connectors, takenIds, context) ?? [])
}

function buildDefaultEntry(id: string, { connectors }: ReadConnectors): Entry {
  const name = connectors.find((connector) => connector.id === id)?.name ?? id
  return { raw: { id, name, connector: { id } }, pathOf: renderPath }
}

function renderName({ key, raw, pathOf }: Entry): string {
  return String(raw['name'] ?? key ?? raw['id'] ?? pathOf([]))
}
