import { describe, expect, test } from 'vitest'
import { lookupNames } from '../../../../src/sync/plan/fields/lookup-names.js'
import type { SObjectDescribe } from '../../../../src/terms.js'
import { describeOf } from '../../../support/describe-of.js'

function namesOf(fields: string, known: SObjectDescribe[] = []): string[] {
  const find = (name: string) => known.find((each) => each.name === name)
  return lookupNames(describeOf('Account', `Name:string! ${fields}`), find, () => false)
}

describe('the name behind a custom lookup', () => {
  test.each([
    ['another custom object', 'Region__c', 'Name'],
    ["a package's object", 'acme__Site__c', 'Name'],
    ['a standard object', 'Product2', 'Name'],
    ['the same object', 'Account', 'Name'],
    ['a case', 'Case', 'CaseNumber'],
    ['a contract', 'Contract', 'ContractNumber'],
    ['an article', 'Guide__kav', 'Title'],
    ['an external object', 'Order__x', 'ExternalId'],
    ['an object called like a property of every JavaScript object', 'constructor', 'Name'],
  ])('to %s is known without its describe', (_, parent, name) => {
    expect(namesOf(`To__c:reference>To__r/${parent}`)).toEqual([`To__r.${name}`])
  })

  test('is what a known describe says, and none where it says none', () => {
    const known = [describeOf('Ticket', 'Number:string!'), describeOf('Link', 'Note:string')]
    expect(namesOf('A__c:reference>A__r/Ticket B__c:reference>B__r/Link', known)).toEqual(['A__r.Number'])
  })

  test('is the usual one for an object that the user does not see, so that it can be named as missing', () => {
    const hidden = { ...describeOf('Region__c', ''), fields: [] }
    expect(namesOf('Region__c:reference>Region__r/Region__c', [hidden])).toEqual(['Region__r.Name'])
  })

  test('is that of the pseudo-object Name where the parents are of several kinds', () => {
    expect(namesOf('Who__c:reference>Who__r/Contact,Lead')).toEqual(['Who__r.Name'])
  })

  test('is not there for standard lookups, and for those without a relationship', () => {
    expect(namesOf('ParentId:reference>Parent/Account Plain__c:reference Text__c:string')).toEqual([])
  })
})
