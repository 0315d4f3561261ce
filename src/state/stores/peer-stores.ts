import { Keyv } from 'keyv'
import type { KeyvStoreAdapter } from 'keyv'
import { isErrno } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { StateAddress } from './address.js'

type PeerAddress = Exclude<StateAddress, { kind: 'file' }>

/**
 * A Keyv on one of the optional packages @keyv/sqlite, @keyv/redis, @keyv/postgres, loaded only when it is asked for.
 * Throws CONFIG_INVALID when the package isn't installed or doesn't load.
 */
export async function openPeerStore({ kind, uri }: PeerAddress): Promise<Keyv> {
  const Store = await importStore(`@keyv/${kind}`)
  // Redis is shared with others and gets a namespace; in the databases the keys have a table of their own.
  const namespace = kind === 'redis' ? 'sf-extract' : ''
  const store = new Store(...storeArguments[kind](uri))
  return new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, namespace })
}

type StoreClass = new (...parameters: unknown[]) => KeyvStoreAdapter

async function importStore(packageName: string): Promise<StoreClass> {
  try {
    const { default: Store } = (await import(packageName)) as { default: StoreClass }
    return Store
  } catch (cause) {
    const reason = isErrno(cause, 'ERR_MODULE_NOT_FOUND') ? 'is not installed' : 'does not load'
    throw new ExtractError('CONFIG_INVALID', `extract.state needs the package ${packageName}, which ${reason}.`, {
      hint: `Install it beside sf-extract: npm install ${packageName}`,
      cause,
    })
  }
}

/** Room for the longest key: a pending key of a datasource with a long name. */
const keySize = 1000
const table = 'sf_extract'

const storeArguments: Record<PeerAddress['kind'], (uri: string) => unknown[]> = {
  // Without the timeout a second process meets "database is locked" at once.
  sqlite: (uri) => [{ uri, table, keySize, busyTimeout: 10_000, iterationLimit: 1000 }],
  postgres: (uri) => [{ uri, table, keySize, iterationLimit: 1000 }],
  // Without these two the client waits for a dead server for ever and answers undefined when it loses one.
  redis: (uri) => [uri, { throwOnErrors: true, connectionTimeout: 10_000 }],
}
