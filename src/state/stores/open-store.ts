import { parseStateAddress, type StateKind } from '../../config/addresses/state-address.js'
import type { Clock } from '../../clock.js'
import { fileStore } from './file.js'
import { postgresStore } from './databases/postgres.js'
import { redisStore } from './databases/redis.js'
import { sqliteStore } from './databases/sqlite.js'
import type { Store, StoreKind } from './store.js'

/**
 * Opens the state at an address (see parseStateAddress), with its locks, and reads from it once, so that a store out of
 * reach is told now. Throws CONFIG_INVALID for a wrong address or a package that isn't installed, STATE_UNREACHABLE, or
 * STATE_BROKEN for a store that can't be used.
 */
export async function openStore(address: string, { clock }: { clock: Clock }): Promise<Store> {
  const place = parseStateAddress(address)
  return stores[place.kind].open(place, clock)
}

/** Loads the package that the state at an address needs, if any. Throws CONFIG_INVALID where it isn't installed. */
export async function loadStorePackage(address: string): Promise<void> {
  await stores[parseStateAddress(address).kind].loadPackage?.()
}

/** The folder of a state that is one; it isn't opened. Throws CONFIG_INVALID for a wrong address. */
export function folderOfState(address: string): string | undefined {
  const { kind, location } = parseStateAddress(address)
  return stores[kind].ownFolder?.(location)
}

const stores: Record<StateKind, StoreKind> = {
  file: fileStore,
  sqlite: sqliteStore,
  redis: redisStore,
  postgres: postgresStore,
}
