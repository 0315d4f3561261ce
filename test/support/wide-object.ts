import { sobject, text } from '../../src/sandbox/schema/fields.js'
import { auditFields, identity } from '../../src/sandbox/schema/system-fields.js'
import type { ObjectSchema } from '../../src/sandbox/terms.js'

/** 800 names of custom fields, as long as names can be: 40 characters before their suffix. */
export const wideNames = Array.from({ length: 800 }, (_, index) => `Field_${index}_`.padEnd(40, 'x') + '__c')

/** A custom object with more fields than the address of a request can hold. */
export function buildWideObject(): ObjectSchema {
  return sobject({
    name: 'Wide__c',
    label: 'Wide',
    labelPlural: 'Wides',
    keyPrefix: 'a77',
    fields: [
      ...identity('Record ID'),
      text('Name', 'Name', 80, { nameField: true, nillable: false }),
      ...auditFields(),
      ...wideNames.map((name) => text(name, name)),
    ],
  })
}
