import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactNumber } from '../../../src/exact-json.js'
import { fieldText, fieldTexts, type FieldValue } from '../../../src/sync/documents/field-text.js'
import type { Row } from '../../../src/terms.js'

function textOf(value: unknown, kind?: FieldValue['kind']): string | undefined {
  return fieldText({ Field__c: value }, { field: 'Field__c', kind })
}

function chosen(value: unknown): string[] {
  return fieldTexts({ A: value }, { field: 'A', kind: 'multipicklist' })
}

describe('the text of a field', () => {
  it('is none where it holds nothing', () => {
    const nothing = [null, undefined, '', ' \n\t', {}, [], { city: null, street: ' ', latitude: 1, longitude: 2 }]
    expect(nothing.map((value) => textOf(value))).toEqual(nothing.map(() => undefined))
    expect(textOf('<p>&nbsp;</p>', 'html')).toBeUndefined()
    expect(fieldText({}, { field: 'constructor' })).toBeUndefined()
  })

  it('is a number in its digits and a boolean as a word', () => {
    expect([0, -0.5, 12.5, 1e21, 123_456_789.01].map((value) => textOf(value))).toEqual([
      '0',
      '-0.5',
      '12.5',
      '1e+21',
      '123456789.01',
    ])
    expect(textOf(new ExactNumber('999999999999999999'))).toBe('999999999999999999')
    expect([textOf(true), textOf(false)]).toEqual(['true', 'false'])
  })

  it('is a datetime in UTC, however the org prints it, and a date or a time as it is', () => {
    const printed = ['2026-01-05T09:30:11.000+0000', '2026-01-05T09:30:11.000Z', '2026-01-05T10:30:11.000+0100']
    expect(new Set(printed.map((value) => textOf(value, 'datetime')))).toEqual(new Set(['2026-01-05T09:30:11.000Z']))
    expect(textOf('some day', 'datetime')).toBe('some day')
    expect(textOf(printed[0])).toBe(printed[0])
    expect([textOf('2026-01-05'), textOf('10:00:00.000Z')]).toEqual(['2026-01-05', '10:00:00.000Z'])
  })

  it('is an address or a place on one line', () => {
    const address = { street: 'Hof 1\r\nHaus 2', city: 'Ulm', state: null, postalCode: '89073', country: 'Germany' }
    expect(textOf({ ...address, latitude: 48.4, longitude: 10 })).toBe('Hof 1, Haus 2, Ulm, 89073, Germany')
    expect(textOf({ latitude: 48.4, longitude: 0 })).toBe('48.4, 0')
    expect(textOf({ latitude: 48.4, longitude: null })).toBeUndefined()
  })

  it('is rich text without its tags, where it may be rich', () => {
    expect(textOf('R&amp;D <b>x</b>', 'html')).toBe('R&D x')
    expect(textOf('<p>a</p>', 'maybe html')).toBe('a')
    expect(textOf('a < b', 'maybe html')).toBe('a < b')
    expect(textOf('<p>a</p>')).toBe('<p>a</p>')
  })

  it('is found through parents, whatever the case of letters', () => {
    const row = {
      Owner: { Name: 'Ann', Manager: { Name: 'Bo' } },
      Account: null,
      Contacts: { records: [{ Name: 'x' }] },
    }
    expect(fieldText(row, { field: 'Owner.Name' })).toBe('Ann')
    expect(fieldText(row, { field: 'owner.manager.NAME' })).toBe('Bo')
    for (const field of ['Account.Name', 'Owner.Nope', 'Name.Name', 'Owner', 'Owner.Name.Name', 'Contacts'])
      expect(fieldText(row, { field })).toBeUndefined()
  })

  it('says any number as the payload has it, and any text unchanged', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.string(), (number, text) => {
        const sent = JSON.parse(JSON.stringify({ number, text })) as Row
        expect(fieldText(sent, { field: 'number' })).toBe(JSON.stringify(sent['number']))
        expect(fieldText(sent, { field: 'text' })).toBe(text.trim() === '' ? undefined : text)
      }),
    )
  })

  it('takes whatever the org may send at whatever depth', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('html', 'datetime', 'multipicklist', undefined), (value, kind) => {
        const text = textOf(value, kind as FieldValue['kind'])
        expect(text === undefined || text.trim() !== '').toBe(true)
      }),
    )
  })
})

describe('the texts of a field', () => {
  it('are those chosen in a multi-select picklist', () => {
    expect(chosen('Asia; Europe;;')).toEqual(['Asia', 'Europe'])
    expect([chosen(';'), chosen(null)]).toEqual([[], []])
    expect(fieldTexts({ A: 'a;b' }, { field: 'A' })).toEqual(['a;b'])
    const choice = fc.array(fc.stringMatching(/^[^;\s]+$/), { minLength: 1 })
    fc.assert(
      fc.property(choice, (values) => {
        expect(chosen(values.join(';'))).toEqual(values)
      }),
    )
  })
})
