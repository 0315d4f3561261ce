import type { Place } from '../../terms.js'

/** The groups of the directory tree, in its order. */
const groups = {
  standard: { title: 'Standard Objects', key: 'standard_objects' },
  custom: { title: 'Custom Objects', key: 'custom_objects' },
}

/** The group an sObject's records lie under. */
export function groupOf(isStandard: boolean): { title: string; key: string } {
  return isStandard ? groups.standard : groups.custom
}

/** Where the records of an sObject lie: `/Standard Objects/Account/`. */
export function placeOf(sobject: string, isStandard: boolean): Place {
  return placeBelow([groupOf(isStandard).title, segmentOf(sobject)])
}

/** The place at the end of a path of directories; none is the top. */
export function placeBelow(categories: string[]): Place {
  const path = ['', ...categories, ''].join('/')
  return { category: path, categories, system: { parent_path: path } }
}

/**
 * The name as one step of a path. A hostile org may name an sObject `../x__c`: the slashes are escaped, so that a path
 * always has the depth it should, and so are names that mean a directory.
 */
export function segmentOf(name: string): string {
  const segment = name.replaceAll('/', '%2F').replaceAll('\\', '%5C')
  return /^\.+$/.test(segment) ? segment.replaceAll('.', '%2E') : segment
}
