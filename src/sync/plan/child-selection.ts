import type { ChildRelationship, SObjectDescribe } from '../../terms.js'
import { readablePath, type DescribeOf } from './readable.js'
import { isIn } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import { fieldTableOf } from './standard-objects.js'
import { files as fileList, parentPaths, type ChildListTable } from './field-tables.js'

/** A child list that is read inside its record. */
export interface ChildSelection {
  relationship: string
  childSObject: string
  kind: 'child' | 'file'
  /** The child's field that holds the Id of the record. */
  field: string
  /** The statement of the list; its `from` is the relationship. */
  list: Soql
  /** The text of its rows that is read apart, where they have it only as HTML. */
  htmlText?: HtmlText
}

export interface HtmlText {
  /** The field that holds the text where the org has it as such. */
  plain: string
  html: string
  /** The select list of the HTML. */
  select: Soql
}

export interface ChildSelectionOptions {
  describe: SObjectDescribe
  describeOf: DescribeOf
  children: boolean
  files: boolean
  isExcluded: (path: string) => boolean
}

/** Picks the child lists of an sObject: those of the table, and for objects without a row there the files on it. */
export function buildChildSelections({ describe, describeOf, children, files, isExcluded }: ChildSelectionOptions) {
  const tables = fieldTableOf(describe.name)?.children
  const wanted = (tables ?? [fileList])
    .filter((table) => (table.kind === 'file' ? files : children))
    .filter((table) => !isExcluded(table.relationship))
  const picked: ChildSelection[] = []
  const missing: string[] = []
  for (const table of wanted) {
    const found = findRelationship(table, describe)
    const child = describeOf(table.sobject)
    if (found === undefined || child?.queryable === false) {
      if (tables !== undefined) missing.push(table.relationship)
      continue
    }
    const { statement, htmlText, missing: lost } = buildList(table, { child, describeOf, isExcluded })
    const { relationship, sobject: childSObject, kind } = table
    const list = { relationship, childSObject, kind, field: found.field, list: statement }
    picked.push(htmlText === undefined ? list : { ...list, htmlText })
    missing.push(...lost)
  }
  return { children: picked, missing }
}

function findRelationship(table: ChildListTable, describe: SObjectDescribe): ChildRelationship | undefined {
  return describe.childRelationships.find(
    ({ relationshipName, childSObject }) => relationshipName === table.relationship && childSObject === table.sobject,
  )
}

interface ChildContext {
  child: SObjectDescribe | undefined
  describeOf: DescribeOf
  isExcluded: (path: string) => boolean
}

function buildList(table: ChildListTable, { child, describeOf, isExcluded }: ChildContext) {
  const readable = (path: string) => readablePath(path, child, describeOf)
  const isWanted = (path: string) => path === 'SystemModstamp' || !isExcluded(`${table.relationship}.${path}`)
  const isSelected = (path: string) => isWanted(path) && readable(path) !== undefined
  const wanted = [...table.fields, ...parentPaths(table.parents)].filter(isWanted)
  let statement = soql(table.relationship)
    .id()
    .fields(wanted.flatMap((path) => readable(path) ?? []))
  if (table.only !== undefined && readable(table.only.field) !== undefined) {
    statement = statement.where(isIn(table.only.field, table.only.values))
  }
  for (const { field, direction } of table.order) {
    if (readable(field) !== undefined) statement = statement.orderBy(field, direction)
  }
  if (table.limit !== undefined) statement = statement.limit(table.limit)
  const htmlText = buildHtmlText(table, isSelected)
  const apart = table.htmlText === undefined ? [] : [table.htmlText.html].filter(isWanted)
  const lost = [...wanted, ...apart].filter((path) => readable(path) === undefined)
  return { statement, htmlText, missing: lost.map((path) => `${table.relationship}.${path}`) }
}

/** Without the plain text it isn't known which rows lack it, and a user who left that out wants no text. */
function buildHtmlText(
  { sobject, htmlText }: ChildListTable,
  isSelected: (path: string) => boolean,
): HtmlText | undefined {
  if (htmlText === undefined || !isSelected(htmlText.plain) || !isSelected(htmlText.html)) return undefined
  return { ...htmlText, select: soql(sobject).id().fields([htmlText.html]) }
}
