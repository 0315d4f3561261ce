import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { acquireLock } from '../../support/acquire-lock.js'
import type { Holder } from '../../../src/state/locks/lock-holder.js'
import { openManualClock } from '../../support/manual-clock.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { startProgram } from '../../support/child-program.js'

describe('a lock in a folder', () => {
  it('leaves one small folder of its own when it is released', async () => {
    const folder = await makeTempFolder()
    const clock = openManualClock()
    for (let run = 0; run < 5; run++) await (await acquireLock(folder, 'crm', { clock })).release()
    expect(await readdir(folder, { recursive: true })).toEqual(['locks', 'locks/crm.5', 'locks/crm.5/released.json'])
  })

  it('sweeps up what a crash left while taking it', async () => {
    const folder = await makeTempFolder()
    const clock = openManualClock()
    await mkdir(join(folder, 'locks', 'crm.0123.tmp'), { recursive: true })
    await (await acquireLock(folder, 'crm', { clock })).release()
    expect(await readdir(join(folder, 'locks'))).toEqual(['crm.1'])
  })

  it('whose file a power cut emptied is free a minute after', async () => {
    const folder = await makeTempFolder()
    const clock = openManualClock()
    await acquireLock(folder, 'crm', { clock: { ...clock, every: () => () => undefined }, pid: deadPid })
    await truncate(join(folder, 'locks', 'crm.1', 'holder.json'))
    await utimes(join(folder, 'locks', 'crm.1', 'holder.json'), clock.now() / 1000, clock.now() / 1000)
    await expect(acquireLock(folder, 'crm', { clock })).rejects.toThrow('an unknown machine')
    clock.advance(61_000)
    await (await acquireLock(folder, 'crm', { clock })).release()
  })

  it('is free at once where a later process has its id', async () => {
    const folder = await makeTempFolder()
    const clock = openManualClock()
    await acquireLock(folder, 'crm', { clock })
    await expect(acquireLock(folder, 'crm', { clock })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    const file = join(folder, 'locks', 'crm.1', 'holder.json')
    const holder = JSON.parse(await readFile(file, 'utf8')) as Holder
    await writeFile(file, JSON.stringify({ ...holder, start: `${holder.start}0` }))
    await (await acquireLock(folder, 'crm', { clock })).release()
  })

  it('that can not be made is an error of the state', async () => {
    const file = join(await makeTempFolder(), 'file')
    await writeFile(file, '')
    await expect(acquireLock(file, 'crm', { clock: openManualClock() })).rejects.toMatchObject({ code: 'STATE_BROKEN' })
  })

  it('is given up after a minute in which no beat succeeded', async () => {
    const folder = await makeTempFolder()
    const clock = openManualClock()
    const lock = await acquireLock(folder, 'crm', { clock })
    await rm(join(folder, 'locks', 'crm.1', 'holder.json'))
    clock.advance(50_000)
    await lock.release()
    expect(lock.lost.aborted).toBe(false)
    const other = await acquireLock(folder, 'crm', { clock })
    await rm(join(folder, 'locks', 'crm.2', 'holder.json'))
    clock.advance(70_000)
    await other.release()
    expect(other.lost.reason).toMatchObject({ code: 'LOCK_HELD' })
  })
})

// Starting a process takes seconds on a busy machine.
describe('many processes', { timeout: 120_000 }, () => {
  it('that find a dead holder get the lock one after the other, never two at once', async () => {
    const folder = await makeTempFolder()
    await acquireLock(folder, 'crm', { clock: openManualClock({ startMs: systemClock.now() }), pid: deadPid })
    const program = new URL('../programs/hold-lock.ts', import.meta.url)
    const programs = Array.from({ length: 4 }, () => startProgram(program, folder))
    expect(await Promise.all(programs.map(({ ended }) => ended))).toEqual([0, 0, 0, 0])
    expect(programs.flatMap(({ lines }) => lines).filter((line) => line === 'alone')).toHaveLength(12)
  })

  it('get the lock of one that was killed', async () => {
    const folder = await makeTempFolder()
    const holder = startProgram(new URL('../programs/hold-lock.ts', import.meta.url), folder, 'forever')
    await holder.printed('alone')
    await expect(acquireLock(folder, 'crm', { clock: systemClock })).rejects.toThrow(`process ${holder.child.pid} `)
    holder.child.kill('SIGKILL')
    await holder.ended
    await (await acquireLock(folder, 'crm', { clock: systemClock })).release()
  })
})

/** A process id that was just some process's. */
const deadPid = spawnSync('true').pid
