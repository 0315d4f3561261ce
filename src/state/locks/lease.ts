import { randomUUID } from 'node:crypto'
import type { Fence } from './fence.js'
import { isAlive, isGoneFrom, leaseMs, parseHolder } from './lock-holder.js'
import type { Claim, Holder } from './lock-holder.js'

/** A lock as a store has it. */
export interface Lease {
  number: number
  /** Who holds it, as JSON; absent where it was released. */
  holder?: string | undefined
  /** How long the holder has not been heard of, by the store's clock. */
  silentMs: number
}

/** The locks of a store. Each step is one look or one change, whatever others do meanwhile. */
export interface Leases {
  /** The store's clock is a server's, which neither sleeps nor jumps as that of a machine does. */
  hasServerClock: boolean
  /** Undefined where nobody ever held it. */
  read(name: string): Promise<Lease | undefined>
  /**
   * Takes the lock, as the holder after number `fence.number - 1`; false where that is not the last one. The same again
   * is true again: an answer may be lost on its way.
   */
  take(fence: Fence, holder: string): Promise<boolean>
  /** False where another took it, or it was released. */
  beat(fence: Fence): Promise<boolean>
  /** The number stays. */
  release(fence: Fence): Promise<void>
}

/**
 * Claims a lock in a store. A holder is dead when its process is gone from this machine, or when it wasn't heard of for
 * a minute. It may live all the same, and stand still: what it writes then is refused by its fence.
 */
export async function claimLease(leases: Leases, name: string, me: Holder): Promise<Claim> {
  for (;;) {
    const last = await leases.read(name)
    if (last?.holder !== undefined) {
      const holder = parseHolder(last.holder)
      if (await isHeld(holder, me, leases, last.silentMs)) return { heldBy: holder }
    }
    const fence: Fence = { name, number: (last?.number ?? 0) + 1, nonce: randomUUID() }
    if (!(await leases.take(fence, JSON.stringify(me)))) continue
    return {
      fence,
      beat: () => leases.beat(fence),
      release: () => leases.release(fence),
      // While the store is away nobody takes it over, and once it is back it says who has it.
      isToldWhenLost: true,
    }
  }
}

async function isHeld(holder: Holder, me: Holder, { hasServerClock }: Leases, silentMs: number): Promise<boolean> {
  if (!hasServerClock) return isAlive(holder, me, silentMs)
  return silentMs <= leaseMs && !(await isGoneFrom(holder, me))
}
