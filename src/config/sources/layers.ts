import { settingGroups, type Part, type SettingGroup } from '../settings/setting-groups.js'
import { nameFlag, type Setting } from '../settings/setting.js'
import { loginKeys } from '../settings/login-settings.js'
import { connectorSettings } from '../settings/settings.js'
import { closestName } from '../values/closest-name.js'

/** Values of flags by their camel-case name, as commander hands them over; those of no setting are left alone. */
export type FlagValues = Readonly<Record<string, unknown>>

/** A value from outside the file, and what to call its place. */
interface Given {
  value: unknown
  origin: string
}

/** Values from outside the file by their keys in the section: `domain`, `retry.delay`. */
export type Layer = Map<string, Given>

/** What overrides the file, weakest first: environment, then flags. This order is the whole of the rule. */
export type Layers = Record<Part, Layer[]>

/** An empty variable counts as one that isn't set. */
export function buildLayers(env: NodeJS.ProcessEnv, flags: FlagValues): Layers {
  const layersOf = (part: Part): Layer[] => {
    const groups = settingGroups.filter((group) => group.part === part)
    return [
      buildLayer(groups, variableOf, (name) => env[name]?.trim() || undefined),
      buildLayer(groups, flagOf, (name) => flags[camelCase(name)]),
    ]
  }
  return {
    connector: layersOf('connector').map(withImpliedWay),
    datasource: layersOf('datasource'),
    schedule: layersOf('schedule'),
    extract: layersOf('extract'),
  }
}

/** `--target-org` says how to log in as well. A variable of that name says which org where the way is chosen already. */
function withImpliedWay(layer: Layer): Layer {
  const { origin } = layer.get('target_org') ?? {}
  return origin?.startsWith('--') ? new Map([...layer, ['auth', { value: 'sf_cli', origin }]]) : layer
}

/** True where environment or flags say anything of an org. */
export function namesOrg({ connector }: Layers): boolean {
  return connector.some((layer) => loginKeys.some((key) => layer.has(key)))
}

/** The variables that are enough for an org, as hints name them. */
export const orgVariables = [
  connectorSettings.domain.variable,
  `${connectorSettings.client_id.variable} and ${connectorSettings.client_secret.variable}`,
].join(', ')

/**
 * A note that variables override a setting of several connectors or datasources at once, which may not be what was
 * meant.
 */
export function describeSharedOverrides(layers: Layer[], count: number, what: string): string[] {
  const origins = [...new Set(layers.flatMap((layer) => [...layer.values()].map(({ origin }) => origin)))]
  if (count < 2 || origins.length === 0) return []
  return [
    `${origins.join(', ')} ${origins.length > 1 ? 'override' : 'overrides'} what all ${count} Salesforce ${what} say.`,
  ]
}

/** A note for each `SF_EXTRACT_…` variable that is set, means nothing and looks like one that does. */
export function findMisspeltVariables(env: NodeJS.ProcessEnv): string[] {
  const known = settingGroups.flatMap(({ table }) =>
    Object.values(table).flatMap((setting) => variableOf(setting) ?? []),
  )
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
  groups: SettingGroup[],
  originOf: (setting: Setting) => string | undefined,
  valueOf: (origin: string) => unknown,
): Layer {
  const layer: Layer = new Map()
  for (const { table, flat } of groups) {
    for (const [key, setting] of Object.entries(table)) {
      const origin = originOf(setting)
      const value = origin === undefined ? undefined : valueOf(origin)
      if (origin !== undefined && value !== undefined) layer.set([...flat, key].join('.'), { value, origin })
    }
  }
  return layer
}

function variableOf({ variable }: Setting): string | undefined {
  return variable
}

function flagOf({ flag }: Setting): string | undefined {
  return flag === undefined ? undefined : nameFlag(flag)
}

function camelCase(flag: string): string {
  return flag.replace(/^--/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
