import type { SObjectDescribe } from '../../terms.js'

/** Whether an sObject has archived records, as activities do: those are read through /queryAll alone. */
export function isArchivable({ fields }: SObjectDescribe): boolean {
  return ['IsArchived', 'IsDeleted'].every((wanted) => fields.some((field) => field.name === wanted))
}
