import { openPackageStore } from './keyv-package.js'
import type { StoreKind } from './store.js'

/** Redis, through @keyv/redis. */
export const redisStore: StoreKind = {
  packageName: '@keyv/redis',
  open: ({ location, text }, clock) => {
    // Without these two the client waits for a dead server for ever and answers undefined when it loses one.
    const parameters = [location, { throwOnErrors: true, connectionTimeout: 10_000 }]
    // Redis is shared with others and gets a namespace; in the databases the keys have a table of their own.
    return openPackageStore('@keyv/redis', { parameters, namespace: 'sf-extract', text, clock })
  },
}
