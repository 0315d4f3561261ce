import type { Store, StoredRecord } from '../../terms.js'

/** The user of a username, in any case. */
export function findUser(store: Store, username: string): StoredRecord | undefined {
  for (const user of store.rows('User')) {
    if (String(user.values['Username']).toLowerCase() === username.toLowerCase()) return user
  }
  return undefined
}
