import { rmdir, stat } from 'node:fs/promises'
import type { Clock } from '../../../clock.js'
import { buildInterruption } from '../../../errors/interruption.js'
import type { SqliteFile } from './driver.js'

/**
 * Begins a transaction as the only writer, after at most some seconds of waiting for another. A lock that the package's
 * driver left in its folder when its process was killed never goes: one that has stood still for so long is taken away,
 * since a transaction of this tool takes a moment. Throws the driver's error.
 */
export async function begin(
  db: SqliteFile,
  { clock, signal }: { clock: Clock; signal?: AbortSignal | undefined },
): Promise<void> {
  const startedMs = clock.now()
  const stood = await bornAt(db.lockFolder)
  for (;;) {
    try {
      return db.exec('BEGIN IMMEDIATE')
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

function isLocked(error: unknown): boolean {
  return error instanceof Error && /locked|busy/i.test(error.message)
}

/** When the lock was made; undefined where there is none. */
async function bornAt(lockFolder: string | undefined): Promise<number | undefined> {
  if (lockFolder === undefined) return undefined
  return (await stat(lockFolder).catch(() => undefined))?.mtimeMs
}
