import type { Store, StoredRecord } from './terms.js'

/** The user the connected app acts as: the org's first active one. */
export function runAsUser(store: Store): StoredRecord | undefined {
  for (const user of store.rows('User')) {
    if (user.values['IsActive'] !== false) return user
  }
  return undefined
}
