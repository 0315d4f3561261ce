/** What PostgreSQL does in one step: a statement is a transaction by itself. */
import type { Fence } from '../../locks/fence.js'
import { lastOfEach, renderStored, type SealedChange } from './engine.js'
import { renderStoredKey } from './stored-key.js'

/** In the order of bytes, in which what begins with a text stands together. */
export const creation = [
  'CREATE TABLE IF NOT EXISTS sf_extract (key text COLLATE "C" PRIMARY KEY, value text NOT NULL)',
  `CREATE TABLE IF NOT EXISTS sf_extract_locks (
    name text PRIMARY KEY, number bigint NOT NULL, nonce text, holder text, beat timestamptz NOT NULL
  )`,
]

export const existence =
  "SELECT to_regclass('sf_extract') IS NOT NULL AND to_regclass('sf_extract_locks') IS NOT NULL AS there"

export interface Statement {
  text: string
  values: unknown[]
}

/**
 * Applies the changes where the fence still holds: its row is locked until they are there, so that nobody can take the
 * lock over in between. Gives a row where they were applied. Keys go in one order, or two writers could wait for each
 * other.
 */
export function writeStatement(changes: SealedChange[], fence: Fence | undefined): Statement {
  const last = lastOfEach(changes).map(({ key, sealed }) => ({ key: renderStoredKey(key), sealed }))
  const removed = last.filter(({ sealed }) => sealed === undefined).map(({ key }) => key)
  const put = last
    .flatMap(({ key, sealed }) => (sealed === undefined ? [] : [[key, renderStored(sealed)] as const]))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  const texts = [removed, put.map(([key]) => key), put.map(([, text]) => text)]
  const held = fence === undefined ? 'SELECT 1' : `SELECT 1 FROM sf_extract_locks WHERE ${isFence(4)} FOR SHARE`
  return {
    text: `
      WITH held AS MATERIALIZED (${held}),
      removed AS (DELETE FROM sf_extract WHERE key = ANY ($1::text[]) AND EXISTS (SELECT FROM held)),
      put AS (
        INSERT INTO sf_extract (key, value)
        SELECT key, value FROM unnest($2::text[], $3::text[]) AS given (key, value) WHERE EXISTS (SELECT FROM held)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
      )
      SELECT 1 FROM held`,
    values: [...texts, ...(fence === undefined ? [] : valuesOf(fence))],
  }
}

export function leaseStatement(name: string): Statement {
  const silent = 'extract(epoch FROM clock_timestamp() - beat) * 1000'
  return {
    text: `SELECT number, holder, ${silent} AS silent FROM sf_extract_locks WHERE name = $1`,
    values: [renderStoredKey(name)],
  }
}

/** Gives a row where the lock is held by the fence from now on, or was already. */
export function takeStatement(fence: Fence, holder: string): Statement {
  return {
    text: `
      INSERT INTO sf_extract_locks AS lease (name, number, nonce, holder, beat)
      SELECT $1::text, $2::bigint, $3::text, $4::text, clock_timestamp()
        WHERE $2::bigint = 1 OR EXISTS (SELECT FROM sf_extract_locks WHERE name = $1::text)
      ON CONFLICT (name) DO UPDATE
        SET number = excluded.number, nonce = excluded.nonce, holder = excluded.holder, beat = excluded.beat
        WHERE lease.number = $2::bigint - 1 OR (lease.number = $2::bigint AND lease.nonce = $3::text)
      RETURNING 1`,
    values: [...valuesOf(fence), holder],
  }
}

/** Gives a row where the lock is still held. */
export function beatStatement(fence: Fence): Statement {
  const text = `UPDATE sf_extract_locks SET beat = clock_timestamp() WHERE ${isFence(1)} RETURNING 1`
  return { text, values: valuesOf(fence) }
}

export function releaseStatement(fence: Fence): Statement {
  const text = `UPDATE sf_extract_locks SET holder = NULL, nonce = NULL WHERE ${isFence(1)}`
  return { text, values: valuesOf(fence) }
}

/** The condition that a lock's row is the fence's, whose values are the three parameters from `first` on. */
function isFence(first: number): string {
  return `name = $${first}::text AND number = $${first + 1}::bigint AND nonce = $${first + 2}::text`
}

function valuesOf({ name, number, nonce }: Fence): unknown[] {
  return [renderStoredKey(name), number, nonce]
}
