import { databaseOptions, openPackageStore } from './keyv-package.js'
import type { StoreKind } from './store.js'

/** A SQLite file, through @keyv/sqlite. */
export const sqliteStore: StoreKind = {
  open: ({ location, text }, clock) => {
    // Without the timeout a second process meets "database is locked" at once.
    const parameters = [{ uri: location, ...databaseOptions, busyTimeout: 10_000 }]
    return openPackageStore('@keyv/sqlite', { parameters, text, clock })
  },
}
