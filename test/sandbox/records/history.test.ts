import { expect, test } from 'vitest'
import type { Store } from '../../../src/sandbox/terms.js'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'
import { openClient } from '../client.js'

const deal = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-12-01', Amount: 1000 }
const stages = (store: Store, id: string) => store.childRows('OpportunityHistory', 'OpportunityId', id)
const fieldHistory = (store: Store, id: string) => store.childRows('OpportunityFieldHistory', 'OpportunityId', id)

test('a deal has a row of its stages from its beginning, which says what it does', () => {
  const { store } = openEmptyStore()
  const { id, values } = store.insert('Opportunity', deal)
  const [first, ...others] = stages(store, id)
  expect(others).toEqual([])
  const { StageName, Amount, CloseDate, Probability, ForecastCategory, ExpectedRevenue, CreatedById } = values
  const told = { StageName, Amount, CloseDate, Probability, ForecastCategory, ExpectedRevenue }
  expect(first).toMatchObject({ createdAt: NOON, systemModstampAt: NOON })
  expect(first!.values).toEqual({ ...told, OpportunityId: id, CreatedById })
  expect(fieldHistory(store, id).map(({ values: { Field } }) => Field)).toEqual(['created'])
})

test('a change of stage, amount, date or probability adds a row, ends the one before, and is named by the deal', () => {
  const { store, clock } = openEmptyStore()
  const { id } = store.insert('Opportunity', deal)
  clock.advance(10_000)
  store.update(id, { Description: 'Nothing to note' })
  expect(stages(store, id)).toHaveLength(1)
  store.update(id, { Amount: 2000, StageName: 'Closed Won' })
  clock.advance(10_000)
  store.update(id, { CloseDate: '2026-11-01' })
  store.update(id, { Probability: 90 })
  const rows = stages(store, id)
  expect(rows.map(({ values }) => [values['StageName'], values['Amount'], values['PrevAmount']])).toEqual([
    ['Prospecting', 1000, undefined],
    ['Closed Won', 2000, 1000],
    ['Closed Won', 2000, 2000],
    ['Closed Won', 2000, 2000],
  ])
  expect(rows.map(({ createdAt, systemModstampAt }) => [createdAt - NOON, systemModstampAt - NOON])).toEqual([
    [0, 10_000],
    [10_000, 20_000],
    [20_000, 20_000],
    [20_000, 20_000],
  ])
  expect(rows[2]!.values).toMatchObject({ PrevCloseDate: '2026-12-01', CloseDate: '2026-11-01' })
  const { LastAmountChangedHistoryId, LastCloseDateChangedHistoryId } = store.record(id)!.values
  expect([LastAmountChangedHistoryId, LastCloseDateChangedHistoryId]).toEqual([rows[1]!.id, rows[2]!.id])
  const changes = fieldHistory(store, id).map(({ values }) => [values['Field'], values['OldValue'], values['NewValue']])
  expect(changes.slice(1)).toEqual([
    ['Amount', 1000, 2000],
    ['StageName', 'Prospecting', 'Closed Won'],
    ['CloseDate', '2026-12-01', '2026-11-01'],
  ])
})

test('the rows go into the recycle bin with their deal, come back with it, and are purged with it', () => {
  const { store } = openEmptyStore()
  const { id } = store.insert('Opportunity', deal)
  const deleted = () => [...stages(store, id), ...fieldHistory(store, id)].map(({ isDeleted }) => isDeleted)
  store.delete(id)
  expect(deleted()).toEqual([true, true])
  store.undelete(id)
  expect(deleted()).toEqual([false, false])
  store.purge(id)
  expect(deleted()).toEqual([])
})

test('the rows of a change that commits late come into view with it', () => {
  const { store, clock } = openEmptyStore()
  const { id } = store.insert('Opportunity', deal)
  clock.advance(1000)
  store.update(id, { Amount: 5 }, { hiddenUntil: NOON + 60_000 })
  expect(stages(store, id).map(({ systemModstampAt }) => systemModstampAt - NOON)).toEqual([0])
  clock.advance(60_000)
  expect(stages(store, id).map(({ systemModstampAt }) => systemModstampAt - NOON)).toEqual([1000, 1000])
})

test("a case's status and an account's rating leave a row of what they were", () => {
  const { store } = openEmptyStore()
  const { id } = store.insert('Case', { Status: 'New' })
  store.update(id, { Status: 'Working' })
  expect(store.childRows('CaseHistory', 'CaseId', id).map(({ values }) => values)).toMatchObject([
    { Field: 'Status', OldValue: 'New', NewValue: 'Working' },
  ])
})

test('every deal of the company has its stages, and the control API, churn and merges go on with them', async () => {
  const { sandbox, rows, control } = await openClient({ records: 500, extras: ['multi-currency'] })
  const [first] = await rows('SELECT Id FROM Opportunity LIMIT 1')
  await control('PATCH', `/records/${first.Id}`, { Amount: 4242.5 })
  sandbox.churn({ count: 300 })
  const fields = 'StageName, Amount, CloseDate, Probability, ForecastCategory, ExpectedRevenue, CurrencyIsoCode'
  const deals = await rows(`SELECT Id, ${fields} FROM Opportunity`)
  const history = await rows(`SELECT OpportunityId, ${fields} FROM OpportunityHistory ORDER BY Id`)
  const newest = new Map(history.map(({ attributes: _row, OpportunityId, ...told }) => [OpportunityId, told]))
  expect(history.length).toBeGreaterThan(deals.length)
  for (const { attributes: _deal, Id, ...held } of deals) expect([Id, newest.get(Id)]).toEqual([Id, held])
  const [changed] = await rows(
    `SELECT LastAmountChangedHistory.Amount FROM Opportunity WHERE Id = '${first.Id}' AND LastAmountChangedHistoryId != null`,
  )
  expect(changed.LastAmountChangedHistory.Amount).toEqual(newest.get(first.Id)!.Amount)
  const [noted] = await rows(
    `SELECT NewValue FROM OpportunityFieldHistory WHERE OpportunityId = '${first.Id}' AND Field = 'Amount' ORDER BY Id`,
  )
  expect(noted.NewValue).toBe(4242.5)
})
