import type { KeyvStoreAdapter } from 'keyv'
import type { Pool } from 'pg'
import type { Leases } from '../../locks/lease.js'
import type { LeasingEngine } from './engine.js'
import { openEngineStore } from './engine-store.js'
import { isNetworkError } from './network-error.js'
import { loadOptional } from '../../../errors/optional-package.js'
import {
  beatStatement,
  creation,
  existence,
  leaseStatement,
  releaseStatement,
  takeStatement,
  writeStatement,
  type Statement,
} from './postgres-statements.js'
import type { StoreKind } from '../store.js'
import { parseStoredKey, renderStoredKey } from './stored-key.js'

/**
 * Two tables of a PostgreSQL database, through the package pg, as the target `postgres:` is. The adapter is our own:
 * that of Keyv shares one pool among all stores of a process, ends the process where an idle connection breaks, and has
 * no transactions.
 */
export const postgresStore: StoreKind = {
  loadPackage,
  open: async ({ location, text }, clock) => {
    const { default: pg } = await loadPackage()
    const pool = new pg.Pool({
      connectionString: location,
      max: connections,
      connectionTimeoutMillis: 10_000,
      // What is gone without a word is given up, and asked anew by another connection.
      query_timeout: 60_000,
      keepAlive: true,
      application_name: 'sf-extract',
    })
    // A connection that breaks while nobody uses it is replaced by the next query.
    pool.on('error', () => {})
    return openEngineStore(engineOf(pool), text, clock)
  },
}

function loadPackage() {
  return loadOptional(() => import('pg'), { name: 'pg', user: 'extract.state' })
}

/** Lanes that read side by side, and the beat of the lock. */
const connections = 4

type Row = Record<string, unknown>
type Ask = (statement: Statement) => Promise<Row[]>

function engineOf(pool: Pool): LeasingEngine {
  let making: Promise<void> | undefined
  const ask: Ask = async (statement) => {
    making ??= makeTables(pool)
    await making.catch((error: unknown) => {
      making = undefined
      throw error
    })
    return (await pool.query<Row>(statement)).rows
  }
  return {
    adapter: adapterOf(ask),
    keys: async (prefix) => {
      const from = renderStoredKey(prefix)
      // An earlier version made the table in the order of the database.
      const text = 'SELECT key FROM sf_extract WHERE key COLLATE "C" >= $1 AND key COLLATE "C" < $2'
      return (await ask({ text, values: [from, `${from}\u{10ffff}`] })).map(({ key }) => parseStoredKey(String(key)))
    },
    write: async (changes, fence) => (await ask(writeStatement(changes, fence))).length > 0,
    leases: leasesOf(ask),
    isPassing,
    close: async () => {
      if (!pool.ending) await pool.end()
    },
  }
}

/** A user that may not make tables gets along with those that are there. */
async function makeTables(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>(existence)
  if (rows[0]?.there) return
  const client = await pool.connect()
  try {
    // Two that make them at once would get in each other's way.
    const steps = ['BEGIN', "SELECT pg_advisory_xact_lock(hashtext('sf-extract'))", ...creation, 'COMMIT']
    for (const step of steps) await client.query(step)
    client.release()
  } catch (error) {
    // The connection is in the middle of a transaction.
    client.release(true)
    throw error
  }
}

function adapterOf(ask: Ask): KeyvStoreAdapter {
  const adapter: KeyvStoreAdapter = {
    opts: {},
    get: async (key) => {
      const text = 'SELECT value FROM sf_extract WHERE key = $1'
      return (await ask({ text, values: [renderStoredKey(key)] }))[0]?.['value'] as never
    },
    set: async (key, value) => {
      const text =
        'INSERT INTO sf_extract (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
      return ask({ text, values: [renderStoredKey(key), value] })
    },
    delete: async (key) => {
      await ask({ text: 'DELETE FROM sf_extract WHERE key = $1', values: [renderStoredKey(key)] })
      return true
    },
    clear: async () => void (await ask({ text: 'DELETE FROM sf_extract', values: [] })),
    on: () => adapter,
  }
  return adapter
}

function leasesOf(ask: Ask): Leases {
  return {
    hasServerClock: true,
    read: async (name) => {
      const [row] = await ask(leaseStatement(name))
      if (row === undefined) return undefined
      const { number, holder, silent } = row
      return { number: Number(number), holder: holder === null ? undefined : String(holder), silentMs: Number(silent) }
    },
    take: async (fence, holder) => (await ask(takeStatement(fence, holder))).length > 0,
    beat: async (fence) => (await ask(beatStatement(fence))).length > 0,
    release: async (fence) => void (await ask(releaseStatement(fence))),
  }
}

/** By SQLSTATE; what breaks the connection has a code of Node's, or a text alone. */
function isPassing(cause: unknown): boolean {
  if (isNetworkError(cause)) return true
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown }
  return typeof code === 'string' ? passing.test(code) : /connection|connect|timeout/i.test(String(message))
}

/**
 * Connection exceptions, serialization and deadlocks, too many connections, a server that starts or stops, and a
 * standby that is still read-only.
 */
const passing = /^(?:08|40|53300|57P0[123]|25006)/
