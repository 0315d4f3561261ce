/** Child relationships as the configuration names them, against an sObject's describe. */
import { closestName } from '../../../config/values/closest-name.js'
import type { ChildListSettings, ObjectSettings } from '../../../config/config-types.js'
import type { ChildRelationship, SObjectDescribe } from '../../../terms.js'

/** A relationship that a subquery can name. */
export interface NamedRelationship extends ChildRelationship {
  relationshipName: string
}

/** A configured relationship that the describe has. */
export interface FoundRelationship {
  /** As the configuration has it. */
  name: string
  relationship: NamedRelationship
  settings: ChildListSettings
}

/** The relationship of this name, in any case of letters, a custom one with or without `__r`. */
export function findRelationship(wanted: string, describe: SObjectDescribe): NamedRelationship | undefined {
  const folded = wanted.trim().toLowerCase()
  const named = describe.childRelationships.filter(hasName)
  const find = (name: string) => named.find(({ relationshipName }) => relationshipName.toLowerCase() === name)
  return find(folded) ?? find(`${folded}__r`)
}

/** The configured relationships that the describe has, each once, with their settings. */
export function findRelationships(
  { children = {} }: Partial<ObjectSettings>,
  describe: SObjectDescribe,
): FoundRelationship[] {
  return Object.entries(children).flatMap(([name, settings]) => {
    const relationship = findRelationship(name, describe)
    return relationship === undefined ? [] : [{ name, relationship, settings }]
  })
}

/** A problem for each configured relationship that the org lacks or doesn't show to this user, with the one meant. */
export function unknownRelationships({ children = {} }: Partial<ObjectSettings>, describe: SObjectDescribe): string[] {
  const unknown = Object.keys(children).filter((name) => findRelationship(name, describe) === undefined)
  return unknown.map((name) => {
    const near = closestRelationship(name, describe)
    const text = `children: ${describe.name} has no child relationship "${name}" that this user can see`
    return near === undefined ? text : `${text}; did you mean "${near}"?`
  })
}

/** A problem for each configured relationship that the describe has and no list, since its children are hidden. */
export function unreadableRelationships(
  settings: Partial<ObjectSettings>,
  describe: SObjectDescribe,
  lists: { relationship: string }[],
): string[] {
  const excluded = new Set(settings.excludeFields?.map((name) => name.toLowerCase()))
  const isRead = (name: string) =>
    lists.some(({ relationship }) => relationship === name) || excluded.has(name.toLowerCase())
  return findRelationships(settings, describe)
    .filter(({ relationship }) => !isRead(relationship.relationshipName))
    .map(
      ({ relationship: { relationshipName: list, childSObject } }) =>
        `children: the org does not let this user read ${childSObject}, the children in "${list}" of ${describe.name}`,
    )
}

/** People often name the children's sObject in place of the relationship. */
function closestRelationship(name: string, { childRelationships }: SObjectDescribe): string | undefined {
  const named = childRelationships.filter(hasName)
  const folded = name.toLowerCase()
  const isOf = (sobject: string) => [folded, `${folded}__c`].includes(sobject.toLowerCase())
  const byObject = named.find(({ childSObject }) => isOf(childSObject))
  return (
    byObject?.relationshipName ??
    closestName(
      name,
      named.map(({ relationshipName }) => relationshipName),
    )
  )
}

function hasName(relationship: ChildRelationship): relationship is NamedRelationship {
  return relationship.relationshipName !== null
}
