import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closestName, renderSuggestion } from '../../../src/config/values/closest-name.js'

describe('the closest name', () => {
  it.each([
    ['Acount', ['Account', 'Contact'], 'Account'],
    ['clientId', ['client_id', 'client_secret'], 'client_id'],
    ['standard_object_to_sync', ['custom_objects_to_sync', 'standard_objects_to_sync'], 'standard_objects_to_sync'],
    ['Caes', ['Lead', 'Case'], 'Case'],
    ['ab', ['ba'], 'ba'],
  ])('to %s among %j is %s', (name, candidates, closest) => {
    expect(closestName(name, candidates)).toBe(closest)
  })

  it.each([
    ['colour', ['domain', 'client_id']],
    ['x', ['domain']],
    ['', ['state']],
    ['a', []],
  ])('to %s among %j is none', (name, candidates) => {
    expect(closestName(name, candidates)).toBeUndefined()
    expect(renderSuggestion(name, candidates)).toBe('')
  })

  it('finds a name again after any one slip of the fingers', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/)
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (name, place, slip) => {
        const at = place % (name.length - 1)
        const [a, b] = [name[at]!, name[at + 1]!]
        const middle = { drop: b, double: a + a + b, swap: b + a }[slip]
        expect(closestName(name.slice(0, at) + middle + name.slice(at + 2), [name])).toBe(name)
      }),
    )
  })
})
