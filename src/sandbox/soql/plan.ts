import type { ChildSchema, ObjectSchema, Store, StoredRecord } from '../terms.js'
import type { Hop } from './references.js'
import type { RowOrder } from './order/order.js'

/** A statement bound to the schema: nothing in it can fail any more. */
export interface Plan {
  store: Store
  object: ObjectSchema
  columns: Column[]
  includeDeleted: boolean
  matches: ((record: StoredRecord) => boolean) | undefined
  /** The only rows that can match, where Ids or parents are given; all rows of the sObject otherwise. */
  seeds: (() => Iterable<StoredRecord>) | undefined
  order: RowOrder | undefined
  limit: number | undefined
  /** Undefined where the statement has none. */
  offset: number | undefined
  /** COUNT() and GROUP BY statements give a summary instead of rows. */
  summary: Summary | undefined
}

/** The one line or the groups of a statement with COUNT(), aggregates or GROUP BY. */
export interface Summary {
  /** COUNT() alone: the answer has a totalSize and no rows. */
  isCount: boolean
  summarize: (records: StoredRecord[]) => Record<string, unknown>[]
}

/** What one key of a row is made of. */
export type Column =
  | { kind: 'field'; key: string; read: (record: StoredRecord) => unknown }
  | { kind: 'parent'; key: string; hop: Hop; columns: Column[] }
  | { kind: 'typeof'; key: string; hop: Hop; branches: Map<string, Column[]>; otherwise?: Column[] }
  | { kind: 'children'; key: string; child: ChildSchema; plan: Plan }
