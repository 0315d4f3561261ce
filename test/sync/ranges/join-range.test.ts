import { describe, expect, test } from 'vitest'
import { objectKey, rangeKey } from '../../../src/state/keys.js'
import type { State } from '../../../src/state/state.js'
import type { IdRange } from '../../../src/sync/ranges/id-ranges.js'
import { joinRange } from '../../../src/sync/ranges/join-range.js'
import { loadObjectState } from '../../../src/sync/run/object-state.js'
import type { Window } from '../../../src/sync/windows/cursor.js'
import { openMortalStore } from '../../support/mortal-store.js'

const middle = '001000000002000AAA'
const until = '2026-01-05T00:00:00.000Z'
const scope = { where: '', selection: 'all' }
const ranges: [IdRange, IdRange] = [{ below: middle }, { from: middle }]
const key = objectKey('crm', 'Account')

describe('ranges that are joined', () => {
  test('leave their places, and the jobs that read them, to who goes on', async () => {
    const job = { id: '750000000000001AAA', version: '62.0', place: { locator: 'x', rows: 3 } }
    const after = { id: '001000000002003AAA' }
    const whole = await join([
      { open: openOf({ range: ranges[0] }) },
      { open: openOf({ range: ranges[1], after, job }) },
    ])
    expect(whole.rows.open).toEqual(openOf({ rest: [ranges[0], { ...ranges[1], after: after.id, job }] }))
    const second = await join([{ watermark: until }, { open: openOf({ range: ranges[1], after, job }) }])
    expect(second.rows.open).toMatchObject({ after, job, rest: [{ from: middle }] })
  })

  test.each([
    [
      'the fields that all of them have',
      [
        ['Id', 'A'],
        ['Id', 'B'],
      ],
      ['Id'],
    ],
    ['those of the ones that were read to their end', [[], ['Id', 'B']], ['Id', 'B']],
  ])('have %s', async (_what, [one, other], expected) => {
    const whole = await join([{ watermark: until }, { watermark: until }], { fields: [one!, other!] })
    expect([whole.rows.watermark, whole.fields]).toEqual([until, expected])
  })

  test('have all Ids compared where one was read by another condition, or by two', async () => {
    const read = [{ watermark: until }, { watermark: until }]
    expect((await join(read)).comparesIds).toBeUndefined()
    expect((await join(read, { scopes: [scope, { ...scope, where: 'A = 1' }] })).comparesIds).toBe(true)
    expect((await join(read, { compares: [true, undefined] })).comparesIds).toBe(true)
  })
})

interface Parts {
  fields?: string[][]
  scopes?: object[]
  compares?: (true | undefined)[]
}

/** The object once both ranges, which were read so far, are joined. */
async function join(rows: object[], { fields = [], scopes = [], compares = [] }: Parts = {}) {
  const { state } = openMortalStore()
  const whole = { rows: { open: openOf({ rest: ranges }) }, scope }
  await state.write([{ key, value: whole }])
  for (const [at, range] of ranges.entries()) {
    const lane = `Account/${at + 1}`
    const part = { rows: rows[at], fields: fields[at] ?? [], scope: scopes[at] ?? scope, comparesIds: compares[at] }
    await state.write([{ key: rangeKey('crm', lane, key), value: part }])
    await state.write(await joinRange(state, { datasource: 'crm', object: 'Account', range, lane }))
  }
  return load(state)
}

function load(state: State) {
  return loadObjectState(state, 'crm', 'Account')
}

function openOf(more: Partial<Window>): Window {
  return { mode: 'full', until, ...more }
}
