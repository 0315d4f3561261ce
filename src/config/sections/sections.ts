import { readEntries, type Sections } from './entry.js'
import { addProblem, type Findings } from '../problems.js'
import { buildFlatConnector, findPasted, noteMisspeltSections, pickFlatKeys, refuseUnknownKeys } from './flat-file.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import type { ConfigFile } from '../sources/search.js'

/**
 * Sorts a file's content into connectors, datasources and the tool's own settings. An rc file may do without sections
 * (then its keys make one connector and one datasource), or be one pasted connector or datasource.
 */
export function arrangeSections(file: ConfigFile | undefined, findings: Findings): Sections {
  const content = file?.content ?? {}
  if (file?.isCoco) noteMisspeltSections(content, findings)
  if (file?.isCoco) return arrangeNamedSections(content, findings)
  const pasted = findPasted(content)
  if (pasted !== undefined) return pasted
  const flat = pickFlatKeys(content, findings)
  refuseUnknownKeys(content, findings)
  const { connectors, datasources, extract } = arrangeNamedSections(content, findings)
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

function arrangeNamedSections(content: Record<string, unknown>, findings: Findings): Sections {
  const extract = content['extract'] ?? {}
  if (!isMap(extract)) addProblem(findings, 'extract', 'must be a map of settings')
  return {
    connectors: readEntries('connector', content['connector'], ['processor', 'config'], findings),
    datasources: readEntries('datasource', content['datasource'], ['connector', 'sync'], findings),
    extract: { values: isMap(extract) ? extract : {}, pathOf: (key) => renderPath(['extract', key]) },
  }
}
