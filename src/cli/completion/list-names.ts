/** Names that the configuration and the state know. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config, Datasource } from '../../config/config-types.js'
import { loadConfig } from '../../config/config.js'
import { connectorOf } from '../../config/connector-of.js'
import { selectDatasources } from '../../config/select-datasources.js'
import { searchPlaces } from '../../config/sources/search.js'
import { parseStateAddress } from '../../config/addresses/state-address.js'
import { standardObjects } from '../../config/values/sobject-names.js'
import type { SObjectSummary } from '../../terms.js'
import type { Candidate, Surroundings } from './candidate.js'

/** The values of flags that were given, by the flags' long names. */
type Given = Map<string, string[]>

/** The names that a flag or an argument takes, none where it takes no names. */
export async function listNames(taker: string, given: Given, surroundings: Surroundings): Promise<Candidate[]> {
  if (taker === '--objects') return standardObjects.map((text) => ({ text }))
  if (taker === '--fault') return listFaults()
  if (!['--datasource', '--connector', '--object', 'object'].includes(taker)) return []
  const [configFile] = given.get('--config') ?? []
  if (runsScript(surroundings.cwd, configFile)) return []
  const config = await loadConfig({ ...surroundings, configFile })
  if (taker === '--connector') return config.connectors.map(({ id, name }) => ({ text: id, about: name }))
  if (taker === '--datasource') return config.datasources.flatMap(namesOf)
  const chosen = chooseDatasources(config, given.get('--datasource'))
  const known = await loadKnownObjects(chosen, config, surroundings)
  return taker === 'object' ? known.map(candidateOf) : listRead(chosen, known)
}

async function listFaults(): Promise<Candidate[]> {
  const { FAULTS } = await import('../../sandbox/faults/faults.js')
  return Object.keys(FAULTS).map((text) => ({ text }))
}

/** A configuration that is a program is not run for a key that is pressed: who stands in a folder may not trust it. */
function runsScript(cwd: string, configFile: string | undefined): boolean {
  if (configFile !== undefined && isScript(configFile)) return true
  const places = [...searchPlaces.filter(isScript), ...['js', 'ts', 'cjs', 'mjs'].map((end) => `.config/config.${end}`)]
  return foldersUp(cwd).some((folder) => places.some((place) => existsSync(path.join(folder, place))))
}

function isScript(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file)
}

function foldersUp(folder: string): string[] {
  const above = path.dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUp(above)]
}

function namesOf({ id, name }: Datasource): Candidate[] {
  return id === name ? [{ text: id }] : [{ text: id, about: name }, { text: name }]
}

function chooseDatasources(config: Config, names: string[] | undefined): Datasource[] {
  return names === undefined ? config.datasources : selectDatasources(config, { names, force: true })
}

/** What the org has told earlier runs of its objects. Only a state in a folder is read: others are a way off. */
async function loadKnownObjects(
  datasources: Datasource[],
  config: Config,
  { clock }: Surroundings,
): Promise<SObjectSummary[]> {
  const { kind, location } = parseStateAddress(config.extract.state)
  if (kind !== 'file' || !existsSync(location)) return []
  const { openStore } = await import('../../state/stores/open-store.js')
  const { readObjectLists } = await import('../../state/field-cache.js')
  const { state } = await openStore(config.extract.state, { clock })
  try {
    const lists = await readObjectLists(state)
    const orgs = new Set(datasources.map((datasource) => connectorOf(config, datasource).loginUrl))
    const own = lists.filter(({ instanceUrl }) => orgs.has(instanceUrl))
    const objects = (own.length > 0 ? own : lists).flatMap((list) => list.objects)
    return [...new Map(objects.filter(({ queryable }) => queryable).map((each) => [each.name, each])).values()]
  } finally {
    await state.close()
  }
}

function candidateOf({ name, label }: SObjectSummary): Candidate {
  return { text: name, about: label }
}

/** The objects that the datasources read. */
function listRead(datasources: Datasource[], known: SObjectSummary[]): Candidate[] {
  const custom = datasources.flatMap((datasource) => datasource.customObjects)
  const all = custom.includes('*') ? known.filter((object) => object.custom).map(({ name }) => name) : []
  const named = datasources.flatMap((datasource) => datasource.standardObjects)
  const names = new Set([...named, ...custom.filter((name) => name !== '*'), ...all])
  const labels = new Map(known.map(({ name, label }) => [name, label]))
  return [...names].map((text) => ({ text, ...(labels.has(text) && { about: labels.get(text)! }) }))
}
