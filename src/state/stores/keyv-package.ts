import { Keyv } from 'keyv'
import type { KeyvStoreAdapter } from 'keyv'
import type { Clock } from '../../clock.js'
import { isErrno } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import { claimLease } from '../locks/lease.js'
import { acquireLock } from '../locks/lock.js'
import { isObject } from '../shapes.js'
import { openKeyvState } from './keyv-state.js'
import type { Store } from './store.js'

export interface PackageStoreOptions {
  /** What the adapter of the package is made with. */
  parameters: unknown[]
  namespace?: string
  /** The address without its credentials, for messages. */
  text: string
  clock: Clock
}

/**
 * A store on one of the optional packages of Keyv, loaded only when it is needed; its locks are leases among its keys.
 * Throws CONFIG_INVALID when the package isn't installed or doesn't load, STATE_BROKEN when the store can't be used.
 */
export async function openPackageStore(
  packageName: string,
  { parameters, namespace = '', text, clock }: PackageStoreOptions,
): Promise<Store> {
  const Adapter = await importAdapter(packageName)
  const store = new Adapter(...parameters)
  const keyv = new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, namespace, ...plainJson })
  const state = await openKeyvState(keyv, text)
  return {
    state,
    lock: (name, options) => acquireLock(name, (me) => claimLease(state, name, me, clock), clock, options),
  }
}

/** What the adapters of databases have in common: their table, and room for the longest key, a pending one. */
export const databaseOptions = { table: 'sf_extract', keySize: 1000, iterationLimit: 1000 }

/** What isn't JSON any more is a value without a seal: it fails alone, and doesn't keep the keys from being listed. */
export const plainJson = {
  serialize: (data: object): string => JSON.stringify(data),
  deserialize: <T>(text: string): T => {
    try {
      const data: unknown = JSON.parse(text)
      if (isObject(data) && data['value'] !== undefined) return data as T
    } catch {
      // As below.
    }
    return { value: null } as T
  },
}

type AdapterClass = new (...parameters: unknown[]) => KeyvStoreAdapter

/** The class of an optional package's adapter. Throws CONFIG_INVALID with the command that installs it. */
export async function importAdapter(packageName: string): Promise<AdapterClass> {
  try {
    const { default: Adapter } = (await import(packageName)) as { default: AdapterClass }
    return Adapter
  } catch (cause) {
    const reason = isErrno(cause, 'ERR_MODULE_NOT_FOUND') ? 'is not installed' : 'does not load'
    throw new ExtractError('CONFIG_INVALID', `extract.state needs the package ${packageName}, which ${reason}.`, {
      hint: `Install it beside sf-extract: npm install ${packageName}`,
      cause,
    })
  }
}
