import type { ObjectSchema } from '../../terms.js'
import { child, reference, sobject, text } from '../fields.js'
import { auditFields, identity, owner } from '../system-fields.js'

/** Region__c: a custom object that a standard one looks up. */
export function regionSchema(): ObjectSchema {
  return sobject({
    name: 'Region__c',
    label: 'Region',
    labelPlural: 'Regions',
    keyPrefix: 'a03',
    fields: [
      ...identity('Record ID'),
      owner('user or queue'),
      text('Name', 'Region Name', 80, { nameField: true }),
      ...auditFields(),
      text('Code__c', 'Code', 10),
      reference('Manager__c', 'Manager', 'User', 'Manager__r'),
    ],
    children: [child('Accounts__r', 'Account', 'Region__c')],
  })
}
