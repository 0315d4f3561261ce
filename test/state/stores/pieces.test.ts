import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { destinationState } from '../../../src/state/destinations.js'
import { forgetRead } from '../../../src/state/forget.js'
import { beginHeld, commitHeld, holdState, rollbackHeld } from '../../../src/state/hold.js'
import { childrenKey, isPieceKey, objectKey, pieceKey, runKey } from '../../../src/state/keys.js'
import { joinChanges, largeLength, openPieces } from '../../../src/state/stores/pieces.js'
import { valueBroken } from '../../../src/state/state-broken.js'
import type { State, StateChange } from '../../../src/state/state.js'
import { openJsonState } from '../../support/json-state.js'

const key = objectKey('crm', 'Account')

describe('a state that keeps large values in pieces', () => {
  it('gives back what was written, and shows no key but its own', async () => {
    const { state, store } = open()
    const value = overlapOf(range(0, 50_000))
    await state.write([{ key, value }])
    expect(await state.read(key)).toEqual(value)
    expect(await state.keys('')).toEqual([key])
    expect((await store.keys('')).length).toBeGreaterThan(20)
    expect(await openPieces(store).read(key)).toEqual(value)
  })

  it('writes small values as they are, and neither reads nor lists for them', async () => {
    const { state, store, asked } = open()
    const value = overlapOf(range(0, 2000))
    await state.read(key)
    asked.length = 0
    await state.write([{ key, value }])
    expect(await store.read(key)).toEqual(value)
    expect(asked).toEqual([])
  })

  it('keeps other kinds of values whole, however large', async () => {
    const { state, store } = open()
    const value = { run: 'x'.repeat(largeLength * 2) }
    await state.write([{ key: runKey('crm'), value }])
    expect(await store.keys('')).toEqual([runKey('crm')])
  })

  it('writes of a value that changed at its end, or in the middle, only what is new', async () => {
    const { state, written } = open()
    await state.write([{ key, value: overlapOf(range(0, 50_000)) }])
    const whole = written()
    await state.write([{ key, value: overlapOf(range(0, 50_100)) }])
    expect(written()).toBeLessThan(whole / 8)
    await state.write([{ key, value: overlapOf([...range(0, 20_000), ...range(20_010, 50_100)]) }])
    expect(written()).toBeLessThan(whole / 8)
    await state.write([{ key, value: overlapOf([...range(0, 20_000), ...range(20_010, 50_100)]) }])
    expect(written()).toBeLessThan(2000)
  })

  it('leaves no piece behind of a value that shrinks, is forgotten or removed', async () => {
    const { state, store } = open()
    for (const end of [
      () => state.write([{ key, value: overlapOf(range(0, 10)) }]),
      () => state.write([{ key, value: undefined }]),
      () => forgetRead(state, 'crm', 'Account'),
      () => forgetRead(openPieces(store), 'crm'),
    ]) {
      await state.write([{ key, value: overlapOf(range(0, 50_000)) }])
      expect((await store.keys('')).some(isPieceKey)).toBe(true)
      await end()
      expect((await store.keys('')).filter(isPieceKey)).toEqual([])
    }
  })

  it(
    'holds the value before or after, whatever part of a write is there after a crash',
    { timeout: 60_000 },
    async () => {
      const values = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 60 })
      await fc.assert(
        fc.asyncProperty(values, values, fc.nat(), async (first, second, cut) => {
          const { state, store } = open()
          const [one, other] = [first, second].map((parts) =>
            overlapOf(parts.flatMap((part) => range(part * 500, part * 500 + 500))),
          )
          await state.write([{ key, value: one }])
          const changes = await openPieces(store).inPieces!([{ key, value: other }])
          await store.write(changes.slice(0, cut % (changes.length + 1)))
          const found = JSON.stringify(await openPieces(store).read(key))
          expect([JSON.stringify(one), JSON.stringify(other)]).toContain(found)
          await openPieces(store).write([{ key, value: other }])
          expect(await openPieces(store).read(key)).toEqual(other)
        }),
        { numRuns: 25 },
      )
    },
  )

  it('has pieces that a crash left looked for once a day, when the value is written, where a store may keep them', async () => {
    const store = openJsonState()
    let nowMs = Date.parse('2026-01-05T00:00:00Z')
    const asked: string[] = []
    const counted: State = { ...store, keys: (prefix) => (asked.push(prefix), store.keys(prefix)) }
    const openNext = () => openPieces(counted, { ...systemClock, now: () => nowMs })
    const crash = async (value: unknown) => {
      const changes = await openNext().inPieces!([{ key, value }])
      await store.write(changes.filter((change) => isPieceKey(change.key) && change.value !== undefined))
    }
    const leftOver = async () => {
      const { pieces = [] } = ((await store.read(key)) ?? {}) as { pieces?: string[] }
      const known = new Set(pieces.map((name) => pieceKey(key, name)))
      return (await store.keys('')).filter((each) => isPieceKey(each) && !known.has(each)).length
    }
    await crash(overlapOf(range(0, 20_000)))
    expect(await leftOver()).toBeGreaterThan(0)
    await openNext().write([{ key, value: overlapOf(range(30_000, 50_000)) }])
    expect(await leftOver()).toBe(0)
    await crash(overlapOf(range(50_000, 90_000)))
    asked.length = 0
    await openNext().write([{ key, value: overlapOf(range(30_000, 50_100)) }])
    expect(asked).toEqual([])
    expect(await leftOver()).toBeGreaterThan(0)
    nowMs += 25 * 3600_000
    await openNext().write([{ key, value: overlapOf(range(30_000, 50_200)) }])
    expect(await leftOver()).toBe(0)
    await crash(overlapOf(range(0, 20_000)))
    await openNext().write([{ key, value: undefined }])
    expect(await store.keys('')).toEqual([])
  })

  it('leaves no piece behind of a value whose list is damaged', async () => {
    const { state, store } = open()
    await state.write([{ key, value: overlapOf(range(0, 20_000)) }])
    const damaged: State = {
      ...store,
      read: async (each) => {
        if (each === key) throw valueBroken(key, 'it was cut short')
        return store.read(each)
      },
    }
    await openPieces(damaged).write([{ key, value: overlapOf(range(0, 10)) }])
    expect(await store.keys('')).toEqual([key])
  })

  it('is read whole while another process writes it anew', async () => {
    const { state, store } = open()
    await state.write([{ key, value: overlapOf(range(0, 50_000)) }])
    let isWritten = false
    const reader = openPieces({
      ...store,
      read: async (each) => {
        if (isPieceKey(each) && !isWritten) {
          isWritten = true
          await state.write([{ key, value: overlapOf(range(9000, 60_000)) }])
        }
        return store.read(each)
      },
    })
    expect(await reader.read(key)).toEqual(overlapOf(range(9000, 60_000)))
  })

  it('says that a value is damaged where a piece is gone, and takes another in its place', async () => {
    const { state, store } = open()
    await state.write([{ key, value: overlapOf(range(0, 50_000)) }])
    const piece = (await store.keys('')).find(isPieceKey)
    await store.write([{ key: piece!, value: undefined }])
    await expect(state.read(key)).rejects.toMatchObject({ code: 'STATE_BROKEN' })
    await state.write([{ key, value: undefined }])
    expect(await store.keys('')).toEqual([])
  })

  it('is the same behind a destination and behind a held run, until that is committed', async () => {
    const { state, store } = open()
    const own = destinationState(state, { id: 'd1' })
    const value = overlapOf(range(0, 50_000))
    await own.write([{ key, value: overlapOf(range(0, 9000)) }])
    await beginHeld(own, 'crm', 'run-1')
    const held = holdState(own, 'crm')
    await held.write([
      { key, value },
      { key: childrenKey('crm'), value },
    ])
    expect(await held.read(key)).toEqual(value)
    expect(await held.keys('')).toEqual(expect.arrayContaining([key, childrenKey('crm')]))
    expect(await own.read(key)).toEqual(overlapOf(range(0, 9000)))
    await commitHeld(own, 'crm')
    expect(await own.read(key)).toEqual(value)
    await held.write([{ key, value: overlapOf(range(0, 60_000)) }])
    await rollbackHeld(own, 'crm')
    expect(await own.read(key)).toEqual(value)
    expect((await store.keys('')).filter((each) => each.includes('pending'))).toEqual([])
  })

  it('joins what a commit was about to write, with the pieces that the state has', async () => {
    const { state } = open()
    const own = destinationState(state, { id: 'd1' })
    await own.write([{ key, value: overlapOf(range(0, 50_000)) }])
    const changes: StateChange[] = [{ key, value: overlapOf(range(0, 55_000)) }]
    const cut = await own.inPieces!(changes)
    expect(JSON.stringify(cut).length).toBeLessThan(JSON.stringify(changes).length / 3)
    expect(await joinChanges(own, cut)).toEqual(changes)
    await own.write(cut)
    await own.write(cut)
    expect(await own.read(key)).toEqual(changes[0]!.value)
    expect(await joinChanges(open().state, cut)).toEqual([])
  })
})

/** A state over a store that counts what is written, and what is asked of it. */
function open() {
  const store = openJsonState()
  const asked: string[] = []
  let bytes = 0
  const counted: State = {
    ...store,
    read: (each) => {
      asked.push(each)
      return store.read(each)
    },
    keys: (prefix) => {
      asked.push(prefix)
      return store.keys(prefix)
    },
    write: (changes) => {
      bytes += JSON.stringify(changes).length
      return store.write(changes)
    },
  }
  const written = () => {
    const last = bytes
    bytes = 0
    return last
  }
  return { state: openPieces(counted), store, asked, written }
}

/** An object's state with an overlap of these rows, a hundred a second. */
function overlapOf(rows: number[]) {
  const overlap: Record<string, string> = {}
  for (const row of rows) {
    const stamp = new Date(Math.floor(row / 100) * 1000).toISOString()
    overlap[stamp] = (overlap[stamp] ?? '') + `001${((row * 7919) % 1_000_003).toString(36).padStart(12, '0')}`
  }
  return { rows: { watermark: '2026-01-01T00:00:00.000Z', overlap }, fields: ['Id', 'Name'] }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at)
}
