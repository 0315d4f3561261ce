import { expect, test } from 'vitest'
import { objectKey } from '../../../src/state/keys.js'
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
