import type { Config, Connector } from '../config/config-types.js'
import type { CallGuard } from './http/usage.js'
import { openSharedOrg, type SharedOrg } from './shared-org.js'

/** What the runs over each connector share, for a caller who makes many of them. */
export interface SharedOrgs {
  /** By the connector's settings: one that was configured anew begins anew. */
  of(connector: Connector, extract: Config['extract']): SharedOrg
  /** Lets a refused login of a connector be tried again. */
  pardon(connectorId: string): void
}

/** Nothing is open yet; nothing needs to be closed. `guardOf` says what else guards the calls to an org. */
export function openSharedOrgs(guardOf?: (connector: Connector) => CallGuard): SharedOrgs {
  const known = new Map<string, { settings: string; shared: SharedOrg }>()
  return {
    of(connector, { concurrency }) {
      const settings = JSON.stringify([connector, concurrency])
      const last = known.get(connector.id)
      if (last?.settings === settings) return last.shared
      const shared = openSharedOrg({ concurrency, guard: guardOf?.(connector) })
      known.set(connector.id, { settings, shared })
      return shared
    },
    pardon: (connectorId) => known.get(connectorId)?.shared.session.pardon(),
  }
}
