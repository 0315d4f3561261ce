/** The sObjects whose rows stand in configured child lists: which they are, the describe of their parent tells. */
import type { Datasource } from '../../../config/config-types.js'
import type { SObjectDescribe, SObjectSummary } from '../../../terms.js'
import { fileObject, files as fileList } from '../field-tables.js'
import { findRelationships } from '../lists/relationships.js'
import { settingsOf } from '../settings-of.js'

/**
 * The children of configured relationships of these describes, each once, as far as the org lists them: those too that
 * are no sObject to query by itself, such as OpenActivity. The links of files come with the files.
 */
export function configuredChildren(
  describes: Iterable<SObjectDescribe>,
  summaries: SObjectSummary[],
  datasource: Datasource,
): Set<string> {
  const listed = new Set(summaries.map(({ name }) => name))
  const children = [...describes].flatMap((describe) =>
    findRelationships(settingsOf(describe.name, datasource) ?? {}, describe).flatMap(({ relationship }) =>
      relationship.childSObject === fileList.sobject ? [fileList.sobject, fileObject] : [relationship.childSObject],
    ),
  )
  return new Set(children.filter((name) => listed.has(name)))
}
