import { describe, expect, it } from 'vitest'
import { buildTags } from '../../../src/sync/documents/tags.js'

describe('tags', () => {
  it('begin with the sObject and leave out what holds nothing', () => {
    const rules = [{ field: 'Type' }, { field: 'Rating', prefix: 'rating:' }]
    expect(buildTags('Account', { Type: null, Rating: 'Hot' }, rules)).toEqual(['Account', 'rating:Hot'])
    expect(buildTags('Account', { Type: ' ' }, rules)).toEqual(['Account'])
  })

  it('stand once each', () => {
    expect(buildTags('Account', { Type: 'Account' }, [{ field: 'Type' }])).toEqual(['Account'])
  })

  it('say nothing of a boolean the org does not show', () => {
    const rule = { flag: 'IsClosed', whenTrue: 'closed', whenFalse: 'open' }
    expect(buildTags('Case', {}, [rule])).toEqual(['Case'])
    expect(buildTags('Case', { IsClosed: false }, [rule])).toEqual(['Case', 'open'])
  })
})
