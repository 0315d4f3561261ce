import type { FieldDescribe, SObjectDescribe } from '../../terms.js'

/**
 * Where an sObject's deletions can be read, as its describe says: in the recycle bin, through /queryAll, or from the
 * list at `/sobjects/X/deleted`, for what is gone at once, as campaign members are, and where windows can't go by
 * SystemModstamp, the one stamp that a deletion moves. Undefined where neither knows them.
 * `undeletable` is false for a user who may not delete either, who sees the recycle bin all the same.
 */
export function findDeletionSource({ fields, deletable, undeletable, replicateable }: SObjectDescribe) {
  if (deletable && !undeletable && replicateable) return 'list'
  const has = (wanted: string, isUsable = (_field: FieldDescribe) => true) =>
    fields.some((field) => field.name === wanted && isUsable(field))
  if (!has('IsDeleted')) return undefined
  if (has('SystemModstamp', ({ filterable, sortable }) => filterable && sortable)) return 'bin'
  return has('SystemModstamp') && replicateable ? 'list' : undefined
}

/** Whether a statement may ask for the deleted rows of an sObject alone, or for the others. */
export function filtersDeleted({ fields }: SObjectDescribe): boolean {
  return fields.some(({ name, filterable }) => name === 'IsDeleted' && filterable)
}

/**
 * Whether nothing says that deleted records of an sObject go into the recycle bin: its describe doesn't, which may be
 * for want of the right to delete, and it is none of those that are known to.
 */
export function mayLackBin({ name, custom, undeletable }: SObjectDescribe): boolean {
  return !undeletable && !custom && !withBin.has(name)
}

/** Records people work with; their children and settings are what may be gone at once. */
const withBin = new Set(
  'Account Asset Campaign Case Contact ContentDocument Contract Event Lead Opportunity Order Product2 Task'.split(' '),
)
