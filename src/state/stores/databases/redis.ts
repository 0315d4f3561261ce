import type { KeyvStoreAdapter } from 'keyv'
import type { Fence } from '../../locks/fence.js'
import type { Leases } from '../../locks/lease.js'
import { lastOfEach, renderStored, type LeasingEngine, type SealedChange } from './engine.js'
import { openEngineStore } from './engine-store.js'
import { isNetworkError } from './network-error.js'
import { loadOptional } from '../../../errors/optional-package.js'
import { beatScript, leaseScript, releaseScript, takeScript, writeScript } from './redis-scripts.js'
import { storeFailed } from '../store-failed.js'
import type { StoreKind } from '../store.js'
import { parseStoredKey, renderStoredKey } from './stored-key.js'

/** Redis, through @keyv/redis, and with scripts of its client where it takes more than one key. */
export const redisStore: StoreKind = {
  loadPackage,
  open: async ({ location, text }, clock) => {
    const { createClient, default: KeyvRedis } = await loadPackage()
    const connection: Connection = { isOpened: false }
    const client = createClient(optionsOf(location, connection)) as RedisClient
    client.on('error', (cause) => (connection.failure = cause))
    try {
      await client.connect()
    } catch (cause) {
      if (client.isOpen) client.destroy()
      throw storeFailed(text, connection.failure ?? cause, isPassing(connection.failure ?? cause))
    }
    connection.isOpened = true
    const adapter = new KeyvRedis(client as never, { throwOnErrors: true })
    return openEngineStore(engineOf(client, adapter as KeyvStoreAdapter, connection), text, clock)
  },
}

function loadPackage() {
  return loadOptional(() => import('@keyv/redis'), { name: '@keyv/redis', user: 'extract.state' })
}

interface Connection {
  isOpened: boolean
  /** What broke it last: of a client without a connection the operations say no more than that. */
  failure?: unknown
}

/** What is used of the client. */
interface RedisClient {
  isOpen: boolean
  on(event: 'error', listener: (cause: unknown) => void): void
  connect(): Promise<unknown>
  destroy(): void
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  zRange(key: string, from: string, to: string, options: { BY: 'LEX' }): Promise<string[]>
}

/**
 * Operations fail while there is no connection, instead of waiting for one without an end. What answers nothing for
 * half a minute is gone; in between it is asked by pings.
 */
function optionsOf(url: string, connection: Connection) {
  return {
    url,
    disableOfflineQueue: true,
    pingInterval: 10_000,
    socket: {
      connectTimeout: 10_000,
      socketTimeout: 30_000,
      reconnectStrategy: (retries: number): number | false => connection.isOpened && Math.min(50 * 2 ** retries, 500),
    },
  }
}

/** Others may use the same Redis. */
const space = 'sf-extract'
const keyOf = (key: string) => `${space}::${renderStoredKey(key)}`
const lockOf = (name: string) => `${space}-lock::${renderStoredKey(name)}`
/** All keys in their order, so that those with one beginning are found without a look at all others of the server. */
const keysKey = `${space}-keys`

function engineOf(client: RedisClient, store: KeyvStoreAdapter, connection: Connection): LeasingEngine {
  const run = async <T>(operation: Promise<T>): Promise<T> => {
    try {
      return await operation
    } catch (cause) {
      throw isOffline(cause) ? (connection.failure ?? cause) : cause
    }
  }
  const runScript = (script: string, keys: string[], values: string[]) =>
    run(client.eval(script, { keys, arguments: values }))
  return {
    adapter: adapterOf(store),
    keys: async (prefix) => {
      const from = keyOf(prefix)
      const found = await run(client.zRange(keysKey, `[${from}`, `(${from}\u{10ffff}`, { BY: 'LEX' }))
      return found.map((key) => parseStoredKey(key.slice(keyOf('').length)))
    },
    write: async (changes: SealedChange[], fence?: Fence) => {
      const last = lastOfEach(changes)
      const keys = [lockOf(fence?.name ?? ''), keysKey, ...last.map(({ key }) => keyOf(key))]
      const values = last.map(({ sealed }) => (sealed === undefined ? '' : renderStored(sealed)))
      return (await runScript(writeScript, keys, [...valuesOf(fence), ...values])) === 1
    },
    leases: leasesOf(runScript),
    isPassing,
    close: async () => {
      if (client.isOpen) client.destroy()
    },
  }
}

function valuesOf(fence: Fence | undefined): string[] {
  return fence === undefined ? ['', ''] : [String(fence.number), fence.nonce]
}

function adapterOf(store: KeyvStoreAdapter): KeyvStoreAdapter {
  return {
    opts: store.opts,
    get: (key) => store.get(keyOf(key)),
    set: (key, value, ttl) => store.set(keyOf(key), value, ttl),
    delete: (key) => store.delete(keyOf(key)),
    clear: () => store.clear(),
    on: (event, listener) => store.on(event, listener),
  } as KeyvStoreAdapter
}

function leasesOf(runScript: (script: string, keys: string[], values: string[]) => Promise<unknown>): Leases {
  return {
    hasServerClock: true,
    read: async (name) => {
      const [number, holder, silentMs] = (await runScript(leaseScript, [lockOf(name)], [])) as string[]
      if (number === undefined) return undefined
      return { number: Number(number), holder: holder || undefined, silentMs: Number(silentMs) }
    },
    take: async (fence, holder) =>
      (await runScript(takeScript, [lockOf(fence.name)], [...valuesOf(fence), holder])) === 1,
    beat: async (fence) => (await runScript(beatScript, [lockOf(fence.name)], valuesOf(fence))) === 1,
    release: async (fence) => void (await runScript(releaseScript, [lockOf(fence.name)], valuesOf(fence))),
  }
}

/** By the names of the client's errors, and the words that errors of Redis begin with. */
function isPassing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  return (
    isNetworkError(cause) ||
    /^(?:Socket|Connection|Disconnects)/.test(nameOf(cause)) ||
    isOffline(cause) ||
    passing.test(cause.message)
  )
}

/** A server that starts, that became a replica, or whose primary is away. */
const passing = /^(?:LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|BUSY) /

function isOffline(cause: unknown): boolean {
  return cause instanceof Error && /^Client(?:Offline|Closed)/.test(nameOf(cause))
}

/** The client's errors have no name of their own. */
function nameOf(error: Error): string {
  return error.constructor.name
}
