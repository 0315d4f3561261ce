import type { FieldDescribe, SObjectDescribe } from '../../terms.js'
import { isSoqlName } from '../../soql/names.js'
import { words } from './field-tables.js'

/** A describe, where it is known. */
type Known = SObjectDescribe | undefined

/** Gives the describe of an sObject, or undefined where it is not known. */
export type DescribeOf = (sobject: string) => Known

/**
 * A field or parent path as the describes spell it, or undefined where the org doesn't have it or doesn't show it.
 * Case of letters doesn't matter. Where a describe is not known, the rest of the path is taken as it is.
 */
export function readablePath(path: string, describe: Known, describeOf: DescribeOf): string | undefined {
  const names = path.split('.')
  return names.every(isSoqlName) ? readableNames(names, describe, describeOf) : undefined
}

/**
 * The describe of the field at the end of a path; undefined where it is not known, or depends on what kind the parent
 * is of.
 */
export function findField(path: string, describe: Known, describeOf: DescribeOf): FieldDescribe | undefined {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return describe?.fields.find((field) => isSameName(field.name, first))
  const parent = describe && findParent(first, describe)
  return parent === undefined ? undefined : findField(rest.join('.'), describeOf(parent), describeOf)
}

/** The sObject a parent relationship leads to; undefined where there is none, or parents can be of several kinds. */
export function findParent(relationship: string, { fields }: SObjectDescribe): string | undefined {
  const reference = fields.find((field) => isSameName(field.relationshipName, relationship))
  return reference === undefined || isOfSeveralKinds(reference) ? undefined : reference.referenceTo[0]
}

/** Whether a path's last names are known to be plain text without the describe of the parent that has them. */
export function isPlainText(parent: string, names: string[]): boolean {
  const [name = '', ...further] = names
  if (further.length > 0) return false
  return parent === 'User' ? nameField(names) !== undefined : /^(?:Id|Name)$/i.test(name)
}

/**
 * Fields of the pseudo-object Name, the only ones a parent that can be of several kinds (a case's owner: user or queue)
 * has in SOQL without TYPEOF.
 */
const fieldsOfName = words(`
  Id Name FirstName LastName Type Alias UserRoleId RecordTypeId IsActive ProfileId Title Email Phone NameOrAlias
  Username`)

function readableNames(names: string[], describe: Known, describeOf: DescribeOf): string | undefined {
  if (describe === undefined) return names.join('.')
  const [first = '', ...rest] = names
  if (rest.length === 0) return describe.fields.find((field) => isSameName(field.name, first))?.name
  const reference = describe.fields.find((field) => isSameName(field.relationshipName, first))
  if (!reference?.relationshipName) return undefined
  const tail = readableTail(reference, rest, describe, describeOf)
  return tail === undefined ? undefined : `${reference.relationshipName}.${tail}`
}

function readableTail(reference: FieldDescribe, names: string[], describe: SObjectDescribe, describeOf: DescribeOf) {
  const [parent] = reference.referenceTo
  if (isOfSeveralKinds(reference) || parent === undefined) return nameField(names)
  const known = parent === describe.name ? describe : describeOf(parent)
  if (parent === 'User' && known?.fields.length === 0) return nameField(names)
  return readableNames(names, known, describeOf)
}

function isOfSeveralKinds({ polymorphicForeignKey, referenceTo }: FieldDescribe): boolean {
  return polymorphicForeignKey || referenceTo.length > 1
}

/** Of a user these can be read even where the org doesn't list the sObject User. */
function nameField(names: string[]): string | undefined {
  return names.length === 1 ? fieldsOfName.find((name) => isSameName(name, names[0])) : undefined
}

function isSameName(name: string | null, other: string | undefined): boolean {
  return name !== null && name.toLowerCase() === other?.toLowerCase()
}
