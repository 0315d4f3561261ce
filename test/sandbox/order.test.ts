import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClient } from './client.js'

test('orders by several keys, each way, nulls first unless last is asked for', async () => {
  const client = await openClient()
  for (const [Name, Industry] of [
    ['b', 'Energy'],
    ['a', 'Energy'],
    ['C', null],
    ['d', 'Banking'],
  ] as const) {
    client.sandbox.store.insert('Account', { Name, Industry })
  }
  const order = async (by: string) =>
    (await client.rows(`SELECT Name FROM Account ORDER BY ${by}`)).map((row) => row.Name).join('')
  expect(await order('Name')).toBe('abCd')
  expect(await order('Name DESC')).toBe('dCba')
  expect(await order('Industry, Name')).toBe('Cdab')
  expect(await order('Industry ASC NULLS LAST, Name DESC')).toBe('dbaC')
  expect(await order('Industry DESC NULLS LAST, Name')).toBe('abdC')
  expect(await order('Industry DESC, Name')).toBe('Cabd')
  expect(await order('Owner.Name, Name')).toBe('abCd')
})

test('LIMIT and OFFSET cut the ordered rows', async () => {
  const client = await openClient()
  for (let n = 0; n < 9; n++) client.sandbox.store.insert('Account', { Name: `${(n * 4) % 9}` })
  const names = async (tail: string) =>
    (await client.rows(`SELECT Name FROM Account ${tail}`)).map((row) => row.Name).join('')
  expect(await names('ORDER BY Name LIMIT 3')).toBe('012')
  expect(await names('ORDER BY Name DESC LIMIT 3')).toBe('876')
  expect(await names('ORDER BY Name LIMIT 3 OFFSET 2')).toBe('234')
  expect(await names('ORDER BY Name LIMIT 5 OFFSET 7')).toBe('78')
  expect(await names('ORDER BY Id LIMIT 2')).toBe('04')
  expect(await names('LIMIT 0')).toBe('')
})

test('any rows come in the order of a plain sort, cut anywhere', async () => {
  const client = await openClient()
  const employees = fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(
      employees,
      fc.boolean(),
      fc.boolean(),
      fc.nat(25),
      fc.nat(25),
      async (list, descending, last, limit, offset) => {
        const { store } = client.sandbox
        const rows = list.map((count) => ({
          id: store.insert('Account', { Name: 'x', NumberOfEmployees: count }).id,
          count,
        }))
        const direction = `${descending ? 'DESC' : 'ASC'} NULLS ${last ? 'LAST' : 'FIRST'}`
        const tail = `${direction}, Id LIMIT ${limit} OFFSET ${offset}`
        const found = await client.rows(`SELECT Id FROM Account ORDER BY NumberOfEmployees ${tail}`)
        for (const { id } of rows) store.delete(id)
        const sorted = rows.toSorted((a, b) => {
          if (a.count === b.count) return a.id < b.id ? -1 : 1
          if (a.count === null || b.count === null) return (a.count === null) === last ? 1 : -1
          return descending ? b.count - a.count : a.count - b.count
        })
        expect(found.map((row) => row.Id)).toEqual(sorted.slice(offset, offset + limit).map((row) => row.id))
      },
    ),
    { numRuns: 60 },
  )
})
