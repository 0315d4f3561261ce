import { expect, test } from 'vitest'
import type { Sink } from '../../../src/sinks/sink.js'
import { handedKey, objectKey } from '../../../src/state/keys.js'
import { openRange } from '../../../src/sync/ranges/open-range.js'
import { rangeState } from '../../../src/sync/ranges/range-lane.js'
import { openMortalStore } from '../../support/mortal-store.js'

test('a range that nobody has begun starts at its own place, not where another range was left', async () => {
  const { state } = openMortalStore()
  const [from, next] = ['001000000002000AAA', '001000000003000AAA']
  const left = { after: '001000000001500AAA', stampless: true }
  const open = { mode: 'full', after: { id: left.after }, stampless: true, rest: [{ below: from, ...left }, { from }] }
  const key = objectKey('crm', 'Account')
  await state.write([{ key, value: { rows: { open } } }])
  const lane = (range: object, number: number) =>
    rangeState(state, { datasource: 'crm', object: 'Account', range, lane: `Account/${number}` })
  expect(await lane({ from, below: next }, 2).read(key)).toEqual({
    rows: { open: { mode: 'full', range: { from, below: next } } },
  })
  expect(await lane({ below: from }, 1).read(key)).toEqual({
    rows: { open: { mode: 'full', after: { id: left.after }, stampless: true, range: { below: from } } },
  })
})

test('a range that was joined, and is handed still since its process died, is not read again', async () => {
  const { state } = openMortalStore()
  const until = '2026-01-05T00:00:00.000Z'
  const [from, next] = ['001000000002000AAA', '001000000003000AAA']
  const entry = { token: 't', since: until, run: 'r' }
  const ranges = {
    'Account/1': { ...entry, range: { below: from } },
    'Account/2': { ...entry, range: { from, below: next } },
  }
  const open = { mode: 'full', until, rest: [{ from, below: next }, { from: next }] }
  await state.write([
    { key: handedKey('crm'), value: ranges },
    { key: objectKey('crm', 'Account'), value: { rows: { open } } },
  ])
  const isRead = async (lane: string) => (await openRange('crm', lane, { state, sink: {} as Sink })).isRead
  expect([await isRead('Account/1'), await isRead('Account/2')]).toEqual([true, false])
  await state.write([{ key: objectKey('crm', 'Account'), value: { rows: { watermark: until } } }])
  expect(await isRead('Account/2')).toBe(true)
})
