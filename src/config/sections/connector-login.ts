/** How a connector logs in: which way, what that way has to be given, and where its secrets are. */
import { keepSecret } from '../../errors/redact.js'
import type { Connector } from '../config-types.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { auths, loginKeys, loginNeeds, takesSetting, type Auth } from '../settings/login-settings.js'
import type { Setting, SettingTable } from '../settings/setting.js'
import { connectorSettings } from '../settings/settings.js'
import { isSet } from '../sources/map.js'
import { orSharedHost, parseDomain, parseLoginUrl } from '../values/domain.js'
import { parsedBy } from '../values/setting-values.js'
import type { Entry } from './entry.js'
import { fillVariables } from './read-section.js'
import { noteSecretFile, settleSecret } from './settle-secret.js'

interface ArrangedLogin {
  /** Undefined where what is given is none: the schema has a problem with it then. */
  auth: Auth | undefined
  /** The connector's settings as the file has them, with what the environment of other tools adds. */
  config: Record<string, unknown>
}

/**
 * Finds the way to log in, before anything else is read: it decides what else is needed. Where it is chosen outside of
 * the file, the file's settings of another way are not looked at; else they get a note.
 */
export function arrangeLogin(config: Record<string, unknown>, entry: Entry, context: ReadContext): ArrangedLogin {
  const { layers, notes, lookUp } = context
  const given = layers.connector.findLast((layer) => layer.has('auth'))?.get('auth')?.value
  const isSilent = !loginKeys.some((key) => isSet(config[key]) || layers.connector.some((layer) => layer.has(key)))
  const own = fillVariables(config['auth'], ['config', 'auth'], entry.pathOf, { ...context, problems: new Map() })
  const isAmbient = isSilent && namesAmbientOrg(lookUp)
  const named = String(given ?? own ?? (isAmbient ? 'access_token' : 'client_credentials')).trim()
  const auth = auths.find((each) => each === named.toLowerCase())
  if (auth === undefined) return { auth, config }
  const idle = Object.keys(config).filter((key) => isSet(config[key]) && !takesSetting(auth, key))
  const kept = given === undefined ? config : omit(config, idle)
  if (given === undefined && idle.length > 0) {
    const paths = idle.map((key) => entry.pathOf(['config', key])).join(', ')
    notes.push(`${paths} ${idle.length > 1 ? 'have' : 'has'} no effect with auth: ${auth}.`)
  }
  const ambient = auth === 'access_token' ? ambientSettings(lookUp) : {}
  return { auth, config: { ...ambient, ...kept, ...(isAmbient ? { auth } : {}) } }
}

/** True where the variables of other Salesforce tools are enough for an org. */
export function namesAmbientOrg(lookUp: (name: string) => string | undefined): boolean {
  return Object.keys(ambientSettings(lookUp)).length === 2
}

/** Variables that the Salesforce CLI's users know; they are weaker than all that is said to this tool. */
function ambientSettings(lookUp: (name: string) => string | undefined): Record<string, unknown> {
  const token = lookUp('SF_ACCESS_TOKEN')?.trim()
  const instanceUrl = lookUp('SF_INSTANCE_URL')?.trim()
  return {
    ...(token ? { access_token: { env: 'SF_ACCESS_TOKEN' } } : {}),
    ...(instanceUrl ? { instance_url: instanceUrl } : {}),
  }
}

function omit(config: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)))
}

/** The settings of a connector with those required that its way to log in has to be given. */
export function buildLoginTable(auth: Auth | undefined, hasLoginUrl: boolean): SettingTable {
  const needs = auth === undefined ? {} : loginNeeds[auth]
  const takesShared = auth === 'jwt' || auth === 'refresh_token'
  const rows = Object.entries<Setting>(connectorSettings).map(([key, row]) => {
    const required = key === 'domain' && hasLoginUrl ? undefined : needs[key]
    const check = takesShared ? (sharedChecks[key] ?? row.check) : row.check
    return [key, { ...row, check, required }]
  })
  return Object.fromEntries(rows) as SettingTable
}

const sharedChecks: Record<string, Setting['check']> = {
  domain: parsedBy(orSharedHost(parseDomain)),
  login_url: parsedBy(orSharedHost(parseLoginUrl)),
}

/** The connector with its login complete. Its secrets are kept out of every text from here on. */
export function settleLogin(connector: Connector, entry: Entry, context: ReadContext): Connector {
  const { auth, privateKey, privateKeyFile, instanceUrl, loginUrl } = connector
  const settled = { ...connector, loginUrl: (auth === 'access_token' ? instanceUrl : loginUrl) ?? '' }
  if (auth === 'jwt' && privateKey === undefined && privateKeyFile === undefined) {
    const at = entry.pathOf(['config', 'private_key_file'])
    addProblem(context.problems, at, 'missing: the RSA key whose certificate the app has. Or give private_key')
  }
  if (auth === 'jwt' && privateKeyFile !== undefined) {
    noteSecretFile(privateKeyFile, entry.pathOf(['config', 'private_key_file']), context)
  }
  for (const [key, property] of secretSettings) {
    const value = connector[property]
    if (typeof value === 'string') keepSecret(value)
    if (value === undefined || typeof value === 'string' || !takesSetting(auth, key)) continue
    const text = settleSecret(value, entry.pathOf(['config', key]), context)
    if (text !== undefined) settled[property] = text
  }
  return settled
}

const secretSettings = [
  ['client_secret', 'clientSecret'],
  ['private_key', 'privateKey'],
  ['private_key_passphrase', 'privateKeyPassphrase'],
  ['refresh_token', 'refreshToken'],
  ['access_token', 'accessToken'],
] as const satisfies [keyof typeof connectorSettings, keyof Connector][]

/** The keys of a connector that hold secrets. */
export const secretKeys: readonly string[] = secretSettings.map(([key]) => key)
