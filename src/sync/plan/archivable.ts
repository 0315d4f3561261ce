import type { SObjectDescribe } from '../../terms.js'

/**
 * Whether an sObject is read through /queryAll: it has archived records, as activities do, or a list of such in its
 * records. Both are in no answer of /query. Undefined is a child whose describe is not known.
 */
export function readsArchived(describe: SObjectDescribe, listed: (SObjectDescribe | undefined)[]): boolean {
  return (
    has(describe, 'IsDeleted') && [describe, ...listed].some((each) => each !== undefined && has(each, 'IsArchived'))
  )
}

function has({ fields }: SObjectDescribe, wanted: string): boolean {
  return fields.some(({ name }) => name === wanted)
}
