import { isStandardObject } from './standard-objects.js'
import type { Datasource, ObjectSettings } from '../../config/config-types.js'

/** The settings of an sObject: the configuration may spell its name in another case of letters than the org does. */
export function settingsOf(sobject: string, { objects }: Datasource): ObjectSettings | undefined {
  const isIt = (name: string) => name.toLowerCase() === sobject.toLowerCase()
  return Object.entries(objects).find(([name]) => isIt(name))?.[1]
}

/** Whether custom fields of an sObject are read. A custom object has hardly others: only its own setting counts. */
export function readsCustomFields(sobject: string, datasource: Datasource): boolean {
  const usual = datasource.customFields || !isStandardObject(sobject)
  return settingsOf(sobject, datasource)?.customFields ?? usual
}
