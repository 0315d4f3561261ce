import { expect, test } from 'vitest'
import { openRepeats } from '../../../src/org/queries/repeated-rows.js'

const stamped = (Id: string, SystemModstamp = '2026-01-05T09:30:11.000+0000') => ({ Id, SystemModstamp })

test('a row that the page before had is taken out, one with another stamp is not', () => {
  const withoutRepeats = openRepeats()
  const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((id) => stamped(id))
  expect(withoutRepeats([a!, b!, c!])).toEqual([a, b, c])
  const changed = stamped('B', '2026-01-05T09:30:12.000+0000')
  expect(withoutRepeats([changed, c!, d!])).toEqual([changed, d])
  expect(withoutRepeats([d!])).toEqual([])
})

test('rows without an Id, and rows whose Ids are no key, are all let through', () => {
  const counts = [{ expr0: 1 }, { expr0: 1 }]
  const withoutRepeats = openRepeats()
  expect([withoutRepeats(counts), withoutRepeats(counts)]).toEqual([counts, counts])
  const placeholders = [{ Id: '000000000000000AAA' }, { Id: '000000000000000AAA' }]
  const ofEvents = openRepeats()
  expect([ofEvents(placeholders), ofEvents(placeholders.slice(1))]).toEqual([placeholders, placeholders.slice(1)])
})
