import { refuse } from './http/api-errors.js'
import { recordId } from './record-ids.js'
import type { Session } from './sessions.js'
import type { Plan } from './soql/plan.js'

/** An open result: the Ids it had when it was opened. Its pages show the records as they are when the page is read. */
export interface Cursor {
  id: string
  plan: Plan
  ids: { readonly length: number; at(place: number): string | undefined }
  session: Session
  pageSize: number
}

export interface Locators {
  open(cursor: Omit<Cursor, 'id'>): Cursor
  /** The cursor and offset of a locator. Throws INVALID_QUERY_LOCATOR for one the org doesn't know. */
  find(locator: string): { cursor: Cursor; offset: number }
  /** The same, undefined for one the org doesn't know. */
  peek(locator: string): { cursor: Cursor; offset: number } | undefined
  /** From now on unknown. */
  drop(cursor: Cursor): void
}

/** Open results by locator; the oldest go when too many are open. */
export function openLocators(): Locators {
  const cursors = new Map<string, Cursor>()
  let sequence = 0
  let heldIds = 0
  const forget = (cursor: Cursor) => {
    if (cursors.delete(cursor.id)) heldIds -= cursor.ids.length
  }
  const peek = (locator: string) => {
    const [, id = '', offset = ''] = /^([a-zA-Z0-9]{15,18})-(\d+)$/.exec(locator) ?? []
    const cursor = cursors.get(id)
    if (cursor === undefined || Number(offset) > cursor.ids.length) return undefined
    return { cursor, offset: Number(offset) }
  }
  return {
    open(parts) {
      const cursor = { ...parts, id: recordId('0r8', ++sequence) }
      cursors.set(cursor.id, cursor)
      heldIds += cursor.ids.length
      for (const oldest of cursors.values()) {
        if (oldest === cursor || heldIds <= MAX_HELD_IDS) break
        forget(oldest)
      }
      return cursor
    },
    find(locator) {
      const found = peek(locator)
      if (found === undefined) throw refuse('badLocator')
      return found
    },
    peek,
    drop: forget,
  }
}

/** Keeps memory flat: ten open results of 200,000 rows. */
const MAX_HELD_IDS = 2_000_000
