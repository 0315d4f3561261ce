import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSummary, buildTitle } from '../../../src/sync/documents/title.js'
import { buildRules } from '../../../src/sync/documents/rules.js'
import type { Row, SObjectDescribe } from '../../../src/terms.js'
import { describeOf } from '../../support/describe-of.js'

const account = describeOf('Account', 'Name:string!')
const custom = describeOf('Invoice__c', 'Number__c:string!')

function titleOf(row: Row, sobject: SObjectDescribe): string {
  return buildTitle(row, buildRules(sobject, () => undefined).title)
}

describe('the title', () => {
  it('is the name', () => {
    expect(titleOf({ Id: '1', Name: 'Acme' }, account)).toBe('Acme')
  })

  it('of a case is its subject, else its number', () => {
    const cases = describeOf('Case', 'CaseNumber:string!')
    expect(titleOf({ Id: '1', Subject: 'Down', CaseNumber: '0001' }, cases)).toBe('Down')
    expect(titleOf({ Id: '1', Subject: null, CaseNumber: '0001' }, cases)).toBe('0001')
    expect(titleOf({ Id: '1', Subject: ' ', CaseNumber: '0001' }, cases)).toBe('0001')
  })

  it('of another object is its name field, and of one without the Id', () => {
    expect(titleOf({ Id: '1', Number__c: 'INV-1', Name: 'no' }, custom)).toBe('INV-1')
    expect(titleOf({ Id: '1', Number__c: null }, custom)).toBe('1')
    expect(titleOf({ Id: '1', Name: 'Link' }, describeOf('Link__c', ''))).toBe('Link')
  })
})

function summaryOf(description: unknown): string {
  return buildSummary({ Description: description }, 'Acme', account)
}

describe('the summary', () => {
  it('is the description, cut at 200 characters with three dots', () => {
    expect(summaryOf('a'.repeat(200))).toBe('a'.repeat(200))
    expect(summaryOf('a'.repeat(201))).toBe(`${'a'.repeat(200)}...`)
  })

  it('counts characters, not bytes, and cuts none in two', () => {
    expect(summaryOf('é'.repeat(201))).toBe(`${'é'.repeat(200)}...`)
    expect(summaryOf('😀'.repeat(200))).toBe('😀'.repeat(200))
    expect(summaryOf(`${'a'.repeat(199)}😀b`)).toBe(`${'a'.repeat(199)}😀...`)
  })

  it('is the title where there is no description', () => {
    expect(summaryOf(null)).toBe('Acme')
    expect(summaryOf(' \n')).toBe('Acme')
    expect(buildSummary({}, 'INV-1', custom)).toBe('INV-1')
    expect(buildSummary({}, 'a'.repeat(255), custom)).toBe('a'.repeat(255))
  })

  it('reads a custom description, rich text as plain', () => {
    expect(buildSummary({ Description__c: '<p>Net <b>30</b></p>' }, 'INV-1', custom)).toBe('Net 30')
    const typed = describeOf('Invoice__c', 'Description__c:textarea')
    const rich = { ...typed, fields: typed.fields.map((field) => ({ ...field, htmlFormatted: true })) }
    expect(buildSummary({ Description__c: 'R&amp;D<br>pays' }, 'INV-1', rich)).toBe('R&D\npays')
    expect(buildSummary({ Description__c: '<p><br></p>' }, 'INV-1', custom)).toBe('INV-1')
  })

  it('is never more than 200 characters and the dots, and always begins the text', () => {
    const unit = fc.constantFrom('a', 'é', '😀', '\ud83d', '\ude00', '\u0301')
    fc.assert(
      fc.property(fc.string({ unit, minLength: 150, maxLength: 260 }), (text) => {
        const summary = summaryOf(text)
        const whole = [...text]
        expect(summary).toBe(whole.length > 200 ? `${whole.slice(0, 200).join('')}...` : text)
      }),
    )
  })
})
