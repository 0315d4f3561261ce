/** An rc file without sections: its keys at the top, or one connector or datasource of the Coco server pasted whole. */
import { enrichmentKey } from '../enrichment/enrichment.js'
import { closestName, renderSuggestion } from '../values/closest-name.js'
import type { Entry, Sections } from './entry.js'
import { addProblem, type Problems } from '../problems.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import { keysOf } from '../settings/setting-groups.js'
import { objectSettings } from '../settings/object-settings.js'

const connectorKeys = keysOf('connector')
const datasourceKeys = [...keysOf('datasource'), ...keysOf('schedule'), enrichmentKey]
const extractKeys = keysOf('extract')
const sectionKeys = ['connector', 'datasource', 'extract', 'pipeline']

export interface FlatKeys {
  connector: Record<string, unknown>
  datasource: Record<string, unknown>
  extract: Record<string, unknown>
}

/** The settings that stand at the top, by the section they belong to. Beside that section they are a problem each. */
export function pickFlatKeys(content: Record<string, unknown>, problems: Problems): FlatKeys {
  const pick = (section: string, keys: string[], home: string): Record<string, unknown> => {
    const found = Object.entries(content).filter(([key]) => keys.includes(key))
    if (!isSet(content[section])) return Object.fromEntries(found)
    for (const [key] of found) addProblem(problems, key, `is beside "${section}": move it into ${home}`)
    return {}
  }
  return {
    connector: pick('connector', connectorKeys, 'connector.config'),
    datasource: pick('datasource', datasourceKeys, 'datasource'),
    extract: pick('extract', extractKeys, 'extract'),
  }
}

/** The connector that flat keys make; the environment alone makes the same of none. */
export function buildFlatConnector(config: Record<string, unknown>, home: PropertyKey[] = []): Entry {
  return {
    raw: { id: 'salesforce', name: 'Salesforce', processor: { enabled: true, name: 'salesforce' }, config },
    pathOf: ([first, ...rest]) => renderPath([...home, ...(first === 'config' ? rest : [first!, ...rest])]),
  }
}

/** The file as one connector or one datasource, as the Coco server's API takes and gives them. */
export function findPasted(content: Record<string, unknown>): Sections | undefined {
  const extract = { values: {}, pathOf: String }
  const entry = { raw: content, pathOf: renderPath }
  if (isMap(content['processor'])) return { connectors: [entry], datasources: [], extract }
  if (content['type'] !== 'connector' || !isMap(content['connector'])) return undefined
  return { connectors: [buildFlatConnector({})], datasources: [entry], extract }
}

/** In a file that is the tool's alone an unknown key at the top is a mistake. Editors' `$schema` isn't one. */
export function refuseUnknownKeys(content: Record<string, unknown>, problems: Problems): void {
  const known = [...connectorKeys, ...datasourceKeys, ...extractKeys, ...sectionKeys, 'env', '$schema']
  for (const key of Object.keys(content).filter((each) => !known.includes(each))) {
    addProblem(problems, key, `unknown key${renderAdvice(key, content[key], known)}`)
  }
}

function renderAdvice(key: string, value: unknown, known: string[]): string {
  if (Object.hasOwn(objectSettings, key)) return `; it is a setting of one object: objects.Account.${key}`
  const suggestion = renderSuggestion(key, known)
  const isSection = typeof value === 'object' && value !== null
  if (suggestion !== '' || !isSection) return suggestion
  return '; sections of other programs are left alone only in a file called coco.yml'
}

/** Sections of others are left alone, but one that looks like ours is worth a note. */
export function noteMisspeltSections(content: Record<string, unknown>, notes: string[]): void {
  for (const key of Object.keys(content).filter((each) => !sectionKeys.includes(each))) {
    const closest = closestName(
      key,
      sectionKeys.filter((section) => !(section in content)),
    )
    if (closest !== undefined) notes.push(`The section "${key}" is ignored; did you mean "${closest}"?`)
  }
}
