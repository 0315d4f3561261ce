import { describe, expect, it } from 'vitest'
import { destinationState, keepDestination, listDestinations, loadStateId, pipe } from '../../src/state/destinations.js'
import { holdState } from '../../src/state/hold.js'
import { openMemoryState } from '../../src/state/memory-state.js'
import { describeState } from '../contracts/state.contract.js'

describeState('the state of a destination', async () => {
  const state = destinationState(openMemoryState(), { id: 'a' })
  return { state, reopen: () => Promise.resolve(state) }
})

describe('the state of a destination', () => {
  it('is its own, held or not, but for the field cache', async () => {
    const state = openMemoryState()
    const [a, b] = ['a', 'b'].map((id) => destinationState(state, { id })) as [typeof state, typeof state]
    const key = 'object:crm:Account'
    await a.write([
      { key, value: 1 },
      { key: 'fields:x', value: 1 },
    ])
    await holdState(b, 'crm').write([{ key, value: 2 }])
    expect(await Promise.all([state, a, b, holdState(b, 'crm')].map((each) => each.read(key)))).toEqual([
      undefined,
      1,
      undefined,
      2,
    ])
    expect(await Promise.all([state, a, b].map((each) => each.keys('fields:')))).toEqual([
      ['fields:x'],
      ['fields:x'],
      ['fields:x'],
    ])
    expect(await Promise.all([state, a, b].map((each) => each.keys('object:')))).toEqual([[], [key], []])
  })
})

describe('the destinations of a datasource', () => {
  it('are the pipe and its folders, each where it was last; one whose folder has another mark is left', async () => {
    const state = openMemoryState()
    expect(await keepDestination(state, 'crm', { id: 'a', folder: '/a' })).toBe(0)
    expect(await keepDestination(state, 'crm2', { id: 'x', folder: '/a' })).toBe(0)
    await keepDestination(state, 'crm', { id: 'a', folder: '/moved' })
    expect(await listDestinations(state, 'crm')).toEqual([pipe, { id: 'a', folder: '/moved' }])
    expect(await keepDestination(state, 'crm', { id: 'b', folder: '/moved' })).toBe(1)
    expect(await listDestinations(state, 'crm')).toEqual([pipe, { id: 'b', folder: '/moved' }])
    await keepDestination(state, 'crm', { id: 'a', folder: '/found' })
    expect(await listDestinations(state, 'crm')).toHaveLength(3)
  })

  it('know their state by an id that stays', async () => {
    const state = openMemoryState()
    const id = await loadStateId(state)
    expect([await loadStateId(state), await loadStateId(openMemoryState())]).toEqual([
      id,
      expect.not.stringMatching(id),
    ])
  })
})
