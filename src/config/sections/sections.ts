import { readEntries, type Sections } from './entry.js'
import { addProblem, type Problems } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { buildFlatConnector, findPasted, noteMisspeltSections, pickFlatKeys, refuseUnknownKeys } from './flat-file.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import type { ConfigFile } from '../sources/search.js'

/**
 * Sorts a file's content into connectors, datasources and the tool's own settings. An rc file may do without sections
 * (then its keys make one connector and one datasource), or be one pasted connector or datasource.
 */
export function arrangeSections(file: ConfigFile | undefined, context: ReadContext): Sections {
  const { problems, notes } = context
  const content = file?.content ?? {}
  if (file?.isCoco) noteMisspeltSections(content, notes)
  if (file?.isCoco) return arrangeNamedSections(content, problems)
  const pasted = findPasted(content)
  if (pasted !== undefined) return pasted
  const flat = pickFlatKeys(content, problems)
  refuseUnknownKeys(content, problems)
  const { connectors, datasources, extract } = arrangeNamedSections(content, problems)
  return {
    connectors: isSet(content['connector']) ? connectors : [buildFlatConnector(flat.connector)],
    datasources:
      Object.keys(flat.datasource).length === 0 ? datasources : [{ raw: flat.datasource, pathOf: renderPath }],
    extract: {
      values: { ...extract.values, ...flat.extract },
      pathOf: (key) => (key in flat.extract ? key : extract.pathOf(key)),
    },
  }
}

function arrangeNamedSections(content: Record<string, unknown>, problems: Problems): Sections {
  const extract = content['extract'] ?? {}
  if (!isMap(extract)) addProblem(problems, 'extract', 'must be a map of settings')
  return {
    connectors: readEntries('connector', content['connector'], ['processor', 'config'], problems),
    datasources: readEntries('datasource', content['datasource'], ['connector', 'sync'], problems),
    extract: { values: isMap(extract) ? extract : {}, pathOf: (key) => renderPath(['extract', key]) },
  }
}
