/** The kinds of stores, each with the real thing behind it. */
import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createClient } from '@keyv/redis'
import { Client } from 'pg'
import { openSqliteFile } from '../../../src/sqlite/driver.js'
import type { Holder } from '../../../src/state/locks/lock-holder.js'
import { renderFileName } from '../../../src/state/stores/file-name.js'
import { makeTempFolder } from '../temp-folder.js'
import { findPostgres, startPostgres } from './postgres-server.js'
import { findRedis, startRedis } from './redis-server.js'

/** An empty store. */
export interface StorePlace {
  address: string
  /**
   * Has the holder of a lock not been heard of for so long, as where it stands still; where the store looks for its
   * process, it is another machine's.
   */
  silence(lock: string, ms: number): Promise<void>
}

export interface StoreServer {
  open(): Promise<StorePlace>
  /** Ends the server as a crash would, and starts it again; absent where there is none. */
  crash?(): Promise<void>
  start?(): Promise<void>
  close(): Promise<void>
}

export interface StoreUnderTest {
  name: string
  /** Its server is not on this machine, and need not be. */
  isMissing: boolean
  start(): Promise<StoreServer>
}

const postgres = findPostgres()
const redis = findRedis()

export const storesUnderTest: StoreUnderTest[] = [
  { name: 'file', isMissing: false, start: async () => ({ open: openFolder, close: async () => {} }) },
  { name: 'sqlite', isMissing: false, start: async () => ({ open: openDatabaseFile, close: async () => {} }) },
  { name: 'redis', isMissing: redis === undefined, start: () => startRedisStore(redis!) },
  { name: 'postgres', isMissing: postgres === undefined, start: () => startPostgresStore(postgres!) },
]

async function openFolder(): Promise<StorePlace> {
  const folder = path.join(await makeTempFolder(), 'state')
  return {
    address: `file:${folder}`,
    silence: (lock, ms) => silenceLockFolder(folder, lock, ms),
  }
}

/** Has the first holder of a lock below a folder been another machine's, and not been heard of for so long. */
export async function silenceLockFolder(folder: string, lock: string, ms: number): Promise<void> {
  const file = path.join(folder, 'locks', `${renderFileName(lock)}.1`, 'holder.json')
  const { mtimeMs } = await stat(file)
  const holder = JSON.parse(await readFile(file, 'utf8')) as Holder
  await writeFile(file, JSON.stringify({ ...holder, host: 'elsewhere' }))
  const seconds = (mtimeMs - ms) / 1000
  await utimes(file, seconds, seconds)
}

async function openDatabaseFile(): Promise<StorePlace> {
  const file = path.join(await makeTempFolder(), 'state.db')
  return {
    address: `sqlite:${file}`,
    silence: async (lock, ms) => {
      const db = await openSqliteFile({ file, name: 'the test' })
      const [row] = db.all('SELECT holder FROM sf_extract_locks WHERE name = ?', [lock])
      const holder = { ...(JSON.parse(String(row?.['holder'])) as Holder), host: 'elsewhere' }
      const edit = 'UPDATE sf_extract_locks SET beat = beat - ?, holder = ? WHERE name = ?'
      db.run(edit, [ms, JSON.stringify(holder), lock])
      db.close()
    },
  }
}

async function startRedisStore(program: string): Promise<StoreServer> {
  const server = await startRedis(program)
  let last = -1
  return {
    ...server,
    open: async () => {
      // It has sixteen databases; each test gets an empty one.
      last = (last + 1) % 16
      const address = `${server.url}/${last}`
      await withRedis(address, (client) => client.flushDb())
      return {
        address,
        silence: (lock, ms) => withRedis(address, (client) => client.hIncrBy(`sf-extract-lock::${lock}`, 'beat', -ms)),
      }
    },
  }
}

async function withRedis(url: string, work: (client: ReturnType<typeof createClient>) => Promise<unknown>) {
  const client = createClient({ url })
  await client.connect()
  try {
    await work(client as never)
  } finally {
    client.destroy()
  }
}

async function startPostgresStore(programs: string): Promise<StoreServer> {
  const server = await startPostgres(programs)
  let last = 0
  const query = async (text: string, values: unknown[] = []) => {
    const client = new Client({ connectionString: server.url })
    await client.connect()
    try {
      await client.query(text, values)
    } finally {
      await client.end()
    }
  }
  return {
    ...server,
    open: async () => {
      const schema = `s${++last}`
      await query(`CREATE SCHEMA ${schema}`)
      return {
        address: `${server.url}?options=-csearch_path%3D${schema}`,
        silence: async (lock, ms) => {
          const edit = `UPDATE ${schema}.sf_extract_locks SET beat = beat - $1 * interval '1 millisecond' WHERE name = $2`
          await query(edit, [ms, lock])
        },
      }
    },
  }
}
