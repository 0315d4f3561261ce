import fs from 'node:fs'
import { rmdir, stat } from 'node:fs/promises'
import type { Clock } from '../clock.js'
import { buildInterruption } from '../errors/interruption.js'
import type { SqliteFile } from './driver.js'

interface TransactionContext {
  clock: Clock
  signal?: AbortSignal | undefined
}

/** Does the work as one transaction, as `begin` begins it: all of it holds, or nothing. Throws the driver's error. */
export async function inTransaction<T>(db: SqliteFile, context: TransactionContext, work: () => T): Promise<T> {
  await begin(db, context)
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    try {
      db.exec('ROLLBACK')
    } catch {
      // Some errors end the transaction themselves.
    }
    throw error
  }
}

/**
 * Begins a transaction as the only writer, after at most some seconds of waiting for another. A lock that the package's
 * driver left in its folder when its process was killed never goes: one that has stood still for so long is taken away,
 * since a transaction of this tool takes a moment. Throws the driver's error.
 */
async function begin(db: SqliteFile, { clock, signal }: TransactionContext): Promise<void> {
  const startedMs = clock.now()
  const stood = await bornAt(db.lockFolder)
  for (;;) {
    try {
      return beginWhole(db)
    } catch (error) {
      if (!isLocked(error)) throw error
      const isOver = clock.now() - startedMs >= patienceMs
      const standsStill = stood !== undefined && stood === (await bornAt(db.lockFolder))
      if (isOver && !standsStill) throw error
      if (isOver) await rmdir(db.lockFolder!).catch(() => {})
    }
    await clock.sleep(pauseMs, signal).catch(() => {})
    if (signal?.aborted) throw buildInterruption(signal)
  }
}

const patienceMs = 10_000
const pauseMs = 100

export function isLocked(error: unknown): boolean {
  return error instanceof Error && /locked|busy/i.test(error.message)
}

/** Whether a process was killed in a transaction and its changes are still to be taken back. */
export function isHalfWritten(file: string): boolean {
  return (fs.statSync(`${file}-journal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/**
 * SQLite takes back what a killed process has left half done when it finds its journal and nobody at work. The driver
 * of the package takes its own lock for somebody else's and would never do so: it is not shown its lock while it looks.
 */
function beginWhole(db: SqliteFile): void {
  const { file, lockFolder } = db
  if (lockFolder === undefined || !isHalfWritten(file) || fs.existsSync(lockFolder)) return db.exec(beginning)
  const { accessSync } = fs
  fs.accessSync = (path, mode) => {
    if (path === lockFolder) throw new Error('not now')
    accessSync(path, mode)
  }
  try {
    db.exec(beginning)
  } finally {
    fs.accessSync = accessSync
  }
}

const beginning = 'BEGIN IMMEDIATE'

/** When the lock was made; undefined where there is none. */
async function bornAt(lockFolder: string | undefined): Promise<number | undefined> {
  if (lockFolder === undefined) return undefined
  return (await stat(lockFolder).catch(() => undefined))?.mtimeMs
}
