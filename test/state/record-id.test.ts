import { describe, expect, it } from 'vitest'
import { isRecordId, renderRecordId } from '../../src/state/record-id.js'

describe('a record Id', () => {
  it('gets the three characters that Salesforce gives it', () => {
    expect(renderRecordId('012000000000000')).toBe('012000000000000AAA')
    expect(renderRecordId('001D000000IRFma')).toBe('001D000000IRFmaIAH')
    expect(renderRecordId('00530000000abcd')).toBe('00530000000abcdAAA')
    expect(renderRecordId('ABCDEABCDEABCDE')).toBe('ABCDEABCDEABCDE555')
  })

  it('is told by its checksum', () => {
    expect(isRecordId('001D000000IRFmaIAH')).toBe(true)
    expect(isRecordId('001d000000irfmaIAH')).toBe(false)
    expect(isRecordId('001D000000IRFma')).toBe(false)
    expect(isRecordId('001D000000-RFmaIAH')).toBe(false)
    expect(isRecordId('')).toBe(false)
  })
})
