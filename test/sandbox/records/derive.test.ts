import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'

describe('what the org works out itself', () => {
  it('is the name of a person from first and last name', () => {
    const { store } = openEmptyStore()
    const lead = store.insert('Lead', { Salutation: 'Dr.', FirstName: 'Ann', LastName: "O'Neill", Company: 'Acme' })
    expect(lead.values['Name']).toBe("Ann O'Neill")
    expect(store.update(lead.id, { FirstName: null }).values['Name']).toBe("O'Neill")
  })

  it('is the number of a case and of an invoice, counted up', () => {
    const { store } = openEmptyStore()
    const numbers = [store.insert('Case', {}), store.insert('Case', {})].map(({ values }) => values['CaseNumber'])
    expect(numbers).toEqual(['00001001', '00001002'])
    const account = store.insert('Account', { Name: 'Acme' })
    expect(store.insert('Invoice__c', { Account__c: account.id }).values['Name']).toBe('INV-00001')
  })

  it('is whether and when a case was closed', () => {
    const { store, clock } = openEmptyStore()
    const { id, values } = store.insert('Case', { Subject: 'Leak' })
    expect(values).toMatchObject({ Status: 'New', IsClosed: false, ClosedDate: null })
    clock.advance(60_000)
    expect(store.update(id, { Status: 'Closed' }).values).toMatchObject({ IsClosed: true, ClosedDate: NOON + 60_000 })
    clock.advance(60_000)
    expect(store.update(id, { Priority: 'Low' }).values).toMatchObject({ IsClosed: true, ClosedDate: NOON + 60_000 })
    expect(store.update(id, { Status: 'Working' }).values).toMatchObject({ IsClosed: false, ClosedDate: null })
  })

  it('is all that the stage and the dates of an opportunity decide', () => {
    const { store } = openEmptyStore()
    const { id, values } = store.insert('Opportunity', {
      Name: 'Deal',
      StageName: 'Negotiation/Review',
      Amount: 1000,
      CloseDate: '2026-05-31',
    })
    expect(values).toMatchObject({
      Probability: 90,
      ForecastCategory: 'Forecast',
      ForecastCategoryName: 'Commit',
      IsClosed: false,
      IsWon: false,
      ExpectedRevenue: 900,
      FiscalYear: 2026,
      FiscalQuarter: 2,
      Fiscal: '2026 2',
    })
    expect(store.update(id, { Probability: 40 }).values).toMatchObject({ Probability: 40, ExpectedRevenue: 400 })
    expect(store.update(id, { StageName: 'Closed Won' }).values).toMatchObject({
      IsClosed: true,
      IsWon: true,
      Probability: 100,
      LastStageChangeDate: NOON,
    })
    expect(store.update(id, { StageName: 'Closed Lost' }).values).toMatchObject({ IsClosed: true, IsWon: false })
    expect(store.update(id, { Amount: null }).values['ExpectedRevenue']).toBeNull()
  })

  it('is whether a lead is converted and an invoice open', () => {
    const { store } = openEmptyStore()
    const lead = store.insert('Lead', { LastName: 'Lee', Company: 'Acme', Status: 'Closed - Converted' })
    expect(lead.values['IsConverted']).toBe(true)
    const account = store.insert('Account', { Name: 'Acme' })
    const invoice = store.insert('Invoice__c', { Account__c: account.id, Status__c: 'Sent' })
    expect(invoice.values['Open__c']).toBe(true)
    expect(store.update(invoice.id, { Status__c: 'Paid' }).values['Open__c']).toBe(false)
  })

  it('is false for a checkbox and the creator for the owner where nothing was given', () => {
    const { store } = openEmptyStore()
    const author = [...store.rows('User')][1]!.id
    const account = store.insert('Opportunity', { Name: 'Deal', CreatedById: author, IsPrivate: null })
    expect(account.values).toMatchObject({
      IsPrivate: false,
      HasOpportunityLineItem: false,
      OwnerId: author,
      LastModifiedById: author,
    })
  })
})
