import type { Connector } from '../config-types.js'
import { readId, readText, refuseMisspelt, type Entry } from './entry.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { arrangeLogin, buildLoginTable, settleLogin } from './connector-login.js'
import { buildFlatConnector } from './flat-file.js'
import { describeSharedOverrides, namesOrg, orgVariables, type Layer } from '../sources/layers.js'
import { isMap, isSet } from '../sources/map.js'
import { fillVariables, readSection, type Section } from './read-section.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { connectorSettings } from '../settings/settings.js'
import { readWay } from './way.js'

export interface ReadConnectors {
  /** Those without problems. */
  connectors: Connector[]
  /** Ids of all Salesforce connectors of the configuration, the ones with problems among them. */
  ids: string[]
  /** Ids and names of connectors that aren't Salesforce's. */
  foreign: string[]
}

/**
 * The Salesforce connectors. Environment variables override each of them, and where there is none make one; connectors
 * of another processor are skipped with a note.
 */
export function readConnectors(entries: Entry[], context: ReadContext): ReadConnectors {
  const { layers, problems, notes } = context
  const own = entries.filter(isSalesforce)
  const foreign = entries.filter((entry) => !isSalesforce(entry)).map(renderId)
  if (foreign.length > 0) notes.push(`Skipped connectors that are not Salesforce's: ${foreign.join(', ')}.`)
  if (own.length === 0 && namesOrg(layers)) own.push(buildFlatConnector({}, ['connector', 'config']))
  if (own.length === 0) addProblem(problems, 'connector', noConnector)
  notes.push(...describeSharedOverrides(layers.connector, own.length, 'connectors'))
  const ids: string[] = []
  const connectors = own.flatMap((entry) => readConnector(entry, ids, context) ?? [])
  return { connectors, ids: own.length === 0 ? ['salesforce'] : [...new Set(ids)], foreign }
}

const noConnector =
  'none for Salesforce is configured. Add one with `processor: { enabled: true, name: salesforce }`, or set ' +
  `${orgVariables}; \`sf-extract init\` writes a first file`

/**
 * One without any processor that has a Salesforce domain is taken for Salesforce's too, so that what it lacks is
 * named.
 */
export function isSalesforce({ key, raw }: Entry): boolean {
  const processor = isMap(raw['processor']) ? raw['processor']['name'] : undefined
  if ((key ?? raw['id']) === 'salesforce' || processor === 'salesforce') return true
  return processor === undefined && isMap(raw['config']) && ('domain' in raw['config'] || 'login_url' in raw['config'])
}

function renderId({ key, raw, pathOf }: Entry): string {
  return String(key ?? raw['id'] ?? raw['name'] ?? pathOf([]))
}

function readConnector(entry: Entry, ids: string[], context: ReadContext): Connector | undefined {
  const { problems, layers } = context
  const id = readId(entry, context) ?? 'salesforce'
  const name = readText(entry, 'name', context) ?? id
  if (ids.includes(id)) {
    addProblem(problems, entry.pathOf(['id']), `two connectors have the id "${id}": give each its own`)
  }
  ids.push(id)
  validateProcessor(entry, context)
  refuseMisspelt(entry, ['id', 'name', 'processor', 'config'], problems)
  const config = entry.raw['config'] ?? {}
  if (!isMap(config)) {
    addProblem(problems, entry.pathOf(['config']), 'must be a map of settings')
    return undefined
  }
  const login = arrangeLogin(config, entry, context)
  const address = pickAddress(login.config, layers.connector)
  const schema = buildSectionSchema(buildLoginTable(login.auth, address.hasLoginUrl)) as typeof usualSchema
  const section: Section = { values: address.config, pathOf: (key) => entry.pathOf(['config', key]) }
  const values = readSection(schema, section, address.layers, context)
  if (values === undefined) return undefined
  const way = readWay(values, section, address.layers, context)
  return settleLogin({ id, name, folder: context.folder, ...values, ...way }, entry, context)
}

function validateProcessor({ raw, pathOf }: Entry, context: ReadContext): void {
  const processor = fillVariables(raw['processor'], ['processor'], pathOf, context)
  if (!isSet(processor)) {
    addProblem(context.problems, pathOf(['processor']), 'is missing: processor: { enabled: true, name: salesforce }')
    return
  }
  const { enabled, name } = isMap(processor) ? processor : {}
  if (String(enabled) !== 'true') {
    addProblem(
      context.problems,
      pathOf(['processor', 'enabled']),
      'must be true: a connector is used through its processor',
    )
  }
  if (name !== 'salesforce') addProblem(context.problems, pathOf(['processor', 'name']), 'must be salesforce')
}

/** The same values whatever the way to log in: what that has to be given is there. */
const usualSchema = buildSectionSchema(connectorSettings)

/**
 * `login_url` and `domain` say the same thing, so the stronger place that gives either one decides: an
 * SF_EXTRACT_DOMAIN isn't undone by the file's login_url. In one place login_url decides, and the domain isn't looked
 * at.
 */
function pickAddress(config: Record<string, unknown>, layers: Layer[]) {
  const { domain, login_url: loginUrl, ...rest } = config
  const isOverridden = layers.some((layer) => layer.has('domain') || layer.has('login_url'))
  const hasLoginUrl = layers.some((layer) => layer.has('login_url')) || (!isOverridden && isSet(loginUrl))
  const own = hasLoginUrl ? { login_url: loginUrl } : { domain }
  return {
    hasLoginUrl,
    config: isOverridden ? rest : { ...rest, ...own },
    layers: layers.map((layer) => (hasLoginUrl ? new Map([...layer].filter(([key]) => key !== 'domain')) : layer)),
  }
}
