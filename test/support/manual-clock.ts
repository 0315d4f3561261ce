import type { Clock } from '../../src/clock.js'

export interface ManualClock extends Clock {
  /** Every wait asked for, in milliseconds. */
  readonly sleeps: number[]
  /** Moves the time on, waking sleepers that are due and ticking what `every` set up. */
  advance(ms: number): void
  /** Resolves when `count` waits have been asked for. */
  sleeping(count: number): Promise<void>
}

interface Sleeper {
  at: number
  wake(): void
}

/**
 * A clock that stands still. Its sleep ends at once, with the time moved on, so that retries take no time in tests;
 * with `holds` it ends when `advance` reaches it.
 */
export function openManualClock({ startMs = Date.UTC(2026, 0, 5, 9, 30), holds = false } = {}): ManualClock {
  let nowMs = startMs
  const sleeps: number[] = []
  const sleepers = new Set<Sleeper>()
  const ticks = new Set<Sleeper>()
  const watchers = new Set<() => void>()
  return {
    sleeps,
    now: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      sleeps.push(ms)
      for (const watcher of watchers) watcher()
      if (!holds) {
        nowMs += ms
        return
      }
      await new Promise<void>((resolve, reject) => {
        const sleeper = { at: nowMs + ms, wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper)
          reject(signal.reason as Error)
        })
      })
    },
    every(ms, tick) {
      const ticker: Sleeper = {
        at: nowMs + ms,
        wake() {
          ticker.at += ms
          tick()
        },
      }
      ticks.add(ticker)
      return () => void ticks.delete(ticker)
    },
    advance(ms) {
      nowMs += ms
      for (const sleeper of [...sleepers].filter(({ at }) => at <= nowMs)) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
      for (const ticker of ticks) while (ticks.has(ticker) && ticker.at <= nowMs) ticker.wake()
    },
    sleeping(count) {
      return new Promise((resolve) => {
        const watcher = () => {
          if (sleeps.length < count) return
          watchers.delete(watcher)
          resolve()
        }
        watchers.add(watcher)
        watcher()
      })
    },
  }
}
