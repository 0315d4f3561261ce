import { renderSuggestion } from '../values/closest-name.js'
import type { ReadConnectors } from './connectors.js'
import type { Entry } from './entry.js'
import { addProblem } from '../problems.js'
import { isMap, isSet } from '../sources/map.js'
import type { ReadContext } from '../read-context.js'
import { fillVariables } from './read-section.js'

/**
 * The Salesforce connector a datasource names; the only one there is where it names none. An unknown one is a problem,
 * and gives undefined.
 */
export function findConnectorId(
  entry: Entry,
  { ids, foreign }: ReadConnectors,
  context: ReadContext,
): string | undefined {
  const path = entry.pathOf(['connector', 'id'])
  const id = fillVariables(idIn(entry), ['connector', 'id'], entry.pathOf, context)
  const all = [...new Set([...ids, ...foreign])]
  if (isSet(id)) {
    if (ids.includes(String(id))) return String(id)
    addProblem(
      context.problems,
      path,
      `no connector has the id "${String(id)}"${renderSuggestion(String(id), all)} (there are ${all.join(', ')})`,
    )
    return undefined
  }
  if (ids.length === 1) return ids[0]
  addProblem(context.problems, path, `missing: name a connector (there are ${all.join(', ')})`)
  return undefined
}

/** True for a datasource of a connector that isn't Salesforce's, or of no connector at all. */
export function isForeign(entry: Entry, { ids, foreign }: ReadConnectors): boolean {
  const { type } = entry.raw
  const id = String(idIn(entry) ?? '')
  return (isSet(type) && type !== 'connector') || (foreign.includes(id) && !ids.includes(id))
}

/** `connector: salesforce` is short for `connector: { id: salesforce }`. */
function idIn({ raw }: Entry): unknown {
  const { connector } = raw
  return isMap(connector) ? connector['id'] : connector
}
