import { describe, expect, it } from 'vitest'
import { beginHeld, commitHeld, hasHeld, holdState, rollbackHeld } from '../../src/state/hold.js'
import { openState } from '../support/open-state.js'
import type { State } from '../../src/state/state.js'
import { describeState } from '../contracts/state.contract.js'
import { openManualClock } from '../support/manual-clock.js'
import { makeTempFolder } from '../support/temp-folder.js'

describeState('a held view', async () => {
  const state = await openTestState()
  return { state: holdState(state, 'crm'), reopen: () => Promise.resolve(holdState(state, 'crm')) }
})

describe('a held run', () => {
  it('leaves the state as it was until commit, and sees its own writes', async () => {
    const { state, held } = await openHeldRun()
    expect([await state.read('a'), await state.read('b'), await state.read('c')]).toEqual([1, 2, undefined])
    expect([await held.read('a'), await held.read('b'), await held.read('c')]).toEqual([10, undefined, 30])
    expect((await held.keys('')).toSorted()).toEqual(['a', 'c'])
    expect(await hasHeld(state, 'crm')).toBe(true)
  })

  it('moves everything into place with commit, once', async () => {
    const { state } = await openHeldRun()
    expect(await commitHeld(state, 'crm')).toEqual({ outcome: 'committed', keys: 3 })
    expect(await readAll(state)).toEqual({ a: 10, c: 30 })
    await state.write([{ key: 'a', value: 11 }])
    expect(await commitHeld(state, 'crm')).toEqual({ outcome: 'committed', keys: 0 })
    expect(await readAll(state)).toEqual({ a: 11, c: 30 })
  })

  it('drops everything with rollback', async () => {
    const { state } = await openHeldRun()
    expect(await rollbackHeld(state, 'crm')).toEqual({ outcome: 'rolled back', keys: 3 })
    expect(await readAll(state)).toEqual({ a: 1, b: 2 })
    expect(await hasHeld(state, 'crm')).toBe(false)
    const again = [await rollbackHeld(state, 'crm'), await commitHeld(state, 'crm')]
    expect(again.map(({ keys }) => keys)).toEqual([0, 0])
  })

  it('leaves behind with rollback what went out: the Ids written and deleted, those the run touched in both sets', async () => {
    const state = await openTestState()
    const [first, later] = ['2026-01-05T09:30:11.000Z', '2026-01-06T09:30:11.000Z'] as const
    await state.write([
      { key: 'object:crm:A', value: { rows: { watermark: first }, deletions: { watermark: first } } },
      { key: 'written:crm:A:x', value: 'mamb' },
      { key: 'written-index:crm:A', value: ['x'] },
    ])
    await holdState(state, 'crm').write([
      {
        key: 'object:crm:A',
        value: { rows: { watermark: later }, deletions: { watermark: later } },
      },
      {
        key: 'object:crm:B',
        value: { rows: { watermark: later }, deletions: { watermark: later }, watchedSince: later },
      },
      { key: 'written:crm:A:x', value: 'mbmc' },
      { key: 'written:crm:A:y', value: 'zz' },
      { key: 'written-index:crm:A', value: ['x', 'y'] },
      { key: 'children:crm', value: 1 },
    ])
    await rollbackHeld(state, 'crm')
    expect(await readAll(state)).toEqual({
      // What went out as deleted is read again by its Id.
      'object:crm:A': { rows: { watermark: first }, deletions: { watermark: first }, reEmit: ['xmaAAA'] },
      'object:crm:B': { deletions: { watermark: later }, watchedSince: later },
      'deleted:crm:A:x': 'mamc',
      'deleted:crm:A:y': 'zz',
      'deleted-index:crm:A': ['x', 'y'],
      'written:crm:A:x': 'mambmc',
      'written:crm:A:y': 'zz',
      'written-index:crm:A': ['x', 'y'],
    })
  })

  it('has all Ids compared where very many went out as deleted', async () => {
    const state = await openTestState()
    const noted = Array.from({ length: 5000 }, (_, n) => `a${n}`)
    await state.write([
      { key: 'object:crm:A', value: { reEmit: noted, compared: { after: 'a', buckets: [] } } },
      { key: 'written:crm:A:x', value: 'ma' },
    ])
    await holdState(state, 'crm').write([{ key: 'written:crm:A:x', value: undefined }])
    await rollbackHeld(state, 'crm')
    expect(await state.read('object:crm:A')).toEqual({ reEmit: noted, comparesIds: true })
  })

  it('does not touch what another datasource holds, even of a like name', async () => {
    const { state } = await openHeldRun()
    await holdState(state, 'crm:x').write([{ key: 'a', value: 'other' }])
    await holdState(state, 'cr').write([{ key: 'm:a', value: 'other' }])
    await rollbackHeld(state, 'crm')
    expect([await hasHeld(state, 'crm:x'), await hasHeld(state, 'cr')]).toEqual([true, true])
    await commitHeld(state, 'crm:x')
    expect(await state.read('a')).toBe('other')
  })
})

describe('a commit of a held run that is cut short', () => {
  it.each([
    ['commit', commitHeld],
    ['rollback', rollbackHeld],
  ])('is finished by the next %s, wherever it was cut', async (_name, finish) => {
    for (let survivors = 1; ; survivors++) {
      const { state } = await openHeldRun()
      const isCut = await commitHeld(cutAfter(state, survivors), 'crm').then(
        () => false,
        () => true,
      )
      expect(await hasHeld(state, 'crm')).toBe(isCut)
      await finish(state, 'crm')
      expect(await hasHeld(state, 'crm')).toBe(false)
      expect(await readAll(state)).toEqual({ a: 10, c: 30 })
      if (!isCut) return
    }
  })

  it('can still be rolled back when it had not begun', async () => {
    const { state } = await openHeldRun()
    await expect(commitHeld(cutAfter(state, 0), 'crm')).rejects.toThrow('cut')
    await rollbackHeld(state, 'crm')
    expect(await readAll(state)).toEqual({ a: 1, b: 2 })
  })
})

describe('a rollback of a held run that is cut short', () => {
  it.each([
    ['commit', commitHeld],
    ['rollback', rollbackHeld],
  ])('is finished by the next %s, wherever it was cut, and its files are noted', async (_name, finish) => {
    for (let survivors = 1; ; survivors++) {
      const { state } = await openHeldRun()
      await beginHeld(state, 'crm', 'r1')
      const isCut = await rollbackHeld(cutAfter(state, survivors), 'crm').then(
        () => false,
        () => true,
      )
      expect(await hasHeld(state, 'crm')).toBe(isCut)
      await finish(state, 'crm')
      expect(await hasHeld(state, 'crm')).toBe(false)
      expect(await readAll(state)).toEqual({ a: 1, b: 2, 'withdrawn:crm': ['r1'] })
      if (!isCut) return
    }
  })
})

async function openTestState(): Promise<State> {
  return openState(`file:${await makeTempFolder()}`, { clock: openManualClock() })
}

async function openHeldRun(): Promise<{ state: State; held: State }> {
  const state = await openTestState()
  await state.write([
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ])
  const held = holdState(state, 'crm')
  await held.write([
    { key: 'a', value: 10 },
    { key: 'b', value: undefined },
    { key: 'c', value: 30 },
  ])
  return { state, held }
}

/** The state as a process uses it that dies after so many changes. */
function cutAfter(state: State, survivors: number): State {
  let left = survivors
  return {
    ...state,
    write: async (changes) => {
      for (const change of changes) {
        if (left-- <= 0) throw new Error('cut')
        await state.write([change])
      }
    },
  }
}

async function readAll(state: State): Promise<Record<string, unknown>> {
  const entries = (await state.keys('')).toSorted().map(async (key) => [key, await state.read(key)] as const)
  return Object.fromEntries(await Promise.all(entries))
}
