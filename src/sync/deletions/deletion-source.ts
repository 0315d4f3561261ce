import type { SObjectDescribe } from '../../terms.js'

/**
 * Where an sObject's deletions can be read, as its describe says: in the recycle bin, through /queryAll, or from the
 * list at `/sobjects/X/deleted`, for what is gone at once, as campaign members are. Undefined where neither knows them.
 * `undeletable` is false for a user who may not delete either, who sees the recycle bin all the same.
 */
export function findDeletionSource({ fields, deletable, undeletable, replicateable }: SObjectDescribe) {
  const names = new Set(fields.map((field) => field.name))
  const hasBin = names.has('IsDeleted') && names.has('SystemModstamp')
  if (deletable && !undeletable && replicateable) return 'list'
  return hasBin ? 'bin' : undefined
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
