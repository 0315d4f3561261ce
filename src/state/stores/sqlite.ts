import { stat } from 'node:fs/promises'
import { stateBroken } from '../state-broken.js'
import { databaseOptions, openPackageStore } from './keyv-package.js'
import type { StoreKind } from './store.js'

/** A SQLite file, through @keyv/sqlite. */
export const sqliteStore: StoreKind = {
  packageName: '@keyv/sqlite',
  open: async ({ location, text }, clock) => {
    await validateFile(location.replace(/^sqlite:\/\//, ''), text)
    // Without the timeout a second process meets "database is locked" at once.
    const parameters = [{ uri: location, ...databaseOptions, busyTimeout: 10_000 }]
    return openPackageStore('@keyv/sqlite', { parameters, text, clock })
  },
}

/** Opening a pipe, say, would wait for its other end without an end. */
async function validateFile(path: string, text: string): Promise<void> {
  const status = await stat(path).catch(() => undefined)
  if (status !== undefined && !status.isFile()) throw stateBroken(text, new Error(`${path} is no file`))
}
