import type { FieldSchema } from '../terms.js'
import { picklist, text } from './fields.js'
import { SALUTATIONS } from './picklists.js'

/** The name of a person: three parts and the Name made of them. */
export function personName(): FieldSchema[] {
  const more = { compoundFieldName: 'Name', extraTypeInfo: 'personname' }
  return [
    text('LastName', 'Last Name', 80, { nillable: false, ...more }),
    text('FirstName', 'First Name', 40, more),
    picklist('Salutation', 'Salutation', SALUTATIONS, { length: 40, ...more }),
    text('Name', 'Full Name', 121, { nameField: true, nillable: false, extraTypeInfo: 'personname' }),
  ]
}
