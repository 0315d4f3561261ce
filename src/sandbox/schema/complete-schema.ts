import type { ObjectSchema } from '../terms.js'
import { sobject } from './fields.js'
import { auditFields, identity } from './system-fields.js'

/**
 * Fills in what a caller left out: access, child lists and, where there is no Id, the fields every custom object has.
 */
export function completeSchema(schema: ObjectSchema): ObjectSchema {
  const complete = sobject(schema)
  const hasId = complete.fields.some(({ name }) => name === 'Id')
  return hasId ? complete : { ...complete, fields: [...identity('Record ID'), ...complete.fields, ...auditFields()] }
}
