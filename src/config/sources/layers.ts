import { closestName } from '../values/closest-name.js'
import {
  connectorSettings,
  datasourceSettings,
  extractSettings,
  retrySettings,
  syncSettings,
  type SettingTable,
} from '../settings/settings.js'

/** Values of flags by their camel-case name, as commander hands them over. */
export interface FlagSettings {
  concurrency?: string | number | undefined
}

/** A value from outside the file, and what to call its place. */
interface Given {
  value: unknown
  origin: string
}

/** Values from outside the file by their keys in the section: `domain`, `retry.delay`. */
export type Layer = Map<string, Given>

/** What overrides the file, weakest first: environment, then flags. This order is the whole of the rule. */
export interface Layers {
  connector: Layer[]
  datasource: Layer[]
  schedule: Layer[]
  extract: Layer[]
}

/** An empty variable counts as one that isn't set. */
export function buildLayers(env: NodeJS.ProcessEnv, flags: FlagSettings): Layers {
  const layersOf = (...tables: [SettingTable, prefix: string][]): Layer[] => [
    buildLayer(tables, 'env', (name) => env[name]?.trim() || undefined),
    buildLayer(tables, 'flag', (name) => flags[camelCase(name) as keyof FlagSettings]),
  ]
  return {
    connector: layersOf([connectorSettings, '']),
    datasource: layersOf([datasourceSettings, '']),
    schedule: layersOf([syncSettings, 'sync.']),
    extract: layersOf([extractSettings, ''], [retrySettings, 'retry.']),
  }
}

/** True where environment or flags say anything of an org. */
export function namesOrg({ connector }: Layers): boolean {
  return connector.some((layer) => ['domain', 'login_url', 'client_id', 'client_secret'].some((key) => layer.has(key)))
}

/**
 * A note that variables override a setting of several connectors or datasources at once, which may not be what was
 * meant.
 */
export function describeSharedOverrides(layers: Layer[], count: number, what: string): string[] {
  const origins = layers.flatMap((layer) => [...layer.values()].map(({ origin }) => origin))
  if (count < 2 || origins.length === 0) return []
  return [
    `${origins.join(', ')} ${origins.length > 1 ? 'override' : 'overrides'} what all ${count} Salesforce ${what} say.`,
  ]
}

/** A note for each `SF_EXTRACT_…` variable that is set, means nothing and looks like one that does. */
export function findMisspeltVariables(env: NodeJS.ProcessEnv): string[] {
  const known = [connectorSettings, datasourceSettings, syncSettings, extractSettings, retrySettings]
    .flatMap((table: SettingTable) => Object.values(table))
    .flatMap(({ env: name }) => name ?? [])
  return Object.keys(env)
    .filter((name) => name.startsWith('SF_EXTRACT_') && !known.includes(name))
    .flatMap((name) => {
      const endings = known.map((each) => each.slice(prefixLength))
      const closest = closestName(name.slice(prefixLength), endings)
      return closest === undefined ? [] : `${name} is set but means nothing; did you mean SF_EXTRACT_${closest}?`
    })
}

/** The common prefix would make every name look near. */
const prefixLength = 'SF_EXTRACT_'.length

function buildLayer(
  tables: [SettingTable, prefix: string][],
  kind: 'env' | 'flag',
  valueOf: (name: string) => unknown,
): Layer {
  const layer: Layer = new Map()
  for (const [table, prefix] of tables) {
    for (const [key, setting] of Object.entries(table)) {
      const origin = setting[kind]
      const value = origin === undefined ? undefined : valueOf(origin)
      if (origin !== undefined && value !== undefined) layer.set(`${prefix}${key}`, { value, origin })
    }
  }
  return layer
}

function camelCase(flag: string): string {
  return flag.replace(/^--/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
