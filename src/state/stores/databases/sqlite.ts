import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { KeyvStoreAdapter } from 'keyv'
import type { Clock } from '../../../clock.js'
import { makeFolder } from '../../../durable-files.js'
import { openSqliteFile, type SqliteFile, type SqlValue } from '../../../sqlite/driver.js'
import { inTransaction } from '../../../sqlite/transaction.js'
import type { Fence } from '../../locks/fence.js'
import type { Leases } from '../../locks/lease.js'
import { stateBroken } from '../../state-broken.js'
import { lastOfEach, renderStored, type LeasingEngine, type SealedChange } from './engine.js'
import { openEngineStore } from './engine-store.js'
import type { StoreKind } from '../store.js'
import { parseStoredKey, renderStoredKey } from './stored-key.js'

/**
 * A file of SQLite, by Node's own or by node-sqlite3-wasm, as the target `sqlite:` is. The adapter is our own: that of
 * Keyv is built on a package that compiles or downloads a program when it is installed.
 */
export const sqliteStore: StoreKind = {
  open: async ({ location: file, text }, clock) => {
    await validateFile(file, text)
    let db: SqliteFile
    try {
      if (file !== inMemory) await makeFolder(dirname(file), 0o700)
      db = await openSqliteFile({ file, name: 'extract.state' })
    } catch (cause) {
      throw stateBroken(text, cause)
    }
    return openEngineStore(engineOf(db, clock), text, clock)
  },
}

const inMemory = ':memory:'

/** Opening a pipe, say, would wait for its other end without an end. */
async function validateFile(path: string, text: string): Promise<void> {
  const status = await stat(path).catch(() => undefined)
  if (status !== undefined && !status.isFile()) throw stateBroken(text, new Error(`${path} is no file`))
}

/** Each step is a transaction, the reading ones too: no other process is in the middle of one then. */
type Steps = <T>(work: (db: SqliteFile) => T) => Promise<T>

function engineOf(db: SqliteFile, clock: Clock): LeasingEngine {
  let isMade = false
  const steps: Steps = (work) =>
    inTransaction(db, { clock }, () => {
      if (!isMade) db.exec(schema)
      const result = work(db)
      isMade = true
      return result
    })
  let isOpen = true
  const close = async () => {
    if (isOpen) db.close()
    isOpen = false
  }
  const write = (changes: SealedChange[], fence?: Fence) =>
    steps(() => {
      if (fence !== undefined && !isHeld(db, fence)) return false
      for (const { key, sealed } of lastOfEach(changes)) {
        if (sealed === undefined) db.run('DELETE FROM sf_extract WHERE key = ?', [renderStoredKey(key)])
        else db.run(upsert, [renderStoredKey(key), renderStored(sealed)])
      }
      return true
    })
  const keys = async (prefix: string) => {
    const from = renderStoredKey(prefix)
    const rows = await steps(() => db.all('SELECT key FROM sf_extract WHERE key >= ? AND key < ?', rangeOf(from)))
    return rows.map(({ key }) => parseStoredKey(String(key)))
  }
  return { adapter: adapterOf(steps), keys, write, leases: leasesOf(steps, clock), isPassing: () => false, close }
}

function adapterOf(steps: Steps): KeyvStoreAdapter {
  const adapter: KeyvStoreAdapter = {
    opts: {},
    get: async (key) => {
      const select = 'SELECT value FROM sf_extract WHERE key = ?'
      const [row] = await steps((db) => db.all(select, [renderStoredKey(key)]))
      return row?.['value'] as never
    },
    set: async (key, value) => steps((db) => db.run(upsert, [renderStoredKey(key), String(value)])),
    delete: async (key) => {
      await steps((db) => db.run('DELETE FROM sf_extract WHERE key = ?', [renderStoredKey(key)]))
      return true
    },
    clear: () => steps((db) => db.exec('DELETE FROM sf_extract')),
    on: () => adapter,
  }
  return adapter
}

function leasesOf(steps: Steps, clock: Clock): Leases {
  return {
    hasServerClock: false,
    read: async (name) => {
      const [row] = await steps((db) => db.all('SELECT * FROM sf_extract_locks WHERE name = ?', [name]))
      if (row === undefined) return undefined
      const { number, holder, beat } = row
      return {
        number: Number(number),
        holder: holder === null ? undefined : String(holder),
        silentMs: clock.now() - Number(beat),
      }
    },
    take: (fence, holder) =>
      steps((db) => {
        const { name, number, nonce } = fence
        const [last] = db.all('SELECT number FROM sf_extract_locks WHERE name = ?', [name])
        if (Number(last?.['number'] ?? 0) !== number - 1) return isHeld(db, fence)
        db.run('DELETE FROM sf_extract_locks WHERE name = ?', [name])
        db.run('INSERT INTO sf_extract_locks VALUES (?, ?, ?, ?, ?)', [name, number, nonce, holder, clock.now()])
        return true
      }),
    beat: (fence) => edit(steps, fence, 'beat = ?', clock.now()),
    release: async (fence) => void (await edit(steps, fence, 'holder = ?, nonce = NULL', null)),
  }
}

function edit(steps: Steps, fence: Fence, what: string, value: SqlValue): Promise<boolean> {
  return steps((db) => {
    if (!isHeld(db, fence)) return false
    db.run(`UPDATE sf_extract_locks SET ${what} WHERE name = ?`, [value, fence.name])
    return true
  })
}

function isHeld(db: SqliteFile, { name, number, nonce }: Fence): boolean {
  const same = 'SELECT 1 FROM sf_extract_locks WHERE name = ? AND number = ? AND nonce = ?'
  return db.all(same, [name, number, nonce]).length > 0
}

/** What begins with a text, in an order by bytes of UTF-8. */
function rangeOf(from: string): [string, string] {
  return [from, `${from}\u{10ffff}`]
}

const upsert =
  'INSERT INTO sf_extract (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'

const schema = `
CREATE TABLE IF NOT EXISTS sf_extract (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS sf_extract_locks (
  name TEXT PRIMARY KEY, number INTEGER NOT NULL, nonce TEXT, holder TEXT, beat INTEGER NOT NULL
);
`
