import { expect, test } from 'vitest'
import { findDamage } from '../../../src/runs/state/repair.js'
import { handedKey, idsIndexKey, idsKey, objectKey, rangeKey } from '../../../src/state/keys.js'
import { openMortalStore } from '../../support/mortal-store.js'

const until = '2026-01-05T00:00:00.000Z'
const range = { below: '001000000002000AAA' }
const key = objectKey('crm', 'Account')

test('the list of what a range has written is made anew from the buckets of its object, and its place is its own', async () => {
  const { state } = openMortalStore()
  await state.write([
    { key: handedKey('crm'), value: { 'Account/1': { token: 't', since: until, run: 'r', range: range } } },
    { key, value: { rows: { watermark: 'damaged' } } },
    { key: ofRange(key), value: { rows: { open: { mode: 'full', range } } } },
    { key: idsKey('written', 'crm', 'Account', '0010000000001'), value: '01' },
    { key: ofRange(idsIndexKey('written', 'crm', 'Account')), value: 5 },
  ])
  const damages = await findDamage(state)
  expect(damages.flatMap(({ changes }) => changes)).toEqual([
    { key, value: undefined },
    { key: ofRange(idsIndexKey('written', 'crm', 'Account')), value: ['0010000000001'] },
  ])
})

function ofRange(each: string): string {
  return rangeKey('crm', 'Account/1', each)
}
