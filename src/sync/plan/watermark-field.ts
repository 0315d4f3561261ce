import type { SObjectDescribe } from '../../terms.js'

/**
 * The field whose stamps make an sObject's windows: the chosen one, else LastModifiedDate, SystemModstamp, CreatedDate.
 * It has to be filterable and sortable: ActivityFieldHistory, say, lists a SystemModstamp that can't be filtered.
 * Undefined where there is none: the object is read whole.
 */
export function chooseWatermarkField(describe: SObjectDescribe, wanted: string): string | undefined {
  const usable = describe.fields.filter((field) => field.type === 'datetime' && field.filterable && field.sortable)
  const byLowerName = new Map(usable.map((field) => [field.name.toLowerCase(), field.name]))
  const options = [wanted, 'LastModifiedDate', 'SystemModstamp', 'CreatedDate']
  return options.map((name) => byLowerName.get(name.toLowerCase())).find((name) => name !== undefined)
}
