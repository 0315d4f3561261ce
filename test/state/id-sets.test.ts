import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../src/state/memory-state.js'
import { renderRecordId } from '../../src/state/record-id.js'
import { openState } from '../support/open-state.js'
import { bucketOf } from '../../src/state/id-buckets.js'
import { openListed, openWrittenIds } from '../../src/state/id-sets.js'
import type { IdSet } from '../../src/state/id-sets.js'
import type { State } from '../../src/state/state.js'
import { openManualClock } from '../support/manual-clock.js'
import { makeTempFolder } from '../support/temp-folder.js'

const ids = ['000IRFma', '000IRFmb', '000IRFmA', '000IrFma', '001aaaaa'].map((end) => renderRecordId(`001D000${end}`))
const [first = '', second = ''] = ids

describe('texts by Id that differ in length', () => {
  it('are kept by bucket, and none where the text is empty', async () => {
    const state = await openTestState()
    const listed = openListed(state, 'crm', 'Account')
    await listed.put(new Map(ids.map((id, index) => [id, 'x'.repeat(5 * index)])))
    await state.write(await listed.changes())
    const again = openListed(state, 'crm', 'Account')
    expect(await again.textsOf(ids)).toEqual(new Map(ids.slice(1).map((id, index) => [id, 'x'.repeat(5 * index + 5)])))
    expect(await again.textsIn(bucketOf(ids[1]!))).toEqual(
      new Map([
        [ids[1], 'xxxxx'],
        [ids[2], 'x'.repeat(10)],
      ]),
    )
    await again.put(new Map(ids.map((id) => [id, ''])))
    await state.write(await again.changes())
    expect((await state.keys('listed:')).length).toBe(0)
  })
})

describe('the written Ids', () => {
  it('are what was added and not removed, as whole Ids, also in the next run', async () => {
    const state = await openTestState()
    const written = openWrittenIds(state, 'crm', 'Account')
    await written.add(ids)
    await written.remove([second])
    expect(await readAll(written)).toEqual(new Set(ids.filter((id) => id !== second)))
    await save(state, written)
    expect(await readAll(openWrittenIds(state, 'crm', 'Account'))).toEqual(new Set(ids.filter((id) => id !== second)))
    expect(await readAll(openWrittenIds(state, 'crm', 'Contact'))).toEqual(new Set())
  })

  it('change nothing where an Id is known already', async () => {
    const state = await openTestState()
    const written = openWrittenIds(state, 'crm', 'Account')
    await written.add(ids)
    await save(state, written)
    await written.add([second, first])
    await written.remove([renderRecordId('001D000000IRFzz')])
    expect(await written.changes()).toEqual([])
  })

  it('touch only the buckets of the Ids given, and the index when a bucket comes or goes', async () => {
    const state = await openTestState()
    const written = openWrittenIds(state, 'crm', 'Account')
    await written.add(ids)
    expect((await written.changes()).map(({ key }) => key)).toEqual([
      'written:crm:Account:001D000000IRF',
      'written:crm:Account:001D000000IrF',
      'written:crm:Account:001D000001aaa',
      'written-index:crm:Account',
    ])
    await save(state, written)
    await written.add([renderRecordId('001D000000IRFzz')])
    expect(await written.changes()).toEqual([{ key: 'written:crm:Account:001D000000IRF', value: 'mAmambzz' }])
    await save(state, written)
    await written.remove([renderRecordId('001D000001aaaaa')])
    expect(await written.changes()).toEqual([
      { key: 'written:crm:Account:001D000001aaa', value: undefined },
      { key: 'written-index:crm:Account', value: ['001D000000IRF', '001D000000IrF'] },
    ])
  })

  it('give their changes again until they are saved, and keep what came in between', async () => {
    const state = await openTestState()
    const written = openWrittenIds(state, 'crm', 'Account')
    await written.add([first])
    const changes = await written.changes()
    expect(await written.changes()).toEqual(changes)
    await written.add([second])
    written.saved()
    await state.write(await written.changes())
    written.saved()
    expect(await state.read('written:crm:Account:001D000000IRF')).toBe('mamb')
    expect(await written.changes()).toEqual([])
  })

  it('find a bucket again that a crash left out of the index', async () => {
    const state = await openTestState()
    const written = openWrittenIds(state, 'crm', 'Account')
    await written.add([first])
    const [bucket] = await written.changes()
    await state.write([bucket!])
    const next = openWrittenIds(state, 'crm', 'Account')
    await next.add([first])
    expect(await next.changes()).toEqual([{ key: 'written-index:crm:Account', value: ['001D000000IRF'] }])
  })

  it('keep an Id whole that has no right checksum', async () => {
    const state = await openTestState()
    const odd = ['001D000000IRFmaAAA', '001D000000irfmaIAH', 'x', '000:%~/ä']
    const written = openWrittenIds(state, 'crm', 'Odd__x')
    await written.add([...odd, first])
    await save(state, written)
    const next = openWrittenIds(state, 'crm', 'Odd__x')
    expect(await readAll(next)).toEqual(new Set([...odd, first]))
    expect(await next.idsIn(bucketOf('x'))).toEqual(new Set(['x']))
    expect(bucketOf(first)).toBe('001D000000IRF')
  })

  it('are a set, whatever is added and removed and wherever it is saved', async () => {
    const end = fc.string({ unit: fc.constantFrom('a', 'A', '0'), minLength: 4, maxLength: 4 })
    const given = fc.array(
      end.map((each) => renderRecordId(`001D0000000${each}`)),
      { maxLength: 8 },
    )
    const step = fc.record({ does: fc.constantFrom('add', 'remove', 'save', 'reopen'), given })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const state = openMemoryState()
        const expected = new Set<string>()
        let written = openWrittenIds(state, 'crm', 'Account')
        for (const { does, given: some } of steps) {
          if (does === 'add') for (const each of some) expected.add(each)
          if (does === 'remove') for (const each of some) expected.delete(each)
          if (does === 'add') await written.add(some)
          else if (does === 'remove') await written.remove(some)
          else await save(state, written)
          if (does === 'reopen') written = openWrittenIds(state, 'crm', 'Account')
        }
        expect(await readAll(written)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

async function openTestState(): Promise<State> {
  return openState(`file:${await makeTempFolder()}`, { clock: openManualClock() })
}

async function save(state: State, written: IdSet): Promise<void> {
  await state.write(await written.changes())
  written.saved()
}

async function readAll(written: IdSet): Promise<Set<string>> {
  const all = new Set<string>()
  for (const bucket of await written.buckets()) for (const id of await written.idsIn(bucket)) all.add(id)
  return all
}
