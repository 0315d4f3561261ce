import type { Pool, PoolClient } from 'pg'
import { isExtractError } from '../../../errors/extract-error.js'
import { openBatches, type BatchAnswer, type Rendered } from '../batches.js'
import { targetFailed } from '../target-failed.js'
import { loadOptional } from '../../../errors/optional-package.js'
import type { Target, TargetContext, TargetPlace } from '../target.js'
import { readFailure } from './failure.js'
import { buildStatements, type Statements } from './statements.js'

/**
 * A table of PostgreSQL, with the documents as jsonb and a tsvector to search by, through the package pg. A batch is a
 * transaction. An older version never takes the place of a newer one. Throws CONFIG_INVALID where pg is not installed.
 */
export async function openPostgresTarget(
  { name, location, login, table = 'documents' }: TargetPlace,
  context: TargetContext,
): Promise<Target> {
  const { default: pg } = await loadOptional(() => import('pg'), { name: 'pg', user: name })
  const pool = new pg.Pool({
    connectionString: withLogin(location, login),
    max: connections,
    connectionTimeoutMillis: 30_000,
    application_name: 'sf-extract',
  })
  // A connection that breaks while nobody uses it is replaced by the next query.
  pool.on('error', () => {})
  const statements = buildStatements(table)
  let making: Promise<void> | undefined
  const sendBatch = async (batch: Rendered[]): Promise<BatchAnswer> => {
    try {
      await (making ??= makeTable(pool, statements))
      await inTransaction(pool, (client) => putAll(client, batch, statements))
      return {}
    } catch (cause) {
      if (isExtractError(cause)) throw cause
      making = undefined
      const { isLasting, hint, ...answer } = readFailure(cause)
      if (isLasting) throw targetFailed(name, answer.reason, hint, cause)
      return { again: batch, ...answer }
    }
  }
  return {
    write: openBatches(sendBatch, { ...context, name }),
    check: async () => {
      try {
        return (await hasTable(pool, table))
          ? `the table ${table} is there`
          : `it answers; the first run makes ${table}`
      } catch (cause) {
        const { reason, hint = lookThere } = readFailure(cause)
        throw targetFailed(name, reason, hint, cause)
      }
    },
    // What is out of reach is told when it is written to.
    isMissing: async () => !(await hasTable(pool, table).catch(() => true)),
    close: async () => {
      if (!pool.ended) await pool.end()
    },
  }
}

async function hasTable(pool: Pool, table: string): Promise<boolean> {
  const { rows } = await pool.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [table])
  return rows[0]?.found !== null
}

const lookThere = 'Check host, port and database in the address, and that PostgreSQL runs.'

/** What the address says of the user would have precedence of what is given beside it, though it says nothing. */
function withLogin(location: string, { user, password }: TargetPlace['login']): string {
  const parts = [user, password].filter((part) => part !== undefined).map((part) => encodeURIComponent(part))
  return user === undefined ? location : location.replace('//', `//${parts.join(':')}@`)
}

/** As many as batches are under way. */
const connections = 4

async function makeTable(pool: Pool, { creation }: Statements): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Two that make it at once would get in each other's way.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('sf-extract'))")
    for (const statement of creation) await client.query(statement)
  })
}

async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection that is cut says so here too.
  const fail = (error: Error) => (broken = error)
  client.on('error', fail)
  try {
    await client.query('BEGIN')
    await work(client)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(fail)
    throw error
  } finally {
    client.off('error', fail)
    client.release(broken)
  }
}

/** In their order, as many at once as one statement may have: insertions or deletions, each id once. */
async function putAll(client: PoolClient, batch: Rendered[], statements: Statements): Promise<void> {
  for (let at = 0; at < batch.length;) {
    const isDeletion = 'deleted' in batch[at]!.document
    const ids = new Set<string>()
    let end = at
    while (
      end < batch.length &&
      'deleted' in batch[end]!.document === isDeletion &&
      !ids.has(batch[end]!.document.id)
    ) {
      ids.add(batch[end]!.document.id)
      end += 1
    }
    const part = batch.slice(at, end)
    const { text, valuesOf } = isDeletion ? statements.deletion : statements.insertion
    await client.query(text, valuesOf(part))
    at = end
  }
}
