import { databaseOptions, openPackageStore } from './keyv-package.js'
import type { StoreKind } from './store.js'

/** A table of a PostgreSQL database, through @keyv/postgres. */
export const postgresStore: StoreKind = {
  packageName: '@keyv/postgres',
  open: ({ location, text }, clock) => {
    const parameters = [{ uri: location, ...databaseOptions }]
    return openPackageStore('@keyv/postgres', { parameters, text, clock })
  },
}
