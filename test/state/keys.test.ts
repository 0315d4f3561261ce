import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFileName, renderFileName } from '../../src/state/stores/file-name.js'
import {
  childrenKey,
  fieldCacheKey,
  idsIndexKey,
  idsKey,
  keysAt,
  keysBelow,
  objectKey,
  parseKey,
  pendingKey,
  pendingPrefix,
  runKey,
} from '../../src/state/keys.js'

const part = fc.oneof(fc.string({ maxLength: 6 }), fc.string({ unit: fc.constantFrom(':', '%', '3', 'A', 'a') }))
const anyUnits = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units))

describe('keys', () => {
  it('read as what they are for', () => {
    expect(objectKey('crm', 'Account')).toBe('object:crm:Account')
    expect(idsKey('written', 'crm', 'Account', '0010000000000')).toBe('written:crm:Account:0010000000000')
    expect(fieldCacheKey({ instanceUrl: 'https://x.my.salesforce.com', apiVersion: '62.0', user: '005' }, 'Case')).toBe(
      'fields:https%3A//x.my.salesforce.com:62.0:005:Case',
    )
  })

  it('are the same only for the same kind and parts', () => {
    fc.assert(
      fc.property(part, part, part, part, part, part, (a, b, c, d, e, f) => {
        const both = new Set([...buildAll(a, b, c), ...buildAll(d, e, f)])
        const first = a === d
        const two = first && b === e
        const same = [two, first, first, two && c === f, two, two].filter(Boolean)
        expect(both.size).toBe(12 - same.length)
      }),
    )
  })

  it('of one datasource or object are found by its prefix, and no others', () => {
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        expect(objectKey(a, b).startsWith(keysBelow('object', c))).toBe(a === c)
        expect(idsKey('written', a, b, 'x').startsWith(keysBelow('written', c, d))).toBe(a === c && b === d)
        expect(pendingKey(a, objectKey(a, b)).startsWith(pendingPrefix(c))).toBe(a === c)
      }),
    )
  })
})

describe('a key taken apart', () => {
  it('says what it is for, whoever has it', () => {
    fc.assert(
      fc.property(part, part, part, (datasource, object, destination) => {
        const key = objectKey(datasource, object)
        const parsed = { kind: 'object', parts: [datasource, object] }
        expect(parseKey(key)).toEqual(parsed)
        expect(parseKey(pendingKey(datasource, key))).toEqual({ ...parsed, pendingOf: datasource })
        expect(parseKey(keysAt(destination) + pendingKey(datasource, key))).toEqual({
          ...parsed,
          pendingOf: datasource,
          destination,
        })
      }),
    )
  })
})

describe('a file name for a key', () => {
  it('can be read back, or is a hash where it would be too long', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyUnits), (key) => {
        expect(parseFileName(renderFileName(key))).toBe(key)
      }),
    )
    expect(parseFileName(renderFileName('ä'.repeat(100)))).toBeUndefined()
  })

  it('differs from every other one without regard to case, and has nothing a file system minds', () => {
    const keys = fc.tuple(fc.string({ unit: fc.constantFrom('a', 'A', '+', '%', '.', ':', '0') }), fc.string())
    fc.assert(
      fc.property(keys, keys, ([a, c], [b, d]) => {
        expect(renderFileName(a + c).toLowerCase() === renderFileName(b + d).toLowerCase()).toBe(a + c === b + d)
        expect(renderFileName(a + c)).toMatch(/^[a-z0-9_.+%-]*$/)
      }),
    )
    const long = ['A', 'a'].map((start) => renderFileName(start + 'x'.repeat(300)))
    expect(new Set(long).size).toBe(2)
  })
})

function buildAll(a: string, b: string, c: string): string[] {
  const org = { instanceUrl: a, apiVersion: '62.0', user: a }
  const written = [idsKey('written', a, b, c), idsIndexKey('written', a, b)]
  return [objectKey(a, b), childrenKey(a), runKey(a), ...written, fieldCacheKey(org, b)]
}
