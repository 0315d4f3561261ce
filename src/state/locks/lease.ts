import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.js'
import type { State } from '../state.js'
import { leaseKey } from '../keys.js'
import { isAlive } from './lock-holder.js'
import type { Claim, Holder } from './lock-holder.js'

interface Lease {
  token: string
  holder: Holder
  beatMs: number
}

/**
 * Claims a lock as a key of the state. Best effort: Keyv has no compare-and-set, so the claim is written, and read back
 * half a second later; a contender held up for longer than that between its own two steps would get through. The locks
 * of Redis and PostgreSQL themselves come with the dispatcher.
 */
export async function claimLease(state: State, name: string, me: Holder, clock: Clock): Promise<Claim> {
  const key = leaseKey(name)
  const read = async () => (await state.read(key)) as Lease | undefined
  const last = await read()
  if (last !== undefined && (await isAlive(last.holder, me, clock.now() - last.beatMs))) return { heldBy: last.holder }

  const token = randomUUID()
  const isOurs = async () => (await read())?.token === token
  const beat = () => state.write([{ key, value: { token, holder: me, beatMs: clock.now() } satisfies Lease }])
  await beat()
  await clock.sleep(contentionMs)
  const winner = await read()
  if (winner === undefined) return claimLease(state, name, me, clock)
  if (winner.token !== token) return { heldBy: winner.holder }
  return {
    beat: async () => {
      if (!(await isOurs())) return false
      await beat()
      return true
    },
    release: async () => {
      if (await isOurs()) await state.write([{ key, value: undefined }])
    },
  }
}

/** Longer than a write and a read take on any store this is used with. */
const contentionMs = 500
