import { describe, expect, it } from 'vitest'
import { buildTombstone } from '../../../src/sync/documents/tombstone.js'

const gone = {
  source: { type: 'connector', name: 'My Salesforce Data', id: 'crm' },
  sobject: 'Account',
  isStandard: true,
  id: '0015g00000Xy3EFAAZ',
} as const

describe('a tombstone', () => {
  it('has every key of its kind, in the fixed order', () => {
    const merged = buildTombstone({
      ...gone,
      reason: 'merged',
      deletedAt: '2026-01-05T09:30:11.000Z',
      mergedInto: '0015g00000Ab1CDAAZ',
    })
    expect(JSON.stringify(merged)).toBe(
      '{"id":"0015g00000Xy3EFAAZ","source":{"type":"connector","name":"My Salesforce Data","id":"crm"},' +
        '"type":"Account","category":"/Standard Objects/Account/","categories":["Standard Objects","Account"],' +
        '"deleted":true,"deleted_at":"2026-01-05T09:30:11.000Z","reason":"merged","merged_into":"0015g00000Ab1CDAAZ",' +
        '"metadata":{"sobject_type":"Account","is_standard":true},' +
        '"system":{"parent_path":"/Standard Objects/Account/"}}',
    )
  })

  it('of a missing record names no time and no survivor', () => {
    const missing = buildTombstone({ ...gone, reason: 'missing', deletedAt: undefined, mergedInto: undefined })
    expect(Object.keys(missing)).not.toContain('deleted_at')
    expect(Object.keys(missing)).not.toContain('merged_into')
    expect(missing.reason).toBe('missing')
  })
})
