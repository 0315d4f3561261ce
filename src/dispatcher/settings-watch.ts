import { readFileSync, watch } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../clock.js'

/**
 * Calls back when a file holds something else than before, until `close`. Its folder is watched, since editors and
 * Kubernetes put another file in its place; what happens within a moment is one change. A folder that can't be watched
 * is left alone.
 */
export function watchFile(file: string, clock: Clock, changed: () => void): { close(): void } {
  const closed = new AbortController()
  let isLooking = false
  let last = readText(file)
  const look = async () => {
    await clock.sleep(settleMs, closed.signal)
    isLooking = false
    const text = readText(file)
    if (text === last) return
    last = text
    changed()
  }
  const begin = () => {
    if (isLooking) return
    isLooking = true
    look().catch(() => undefined)
  }
  try {
    const watcher = watch(path.dirname(file), { signal: closed.signal, persistent: false }, begin)
    watcher.on('error', () => undefined)
  } catch {
    // No more watches can be had (ENOSPC): a SIGHUP is left.
  }
  return { close: () => closed.abort() }
}

/** Longer than an editor takes between the file it empties and the file it has filled. */
const settleMs = 300

/** Undefined while it isn't there. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
