import { expect, it } from 'vitest'
import { openMemoryState } from '../../../src/state/memory-state.js'
import { openListed } from '../../../src/state/id-sets.js'
import { renderRecordId } from '../../../src/state/record-id.js'
import type { ChildSelection } from '../../../src/sync/plan/child-selection.js'
import { hashOf, hashesIn, recordsListing } from '../../../src/sync/records/listed-children.js'
import { soql } from '../../../src/soql/soql.js'

const idOf = (prefix: string, number: number) => renderRecordId(`${prefix}${String(number).padStart(12, '0')}`)
const list = (relationship: string, more: Partial<ChildSelection>): ChildSelection => ({
  relationship,
  childSObject: relationship,
  kind: 'child',
  field: 'ParentId',
  list: soql(relationship),
  ...more,
})

it('a record has hashes of the children in its configured lists alone', () => {
  const rows = (...numbers: number[]) => ({
    totalSize: numbers.length,
    done: true,
    records: numbers.map((number) => ({ Id: idOf('003', number) })),
  })
  const children = [list('Own', {}), list('One', { isConfigured: true }), list('Two', { isConfigured: true })]
  const row = { Id: idOf('001', 1), Own: rows(1), One: rows(2, 3), Two: null }
  expect(hashesIn(row, { children })).toBe(hashOf(idOf('003', 2)) + hashOf(idOf('003', 3)))
})

it('records that list one of many children are found, and hardly another', async () => {
  const kept = openListed(openMemoryState(), 'crm', 'Account')
  const records = Array.from({ length: 5000 }, (_, number) => idOf('001', number))
  const childrenOf = (number: number) => [number * 2, number * 2 + 1].map((child) => idOf('003', child))
  await kept.put(new Map(records.map((id, number) => [id, childrenOf(number).map(hashOf).join('')])))
  const found: string[] = []
  const hashes = new Set([idOf('003', 7), idOf('003', 9001), idOf('003', 20_000)].map(hashOf))
  for await (const id of recordsListing(kept, hashes)) found.push(id)
  expect(found.toSorted()).toEqual([records[3], records[4500]])
})
