import type { SObjectDescribe } from '../../terms.js'

/**
 * The field whose stamps tell that a row of an object is new or changed. CreatedDate is none, unless the object's rows
 * never change, or the user says so: jobs and the like (AsyncApexJob, CronTrigger) have no other stamp, and their rows
 * change all the time. Undefined where there is none: the object is read whole.
 */
export function chooseVersionField(describe: SObjectDescribe, wanted: string): string | undefined {
  const field = chooseWatermarkField(describe, wanted)
  const isChosen = wanted.toLowerCase() === created
  return field?.toLowerCase() !== created || isChosen || isAppendOnly(describe.name) ? field : undefined
}

const created = 'createddate'

/**
 * Objects whose rows are written once: histories of fields, under each of their names (Object Reference,
 * "StandardObjectNameHistory"), and the audit trail of the setup, of which rows can't be changed either. No flag of a
 * describe says so: `updateable` is false for jobs too, which the system changes.
 */
function isAppendOnly(sobject: string): boolean {
  return /History2?$/.test(sobject) || sobject === 'SetupAuditTrail'
}

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
