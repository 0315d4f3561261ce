import type { Config, Connector } from '../config/config-types.js'
import { openSharedOrg, type SharedOrg } from './shared-org.js'

/** What the runs over each connector share, for a caller who makes many of them. */
export interface SharedOrgs {
  /** By the connector's settings: one that was configured anew begins anew. */
  of(connector: Connector, extract: Config['extract']): SharedOrg
  /** Lets a refused login of a connector be tried again. */
  pardon(connectorId: string): void
}

/** Nothing is open yet; nothing needs to be closed. */
export function openSharedOrgs(): SharedOrgs {
  const known = new Map<string, { settings: string; shared: SharedOrg }>()
  return {
    of(connector, { concurrency }) {
      const settings = JSON.stringify([connector, concurrency])
      const last = known.get(connector.id)
      if (last?.settings === settings) return last.shared
      const shared = openSharedOrg({ concurrency })
      known.set(connector.id, { settings, shared })
      return shared
    },
    pardon: (connectorId) => known.get(connectorId)?.shared.session.pardon(),
  }
}
