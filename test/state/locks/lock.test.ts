import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Clock } from '../../../src/clock.js'
import { openSqliteFile } from '../../../src/sqlite/driver.js'
import { acquireLock } from '../../support/acquire-lock.js'
import { openManualClock } from '../../support/manual-clock.js'
import { makeTempFolder } from '../../support/temp-folder.js'

describe.each<[string, () => Promise<string>]>([
  ['in a folder', makeTempFolder],
  ['as a lease', async () => `sqlite:${join(await makeTempFolder(), 'state.db')}`],
])('a lock %s', (_name, open) => {
  it('is refused while another run holds it, and says who and since when', async () => {
    const place = await open()
    const clock = openManualClock()
    const lock = await acquireLock(place, 'crm', { clock })
    clock.advance(30_000)
    await expect(acquireLock(place, 'crm', { clock })).rejects.toMatchObject({
      code: 'LOCK_HELD',
      message: `Another run holds "crm": process ${process.pid} on ${hostname()}, since 2026-01-05T09:30:00.000Z.`,
      hint: expect.stringContaining('--wait') as string,
    })
    await lock.release()
    await (await acquireLock(place, 'crm', { clock })).release()
  })

  it('is apart from locks of other names', async () => {
    const place = await open()
    const clock = openManualClock()
    for (let run = 0; run < 3; run++) await (await acquireLock(place, 'crm:1', { clock })).release()
    const names = ['crm:1', 'crm', 'crm.1', 'CRM', 'crm:1:x', 'crm:']
    const locks = await Promise.all(names.map((name) => acquireLock(place, name, { clock })))
    await locks[1]?.release()
    locks[1] = await acquireLock(place, 'crm', { clock })
    for (const name of names) {
      await expect(acquireLock(place, name, { clock })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    }
    clock.advance(10_000)
    for (const lock of locks) await lock.release()
    expect(locks.filter(({ lost }) => lost.aborted)).toEqual([])
  })

  it('is taken over at once from a process that is gone', async () => {
    const place = await open()
    const clock = openManualClock()
    await acquireLock(place, 'crm', { clock, pid: deadPid })
    const lock = await acquireLock(place, 'crm', { clock })
    await expect(acquireLock(place, 'crm', { clock, pid: deadPid })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    await lock.release()
  })

  it('is not taken from a process of another machine before a minute of silence', async () => {
    const place = await open()
    const clock = openManualClock()
    await acquireLock(place, 'crm', { clock: silent(clock), pid: deadPid, host: 'elsewhere' })
    clock.advance(59_000)
    await expect(acquireLock(place, 'crm', { clock })).rejects.toThrow('on elsewhere')
    clock.advance(2000)
    await (await acquireLock(place, 'crm', { clock })).release()
  })

  it('stays with a holder that is heard of, however long it runs', async () => {
    const place = await open()
    const clock = openManualClock()
    const lock = await acquireLock(place, 'crm', { clock, host: 'elsewhere' })
    for (let minutes = 0; minutes < 5; minutes++) {
      clock.advance(55_000)
      await vi.waitFor(async () => expect(await loadLastBeatMs(place)).toBe(clock.now()))
      await expect(acquireLock(place, 'crm', { clock })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    }
    await lock.release()
  })

  it('stays with a process of this machine when the clock jumps', async () => {
    const place = await open()
    const clock = openManualClock()
    const lock = await acquireLock(place, 'crm', { clock })
    for (const jumpMs of [3_600_000, -3_600_000]) {
      const jumped = openManualClock({ startMs: clock.now() + jumpMs })
      await expect(acquireLock(place, 'crm', { clock: jumped })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    }
    await lock.release()
  })

  it('tells its holder when it was taken over after all, and leaves the new holder alone', async () => {
    const place = await open()
    const clock = openManualClock()
    const slept = await acquireLock(place, 'crm', { clock, host: 'asleep' })
    const later = openManualClock({ startMs: clock.now() + 120_000 })
    const next = await acquireLock(place, 'crm', { clock: later })
    expect(slept.lost.aborted).toBe(false)
    clock.advance(120_000)
    await slept.release()
    expect(slept.lost.reason).toMatchObject({ code: 'LOCK_HELD' })
    await expect(acquireLock(place, 'crm', { clock: later })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    expect(next.lost.aborted).toBe(false)
    await next.release()
  })

  it('is waited for as long as asked', async () => {
    const place = await open()
    const lock = await acquireLock(place, 'crm', { clock: openManualClock() })
    const clock = openManualClock()
    await expect(acquireLock(place, 'crm', { clock, waitMs: 5500 })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    expect(clock.sleeps).toEqual([1000, 1000, 1000, 1000, 1000, 500])
    await lock.release()
  })

  it('goes to the one who waits when it is released', async () => {
    const place = await open()
    const lock = await acquireLock(place, 'crm', { clock: openManualClock() })
    const clock = openManualClock()
    const waiting = acquireLock(place, 'crm', { clock, waitMs: Infinity })
    await clock.sleeping(3)
    await lock.release()
    await (await waiting).release()
    expect(lock.lost.aborted).toBe(false)
  })

  it('is no longer waited for when the signal aborts', async () => {
    const place = await open()
    const lock = await acquireLock(place, 'crm', { clock: openManualClock() })
    const signal = AbortSignal.abort(new Error('interrupted'))
    const waiting = acquireLock(place, 'crm', { clock: openManualClock(), waitMs: Infinity, signal })
    await expect(waiting).rejects.toThrow('interrupted')
    await lock.release()
  })

  it('goes to one of many who take it over at the same moment', async () => {
    const place = await open()
    const clock = openManualClock()
    for (let round = 0; round < 10; round++) {
      await acquireLock(place, 'crm', { clock, pid: deadPid })
      const tries = Array.from({ length: 12 }, () => acquireLock(place, 'crm', { clock }))
      const won = (await Promise.allSettled(tries)).filter((result) => result.status === 'fulfilled')
      expect(won).toHaveLength(1)
      await won[0]?.value.release()
    }
  })
})

/** A process id that was just some process's. */
const deadPid = spawnSync('true').pid

/** The clock of a process that stands still. */
function silent(clock: Clock): Clock {
  return { ...clock, every: () => () => undefined }
}

async function loadLastBeatMs(place: string): Promise<number> {
  if (!place.startsWith('sqlite:')) return (await stat(join(place, 'locks', 'crm.1', 'holder.json'))).mtimeMs
  const db = await openSqliteFile({ file: place.replace('sqlite:', ''), name: 'the test' })
  const [row] = db.all("SELECT beat FROM sf_extract_locks WHERE name = 'crm'")
  db.close()
  return Number(row?.['beat'])
}
