/** One run at a time: locks that a dead holder doesn't keep. */
import { hostname } from 'node:os'
import type { Clock } from '../../clock.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { Fence } from './fence.js'
import { beatEveryMs, leaseMs, loadPidSpace, loadProcessStart } from './lock-holder.js'
import type { Claim, Held, Holder } from './lock-holder.js'

export interface Lock {
  /** By it a store tells what this holder writes from what others do. */
  fence: Fence
  /** Aborts when the lock is lost: this process stood still for so long that another took it over. */
  lost: AbortSignal
  release(): Promise<void>
}

export interface LockOptions {
  /** How long to wait for a live holder; 0, the default, doesn't. */
  waitMs?: number
  signal?: AbortSignal
  pid?: number
  host?: string
  /** The name of the worker that takes it. */
  worker?: string
}

/**
 * Takes a lock with what its store claims locks by: folders, or leases. A holder is dead when its process is gone from
 * this machine, or hasn't been heard of for a minute where that can't be told; then the lock is taken over. Throws
 * LOCK_HELD, which names the holder, and rejects with the signal's reason when that aborts while waiting.
 */
export async function acquireLock(
  name: string,
  claim: (me: Holder) => Promise<Claim>,
  clock: Clock,
  options: LockOptions = {},
): Promise<Lock> {
  const { waitMs = 0, signal, pid = process.pid, host = hostname(), worker } = options
  const started = clock.now()
  const start = await loadProcessStart(pid)
  const since = new Date(started).toISOString()
  const me: Holder = { pid, host, pidSpace: await loadPidSpace(), start, since, worker }
  for (;;) {
    const claimed = await claim(me)
    if ('beat' in claimed) return keepAlive(name, claimed, clock)
    const leftMs = started + waitMs - clock.now()
    if (leftMs <= 0) throw lockHeld(name, claimed.heldBy)
    await clock.sleep(Math.min(pollMs, leftMs), signal)
  }
}

const pollMs = 1000

/** A beat that fails is tried again: at the earliest when others may take over is the lock given up. */
function keepAlive(name: string, held: Held, clock: Clock): Lock {
  const lost = new AbortController()
  let heardMs = clock.now()
  let beating = Promise.resolve()
  const lose = (cause?: unknown) => {
    stop()
    lost.abort(lockLost(name, cause))
  }
  const beat = async () => {
    try {
      if (await held.beat()) heardMs = clock.now()
      else lose()
    } catch (cause) {
      if (!held.isToldWhenLost && clock.now() - heardMs > leaseMs) lose(cause)
    }
  }
  const stop = clock.every(beatEveryMs, () => {
    beating = beating.then(beat)
  })
  return {
    fence: held.fence,
    lost: lost.signal,
    release: async () => {
      stop()
      await beating
      await held.release()
    },
  }
}

function lockHeld(name: string, { pid, host, since, worker }: Holder): ExtractError {
  const holder = `${worker === undefined ? '' : `worker ${worker}, `}process ${pid} on ${host}, since ${since}`
  return new ExtractError('LOCK_HELD', `Another run holds "${name}": ${holder}.`, {
    details: { holder },
    hint:
      'Let it finish, wait for it with --wait, or end it where it stands still. ' +
      'If that process is dead, its lock is taken over within a minute.',
  })
}

/** LOCK_HELD for a holder that another has taken the lock from. */
export function lockLost(name: string, cause?: unknown): ExtractError {
  return new ExtractError('LOCK_HELD', `This run lost its lock on "${name}": it was not heard from for a minute.`, {
    hint: 'The machine may have slept, or the state was out of reach. The next run goes on from the last checkpoint.',
    cause,
  })
}
