import { readlink } from 'node:fs/promises'
import type { Stamp } from '../terms.js'

/** Who holds a lock. */
export interface Holder {
  pid: number
  host: string
  /** Process ids mean something within one of these only: containers can share a host name. */
  pidSpace: string
  since: Stamp
}

/** A lock that is ours until another takes it over. */
export interface Held {
  /** Tells others that we live; false when another holds the lock now. */
  beat(): Promise<boolean>
  release(): Promise<void>
}

/** What came of asking for a lock. */
export type Claim = Held | { heldBy: Holder }

export const beatEveryMs = 10_000
/** Six beats missed. Between machines this presumes clocks that agree to well under a minute. */
export const deadAfterMs = 60_000

/**
 * A holder whose process is gone is dead at once. Otherwise the time since its last beat decides, also where a
 * process with its id runs: that may be a later one.
 */
export function isAlive(holder: Holder, me: Holder, sinceBeatMs: number): boolean {
  const isNear = holder.host === me.host && holder.pidSpace === me.pidSpace
  return !(isNear && isGone(holder.pid)) && sinceBeatMs <= deadAfterMs
}

/** The process id namespace of this process on Linux, empty elsewhere. */
export function loadPidSpace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '')
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    // EPERM: it lives, as another user.
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
