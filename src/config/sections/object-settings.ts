import type { ObjectSettings } from '../config-types.js'
import { closestName } from '../values/closest-name.js'
import { parseCustomObject } from '../values/sobject-names.js'

/** The objects a datasource syncs. */
interface Synced {
  standardObjects: string[]
  customObjects: string[]
}

/**
 * `objects` by the names the datasource syncs, whatever their case and with or without `__c`. An entry for an object
 * that isn't synced is a problem where its name is near one that is, else worth a note.
 */
export function nameObjects(
  given: Record<string, ObjectSettings>,
  synced: Synced,
  { notes, report }: { notes: string[]; report: (name: string, problem: string) => void },
): Record<string, ObjectSettings> {
  const settings = new Map<string, ObjectSettings>()
  for (const [name, values] of Object.entries(given)) {
    const object = findSynced(name, synced)
    const closest = closestName(name, [...synced.standardObjects, ...synced.customObjects])
    if (object !== undefined && settings.has(object)) report(name, `${object} has an entry already`)
    else if (object !== undefined) settings.set(object, values)
    else if (closest === undefined) notes.push(`objects.${name} has no effect: the datasource doesn't sync ${name}.`)
    else report(name, `is not synced by this datasource; did you mean "${closest}"?`)
  }
  return Object.fromEntries(settings)
}

/** With `"*"` any name with a custom object's suffix, or one to which `__c` is added, may be synced. */
function findSynced(name: string, { standardObjects, customObjects }: Synced): string | undefined {
  const standard = standardObjects.find((object) => isSame(object, name))
  if (standard !== undefined || !/^[a-z]\w*$/i.test(name)) return standard
  const custom = parseCustomObject(name)
  return customObjects.includes('*') ? custom : customObjects.find((object) => isSame(object, custom))
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase()
}
