import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countItems, splitSelection } from '../../../src/sync/plan/split-select.js'
import type { Selection } from '../../../src/sync/plan/selection.js'
import { soql } from '../../../src/soql/soql.js'

const keys = ['Id', 'SystemModstamp']

function selectionOf(fields: string[], children: string[] = []): Selection {
  return {
    sobject: 'Wide__c',
    fields: [...keys, ...fields],
    keys,
    isArchived: false,
    children: children.map((relationship) => ({
      relationship,
      childSObject: 'Child__c',
      kind: 'child' as const,
      field: 'Parent__c',
      list: soql(relationship).id(),
    })),
    missing: [],
  }
}

const within = (bytes: number) => (part: Selection) =>
  [...part.fields, ...part.children.map((child) => child.list.text())].join().length <= bytes

describe('a field list', () => {
  it('that fits stays as it is', () => {
    const selection = selectionOf(['A__c', 'B__c'], ['Kids__r'])
    expect(splitSelection(selection, within(1000))).toEqual([selection])
  })

  it('that is too long is cut into parts with the keys in each and the child lists in the first', () => {
    const fields = Array.from({ length: 9 }, (_, index) => `Field_${index}__c`)
    const parts = splitSelection(selectionOf(fields, ['Kids__r']), within(60))
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.map((part) => part.fields.slice(0, 2))).toEqual(parts.map(() => keys))
    expect(parts.map((part) => part.children.length)).toEqual([1, ...parts.slice(1).map(() => 0)])
  })

  it('with more parents or child lists than a statement may have is cut too', () => {
    const paths = Array.from({ length: 56 }, (_, index) => `P${index}__r.Name`)
    expect(splitSelection(selectionOf(paths), () => true)).toHaveLength(2)
    const deep = Array.from({ length: 28 }, (_, index) => `P${index}__r.Owner.Name`)
    expect(splitSelection(selectionOf(deep), () => true)).toHaveLength(2)
    const lists = Array.from({ length: 21 }, (_, index) => `Kids${index}__r`)
    expect(splitSelection(selectionOf([], lists), () => true).map((part) => part.children.length)).toEqual([20, 1])
  })

  it('keeps to as many fields and lists as a statement may have, the keys apart', () => {
    const parts = splitSelection(selectionOf(['A__c', 'B__c', 'C__c', 'D__c', 'E__c'], ['Kids__r']), () => true, 2)
    expect(parts.map(countItems)).toEqual([2, 2, 2])
    expect(parts.map((part) => part.children.length)).toEqual([1, 0, 0])
  })

  it('is refused where a single field, or the keys alone, do not fit', () => {
    expect(() => splitSelection(selectionOf(['A__c']), () => false)).toThrow(
      expect.objectContaining({ code: 'QUERY_REFUSED', details: { object: 'Wide__c' } }),
    )
    expect(() => splitSelection(selectionOf([]), () => false)).toThrow(
      expect.objectContaining({ code: 'QUERY_REFUSED' }),
    )
  })

  it('loses and repeats nothing, whatever its length', () => {
    const name = fc.integer({ min: 1, max: 40 }).map((length) => 'x'.repeat(length))
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), fc.integer({ min: 70, max: 300 }), (names, bytes) => {
        const fields = names.map((text, index) => `${text}${index}__c`)
        const parts = splitSelection(selectionOf(fields, ['Kids__r']), within(bytes))
        expect(parts.flatMap((part) => part.fields.filter((field) => !keys.includes(field)))).toEqual(fields)
        expect(parts.flatMap((part) => part.children)).toHaveLength(1)
        expect(parts.every(within(bytes))).toBe(true)
      }),
    )
  })
})
