import type { SObjectDescribe } from '../../terms.js'

/**
 * The field whose stamps make an sObject's windows: the wished one, else LastModifiedDate, SystemModstamp, CreatedDate.
 * It has to be filterable and sortable: ActivityFieldHistory, say, lists a SystemModstamp that can't be filtered.
 * Undefined where there is none: the object is read whole.
 */
export function chooseWatermarkField(describe: SObjectDescribe, wish: string): string | undefined {
  const usable = describe.fields.filter((field) => field.type === 'datetime' && field.filterable && field.sortable)
  const byLowerName = new Map(usable.map((field) => [field.name.toLowerCase(), field.name]))
  const wishes = [wish, 'LastModifiedDate', 'SystemModstamp', 'CreatedDate']
  return wishes.map((name) => byLowerName.get(name.toLowerCase())).find((name) => name !== undefined)
}
