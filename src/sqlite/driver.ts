/** SQLite as this process can have it. */
import { isErrno } from '../durable-files.js'
import { ExtractError } from '../errors/extract-error.js'

export type SqlValue = string | number | null

export interface SqliteFile {
  file: string
  exec(sql: string): void
  run(sql: string, values: SqlValue[]): void
  all(sql: string, values?: SqlValue[]): Record<string, SqlValue>[]
  close(): void
  /** Beside its file a lock may lie that a process left when it was killed. */
  lockFolder?: string
}

export interface OpenSqlite {
  file: string
  /** Of an existing file, for reading alone. */
  readOnly?: boolean
  /** What needs it, for messages. */
  name: string
}

/**
 * Opens a file: by the package node-sqlite3-wasm where it is installed, which needs no compiler; else by Node's own
 * SQLite (from 22.13 on). Throws CONFIG_INVALID where there is neither, and the driver's error.
 */
export async function openSqliteFile(wanted: OpenSqlite): Promise<SqliteFile> {
  return (await openByPackage(wanted)) ?? (await openByNode(wanted)) ?? notThere(wanted)
}

async function openByPackage({ file, readOnly = false }: OpenSqlite): Promise<SqliteFile | undefined> {
  const loaded = await import('node-sqlite3-wasm').catch((error: unknown) => {
    if (isErrno(error, 'ERR_MODULE_NOT_FOUND')) return undefined
    throw error
  })
  if (loaded === undefined) return undefined
  const db = new loaded.default.Database(file, { readOnly, fileMustExist: readOnly })
  const prepare = keepPrepared((sql) => db.prepare(sql))
  return {
    file,
    exec: (sql) => db.exec(sql),
    run: (sql, values) => void prepare(sql).run(values),
    all: (sql, values = []) => prepare(sql).all(values) as Record<string, SqlValue>[],
    close: () => {
      for (const statement of prepare.all()) statement.finalize()
      db.close()
    },
    lockFolder: `${file}.lock`,
  }
}

/** Statements are prepared once. */
function keepPrepared<Statement>(prepare: (sql: string) => Statement) {
  const prepared = new Map<string, Statement>()
  const take = (sql: string): Statement => {
    const known = prepared.get(sql) ?? prepare(sql)
    prepared.set(sql, known)
    return known
  }
  return Object.assign(take, { all: () => prepared.values() })
}

/** What of node:sqlite is used; its types come with later releases. */
interface NodeSqlite {
  DatabaseSync: new (
    file: string,
    options: { readOnly: boolean },
  ) => {
    exec(sql: string): void
    prepare(sql: string): { run(...values: SqlValue[]): void; all(...values: SqlValue[]): Record<string, SqlValue>[] }
    close(): void
  }
}

async function openByNode({ file, readOnly = false }: OpenSqlite): Promise<SqliteFile | undefined> {
  const builtin = process.getBuiltinModule?.('node:sqlite') as NodeSqlite | undefined
  if (builtin === undefined) return undefined
  const db = new builtin.DatabaseSync(file, { readOnly })
  db.exec('PRAGMA busy_timeout = 5000')
  const prepare = keepPrepared((sql) => db.prepare(sql))
  return {
    file,
    exec: (sql) => db.exec(sql),
    run: (sql, values) => prepare(sql).run(...values),
    all: (sql, values = []) => prepare(sql).all(...values),
    close: () => db.close(),
  }
}

function notThere({ name }: OpenSqlite): never {
  throw new ExtractError('CONFIG_INVALID', `${name} needs SQLite, which this Node (${process.version}) doesn't have.`, {
    hint: 'Install it beside sf-extract: npm install node-sqlite3-wasm',
  })
}
