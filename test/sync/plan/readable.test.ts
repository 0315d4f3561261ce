import { describe, expect, it } from 'vitest'
import { readablePath } from '../../../src/sync/plan/readable.js'
import { describeOf } from '../../support/describe-of.js'

const cases = describeOf(
  'Case',
  `CaseNumber:string! Subject:string ParentId:reference>Parent/Case AccountId:reference>Account/Account
   OwnerId:reference>Owner/Group,User`,
)
const account = describeOf('Account', 'Name:string! OwnerId:reference>Owner/User')

function readable(path: string): string | undefined {
  return readablePath(path, cases, (name) => (name === 'Account' ? account : undefined))
}

describe('a readable path', () => {
  it('is spelt as the describes spell it', () => {
    expect(readable('subject')).toBe('Subject')
    expect(readable('account.NAME')).toBe('Account.Name')
    expect(readable('parent.casenumber')).toBe('Parent.CaseNumber')
    expect(readable('Account.Owner.Anything__c')).toBe('Account.Owner.Anything__c')
  })

  it('is none where a describe lacks a part of it', () => {
    for (const path of ['Nope', 'Account.Nope', 'Parent.Name', 'Contact.Name', 'Account.Parent.Name']) {
      expect(readable(path)).toBeUndefined()
    }
  })

  it('has of a parent of several kinds only the fields of Name', () => {
    expect(readable('owner.email')).toBe('Owner.Email')
    expect(readable('Owner.Department')).toBeUndefined()
    expect(readable('Owner.Profile.Name')).toBeUndefined()
  })

  it('of a user holds name and email even where the org does not list users', () => {
    const hidden = { ...account, name: 'User', queryable: false, fields: [] }
    expect(readablePath('Owner.Email', account, () => hidden)).toBe('Owner.Email')
    expect(readablePath('Owner.Department', account, () => hidden)).toBeUndefined()
    const described = describeOf('User', 'Name:string! Department:string')
    expect(readablePath('Owner.Department', account, () => described)).toBe('Owner.Department')
  })

  it('is none for what is no name', () => {
    expect(readablePath("Name' OR 'x", undefined, () => undefined)).toBeUndefined()
    expect(readablePath('Any.Path__c', undefined, () => undefined)).toBe('Any.Path__c')
  })
})
