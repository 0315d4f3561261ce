/** Which of the org's sObjects a datasource reads. Pure. */
import { closestName } from '../../../config/values/closest-name.js'
import { findObjectName } from '../../../config/values/find-object-name.js'
import { ExtractError } from '../../../errors/extract-error.js'
import type { Datasource } from '../../../config/config-types.js'
import type { SObjectSummary } from '../../../terms.js'
import { fileObjects } from '../field-tables.js'
import { childObjectsOf, isStandardObject } from '../standard-objects.js'

export interface CatalogObject {
  name: string
  isStandard: boolean
}

export interface ObjectChoice {
  /** Objects the datasource has and the org lets us query, in order, standard ones first. */
  wanted: CatalogObject[]
  /** Objects the configuration wants and a run leaves out, with the cause. */
  skipped: { object: string; reason: string }[]
  /** Names the configuration has and the org lacks: a run with them is refused. */
  unknown: string[]
}

/** Chooses the datasource's objects from the org's list. Standard objects taken by default may be lacking. */
export function chooseObjects(datasource: Datasource, summaries: SObjectSummary[]): ObjectChoice {
  const byLowerName = new Map(summaries.map((summary) => [summary.name.toLowerCase(), summary.name]))
  const names = configuredNames(datasource, summaries)
  const absent = names.filter((name) => !byLowerName.has(name.toLowerCase()))
  const isDefault = (name: string) => !datasource.namesStandardObjects && datasource.standardObjects.includes(name)
  const found = [...new Set(names.flatMap((name) => byLowerName.get(name.toLowerCase()) ?? []))]
  const picked = found
    .map((name) => ({ name, isStandard: isStandardObject(name) }))
    .toSorted((a, b) => Number(b.isStandard) - Number(a.isStandard))
  const queryable = queryableNames(summaries)
  const closed = [...picked.map(({ name }) => name), ...fileObjectsOf(datasource)].filter(
    (name) => !queryable.has(name),
  )
  return {
    wanted: picked.filter(({ name }) => queryable.has(name)),
    skipped: [
      ...absent
        .filter(isDefault)
        .map((object) => ({ object, reason: 'The org does not have it, or does not show it to this user.' })),
      ...closed.map((object) => ({ object, reason: 'The org does not let this user query it.' })),
    ],
    unknown: absent.filter((name) => !isDefault(name)),
  }
}

/** Throws OBJECT_UNKNOWN, with suggestions, where the configuration names objects that the org lacks. */
export function validateKnown(unknown: string[], summaries: SObjectSummary[]): void {
  if (unknown.length === 0) return
  const names = summaries.map((summary) => summary.name)
  const problems = unknown.map((name) => {
    const near = closestName(name, names)
    return `The org has no sObject "${name}" this user can see${near === undefined ? '' : `; did you mean "${near}"?`}`
  })
  throw new ExtractError('OBJECT_UNKNOWN', problems.join('\n'), {
    hint: 'Correct the name in the configuration, or give the run-as user access: Setup > Users > Permission Sets > Object Settings. `sf-extract describe` lists what the user sees.',
    details: { object: unknown[0]!, problems },
  })
}

/**
 * The sObjects whose describes are needed: the objects to read, of those in `only` where it is given, and, where the
 * datasource wants them, files and the objects' children, each once.
 */
export function describedObjects(
  { wanted }: Pick<ObjectChoice, 'wanted'>,
  summaries: SObjectSummary[],
  datasource: Datasource,
  only: string[] | undefined,
): Set<string> {
  const queryable = queryableNames(summaries)
  const names = [...wanted.map(({ name }) => name), ...fileObjectsOf(datasource)]
  const read = only === undefined ? names : only.flatMap((name) => findObjectName(name, names) ?? [])
  const childObjects = datasource.children ? read.flatMap(childObjectsOf) : []
  return new Set([...read, ...childObjects].filter((name) => queryable.has(name)))
}

function configuredNames({ standardObjects, customObjects }: Datasource, summaries: SObjectSummary[]): string[] {
  const named = customObjects.filter((name) => name !== '*')
  const every = summaries.filter(isReadableCustom).map(({ name }) => name)
  return [...new Set([...standardObjects, ...named, ...(customObjects.includes('*') ? every.toSorted() : [])])]
}

function isReadableCustom({ name, queryable }: SObjectSummary): boolean {
  return queryable && name.endsWith('__c')
}

function queryableNames(summaries: SObjectSummary[]): Set<string> {
  return new Set(summaries.filter((summary) => summary.queryable).map((summary) => summary.name))
}

/** Files, where they are documents of their own. */
function fileObjectsOf({ files }: Datasource): string[] {
  return files === 'links' ? [] : fileObjects
}
