import { readFile, readlink } from 'node:fs/promises'
import type { Stamp } from '../../terms.js'
import type { Fence } from './fence.js'

/** Who holds a lock. */
export interface Holder {
  pid: number
  host: string
  /** Process ids mean something within one of these only: containers can share a host name. */
  pidSpace: string
  /** What tells the process from a later one with its id, where the system says so. */
  start?: string
  since: Stamp
  /** Its name, where it is a worker. */
  worker?: string
}

/** A lock that is ours until another takes it over. */
export interface Held {
  fence: Fence
  /** Tells others that we live; false when another holds the lock now. */
  beat(): Promise<boolean>
  release(): Promise<void>
  /** It is lost when a beat says so, and not before, however long none succeeds. */
  isToldWhenLost?: true
}

/** What came of asking for a lock. */
export type Claim = Held | { heldBy: Holder }

export const beatEveryMs = 10_000
/** Six beats missed. Between machines this presumes clocks that agree to well under a minute. */
export const leaseMs = 60_000

/**
 * A holder whose process is gone from this machine is dead at once, and one whose very process is here lives, whatever
 * the clocks say: they jump when a machine wakes or finds the time. Otherwise the time since its last beat decides.
 */
export async function isAlive(holder: Holder, me: Holder, sinceBeatMs: number): Promise<boolean> {
  return (await isHere(holder, me)) ?? sinceBeatMs <= leaseMs
}

/** True where the holder was a process of this machine, and is over. */
export async function isGoneFrom(holder: Holder, me: Holder): Promise<boolean> {
  return (await isHere(holder, me)) === false
}

/** Whether the holder's process runs on this machine; undefined where that can't be told. */
async function isHere(holder: Holder, me: Holder): Promise<boolean | undefined> {
  if (holder.host !== me.host || holder.pidSpace !== me.pidSpace) return undefined
  if (isGone(holder.pid)) return false
  const start = holder.start === undefined ? undefined : await loadProcessStart(holder.pid)
  return start === undefined ? undefined : start === holder.start
}

/** A holder as it was kept. Where that is damaged the time of its last beat alone decides. */
export function parseHolder(text: string): Holder {
  try {
    return JSON.parse(text) as Holder
  } catch {
    return { pid: 0, host: 'an unknown machine', pidSpace: 'unknown', since: 'an unknown time' }
  }
}

/** The process id namespace of this process on Linux, empty elsewhere. */
export function loadPidSpace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '')
}

/**
 * The boot and the moment in it at which a process started; `ended` for one that is over and still in the list, as where
 * nobody waits for it. Undefined off Linux, and where the system hides it.
 */
export async function loadProcessStart(pid: number): Promise<string | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    const status = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets; the state follows it, and the start is the 22nd (proc(5)).
    const [state = 'Z', ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return 'ZX'.includes(state) ? 'ended' : `${boot.trim()} ${fields[18]}`
  } catch {
    return undefined
  }
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
