/** Opens what a command works with, and closes it again whatever happens. */
import { existsSync } from 'node:fs'
import type { Config, Connector, Datasource } from '../config/config-types.js'
import { loadConfig } from '../config/config.js'
import { connectorOf } from '../config/connector-of.js'
import { selectDatasources } from '../config/select-datasources.js'
import { parseStateAddress } from '../config/addresses/state-address.js'
import { isExtractError } from '../errors/extract-error.js'
import type { Org } from '../org/org.js'
import type { State } from '../state/state.js'
import { openStore } from '../state/stores/open-store.js'
import type { Store } from '../state/stores/store.js'
import type { Log } from '../terms.js'
import type { CommonFlags } from './command.js'
import { parseLogOptions } from './flags/log-options.js'
import { logNote, logWarning, type Terminal } from './terminal/terminal.js'

export interface CommandContext {
  config: Config
  log: Log
  /** The store of the state and the locks, opened when it is first needed. */
  store(): Promise<Store>
  /** The store's state. */
  state(): Promise<State>
  /**
   * The state for a command that only looks: what can't be kept of the field cache is a warning. Where no run has been
   * and no file configures one, nothing is left behind. With `isNeeded` a store that can't be opened is an error, since
   * watermarks are read from it.
   */
  lookingState(options?: { isNeeded?: boolean }): Promise<State>
  /**
   * An org with a count of calls of its own. The code of orgs is loaded here: commands that look at the state alone
   * do without.
   */
  org(connector: Connector): Promise<Org>
  /**
   * The connector of the named datasource, switched off or not, or the only one there is. Throws USAGE where several
   * are configured.
   */
  connector(datasource?: string): Connector
  connectorOf(datasource: Datasource): Connector
  /** The datasources a command works on, as selectDatasources picks them. */
  datasources(choice: DatasourceChoice): Datasource[]
}

export interface DatasourceChoice {
  datasource?: string[]
  /** Absent where the command has no --all. */
  all?: boolean
  /** Switched-off ones too, where they are named or are the only one. */
  force?: boolean
}

/** Reads the configuration, hands the context to `work`, and closes what was opened. */
export async function withContext<T>(
  flags: CommonFlags,
  terminal: Terminal,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal
  const config = await loadConfig({ cwd, env, configFile: flags.config, flags: { ...flags } })
  for (const note of config.notes) logNote(terminal, flags, `note: ${note}`)
  const opened: { close(): Promise<void> }[] = []
  try {
    const log = await openLogOf(flags, terminal)
    const warn = (text: string) => logWarning(terminal, flags, text)
    return await work(buildContext({ config, log, warn }, terminal, opened))
  } finally {
    for (const resource of opened.toReversed()) await resource.close()
  }
}

/** API calls, at debug, are all that is logged, so the log is loaded for them alone. */
async function openLogOf(flags: CommonFlags, terminal: Terminal): Promise<Log> {
  const options = parseLogOptions(flags)
  if (options.level !== 'debug') return { debug: () => {} }
  const { openLog } = await import('./terminal/log.js')
  return openLog(options, terminal)
}

interface ContextParts {
  config: Config
  log: Log
  warn: (text: string) => void
}

function buildContext(
  { config, log, warn }: ContextParts,
  { clock, env, signal }: Terminal,
  opened: { close(): Promise<void> }[],
): CommandContext {
  const keep = <Resource extends { close(): Promise<void> }>(resource: Resource) => {
    opened.push(resource)
    return resource
  }
  let opening: Promise<Store> | undefined
  const open = async () => {
    const store = await openStore(config.extract.state, { clock })
    keep(store.state)
    return store
  }
  const store = () => (opening ??= open())
  const datasources = ({ datasource, all, force }: DatasourceChoice) =>
    selectDatasources(config, { names: datasource, all, force })
  return {
    config,
    log,
    datasources,
    connectorOf: (datasource) => connectorOf(config, datasource),
    store,
    state: async () => (await store()).state,
    lookingState: async ({ isNeeded = false } = {}) => openLookingState({ config, warn, store, isNeeded }),
    org: async (connector) => {
      const { openConnector } = await import('../runs/open-connector.js')
      const use = { freshLogin: leavesNoTrace(config) }
      return keep(openConnector(connector, { config, clock, log, signal, env, warn }, use))
    },
    connector: (name) => {
      const [only, ...others] = config.connectors
      if (name === undefined && only !== undefined && others.length === 0) return only
      return connectorOf(
        config,
        datasources({ ...(name === undefined ? {} : { datasource: [name] }), force: true })[0]!,
      )
    },
  }
}

interface Looking extends Pick<ContextParts, 'config' | 'warn'> {
  store: () => Promise<Store>
  isNeeded: boolean
}

async function openLookingState({ config, warn, store, isNeeded }: Looking): Promise<State> {
  const { openForgivingState } = await import('../state/forgiving-state.js')
  const { openMemoryState } = await import('../state/memory-state.js')
  if (leavesNoTrace(config)) return openMemoryState()
  try {
    return openForgivingState((await store()).state, warn)
  } catch (error) {
    if (isNeeded || !isExtractError(error, 'STATE_BROKEN', 'STATE_UNREACHABLE', 'FILES_EXHAUSTED')) throw error
    warn(`The field cache is not used. ${error.message}`)
    return openMemoryState()
  }
}

/** True where nobody has set up anything here: no file, and no folder of an earlier run. */
function leavesNoTrace({ file, extract }: Config): boolean {
  if (file !== undefined) return false
  const { kind, location } = parseStateAddress(extract.state)
  return kind === 'file' && !existsSync(location)
}
