/** The names that a configuration gives for one object, against what the org lets this user see of it. */
import { closestName } from '../../config/values/closest-name.js'
import { listDocumentFields } from '../../config/values/document-fields.js'
import { renderPath } from '../../config/sources/path.js'
import type { ObjectSettings } from '../../config/config-types.js'
import type { SObjectDescribe } from '../../terms.js'
import { findRelationships, unknownRelationships, type FoundRelationship } from '../../sync/plan/lists/relationships.js'
import { readablePath, type DescribeOf } from '../../sync/plan/readable.js'
import { isAll } from '../../sync/plan/fields/wanted-paths.js'

interface NamesContext {
  describe: SObjectDescribe
  describeOf: DescribeOf
}

/** A problem for each field, parent and child list that the object's settings name and the org lacks. Pure. */
export function findWrongNames(settings: ObjectSettings, context: NamesContext): string[] {
  const { fields = [], addFields = [], excludeFields, watermarkField } = settings
  const isField = (path: string) => readablePath(path, context.describe, context.describeOf) !== undefined
  const isExcludable = (path: string) => isField(path) || isRelationship(path, context.describe)
  const isChoice = (path: string) => isAll(path) || isField(path)
  return [
    ...fields.filter((path) => !isChoice(path)).map((path) => renderProblem('fields', path, context)),
    ...addFields.filter((path) => !isField(path)).map((path) => renderProblem('add_fields', path, context)),
    ...listDocumentFields(settings)
      .filter(({ field }) => !isField(field))
      .map(({ at, field }) => renderProblem(renderPath(at), field, context)),
    ...excludeFields
      .filter((path) => !isExcludable(path))
      .map((path) => renderProblem('exclude_fields', path, context)),
    ...[watermarkField ?? 'Id']
      .filter((path) => !isField(path))
      .map((path) => renderProblem('watermark_field', path, context)),
    ...unknownRelationships(settings, context.describe),
    ...findRelationships(settings, context.describe).flatMap((list) => wrongListNames(list, context)),
  ]
}

/** Problems of a configured child list whose sObject the org describes. */
function wrongListNames({ name, relationship, settings }: FoundRelationship, { describeOf }: NamesContext): string[] {
  const { fields = [], order = [] } = settings
  const describe = describeOf(relationship.childSObject)
  if (describe === undefined) return []
  const isField = (path: string) => readablePath(path, describe, describeOf) !== undefined
  const problems = (setting: string, paths: string[]) =>
    paths
      .filter((path) => !isField(path))
      .map((path) => renderProblem(`children.${name}.${setting}`, path, { describe, describeOf }))
  const ordered = order.map(({ field }) => field)
  return [...problems('fields', fields), ...problems('order', ordered)]
}

/** A name that a statement has and the org doesn't know, with the one that may be meant. Pure. */
export function suggestField(name: string, describe: SObjectDescribe): string {
  const near = closestName(
    name,
    describe.fields.map((field) => field.name),
  )
  return near === undefined ? '' : `; did you mean "${near}"?`
}

/** A whole parent (`Owner`), or a child list or a field of one (`CaseComments.CommentBody`). */
function isRelationship(path: string, { fields, childRelationships }: SObjectDescribe): boolean {
  const [first = '', ...rest] = path.toLowerCase().split('.')
  const isParent = fields.some(({ relationshipName }) => relationshipName?.toLowerCase() === first)
  const isList = childRelationships.some(({ relationshipName }) => relationshipName?.toLowerCase() === first)
  return isList || (isParent && rest.length === 0)
}

function renderProblem(setting: string, path: string, { describe, describeOf }: NamesContext): string {
  const near = closestPath(path, describe, describeOf)
  const text = `${setting}: ${describe.name} has no "${path}" that this user can see`
  return near === undefined ? text : `${text}; did you mean "${near}"?`
}

/** Corrects the first part that is wrong, as far as the describes are known. */
function closestPath(path: string, describe: SObjectDescribe, describeOf: DescribeOf): string | undefined {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    const lists = describe.childRelationships.flatMap(({ relationshipName }) => relationshipName ?? [])
    return closestName(first, [...describe.fields.map(({ name }) => name), ...lists])
  }
  const parents = describe.fields.flatMap(({ relationshipName }) => relationshipName ?? [])
  const parent = parents.find((name) => name.toLowerCase() === first.toLowerCase())
  if (parent === undefined) {
    const near = closestName(first, parents)
    return near && [near, ...rest].join('.')
  }
  const [sobject] = describe.fields.find(({ relationshipName }) => relationshipName === parent)!.referenceTo
  const known = sobject === undefined ? undefined : describeOf(sobject)
  const near = known && closestPath(rest.join('.'), known, describeOf)
  return near && `${parent}.${near}`
}
