import { describe, expect, it } from 'vitest'
import { equals } from '../../src/soql/conditions.js'
import { isSoqlName } from '../../src/soql/names.js'
import { soql } from '../../src/soql/soql.js'

describe('names', () => {
  const impossible = ['../x__c', 'A\nB', 'A B', "A'", '', '1A', 'A..B', 'A.', 'COUNT()']

  it.each(impossible)('that Salesforce has not are refused: %j', (name) => {
    const hint = expect.stringContaining('exclude_fields') as string
    const refused = expect.objectContaining({ code: 'BAD_ANSWER', hint })
    expect(() => soql('X').fields([name])).toThrow(refused)
    expect(() => soql('X').orderBy(name)).toThrow(refused)
    expect(() => equals(name, 1)).toThrow(refused)
    expect(() => soql(name)).toThrow(refused)
    expect(isSoqlName(name)).toBe(false)
  })
})
