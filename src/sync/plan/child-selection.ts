import type { ChildRelationship, SObjectDescribe } from '../../terms.js'
import { readablePath, type DescribeOf } from './readable.js'
import { isIn, soql, type Soql } from '../../soql/soql.js'
import { wishesFor } from './standard-objects.js'
import { files as fileList, parentPaths, type ChildWish } from './field-tables.js'

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

export interface ChildWishes {
  describe: SObjectDescribe
  describeOf: DescribeOf
  children: boolean
  files: boolean
  isExcluded: (path: string) => boolean
}

/** Picks the child lists of an sObject: those of the table, and for objects without a row there the files on it. */
export function buildChildSelections({ describe, describeOf, children, files, isExcluded }: ChildWishes) {
  const wishes = wishesFor(describe.name)?.children
  const wanted = (wishes ?? [fileList])
    .filter((wish) => (wish.kind === 'file' ? files : children))
    .filter((wish) => !isExcluded(wish.relationship))
  const picked: ChildSelection[] = []
  const missing: string[] = []
  for (const wish of wanted) {
    const found = findRelationship(wish, describe)
    const child = describeOf(wish.sobject)
    if (found === undefined || child?.queryable === false) {
      if (wishes !== undefined) missing.push(wish.relationship)
      continue
    }
    const { statement, htmlText, missing: lost } = buildList(wish, { child, describeOf, isExcluded })
    const { relationship, sobject: childSObject, kind } = wish
    const list = { relationship, childSObject, kind, field: found.field, list: statement }
    picked.push(htmlText === undefined ? list : { ...list, htmlText })
    missing.push(...lost)
  }
  return { children: picked, missing }
}

function findRelationship(wish: ChildWish, describe: SObjectDescribe): ChildRelationship | undefined {
  return describe.childRelationships.find(
    ({ relationshipName, childSObject }) => relationshipName === wish.relationship && childSObject === wish.sobject,
  )
}

interface ChildRooms {
  child: SObjectDescribe | undefined
  describeOf: DescribeOf
  isExcluded: (path: string) => boolean
}

function buildList(wish: ChildWish, { child, describeOf, isExcluded }: ChildRooms) {
  const readable = (path: string) => readablePath(path, child, describeOf)
  const isWanted = (path: string) => path === 'SystemModstamp' || !isExcluded(`${wish.relationship}.${path}`)
  const isAsked = (path: string) => isWanted(path) && readable(path) !== undefined
  const wanted = [...wish.fields, ...parentPaths(wish.parents)].filter(isWanted)
  let statement = soql(wish.relationship)
    .id()
    .fields(wanted.flatMap((path) => readable(path) ?? []))
  if (wish.only !== undefined && readable(wish.only.field) !== undefined) {
    statement = statement.where(isIn(wish.only.field, wish.only.values))
  }
  for (const { field, direction } of wish.order) {
    if (readable(field) !== undefined) statement = statement.orderBy(field, direction)
  }
  if (wish.limit !== undefined) statement = statement.limit(wish.limit)
  const htmlText = buildHtmlText(wish, isAsked)
  const apart = wish.htmlText === undefined ? [] : [wish.htmlText.html].filter(isWanted)
  const lost = [...wanted, ...apart].filter((path) => readable(path) === undefined)
  return { statement, htmlText, missing: lost.map((path) => `${wish.relationship}.${path}`) }
}

/** Without the plain text it can't be told which rows lack it, and a user who left that out wants no text. */
function buildHtmlText({ sobject, htmlText }: ChildWish, isAsked: (path: string) => boolean): HtmlText | undefined {
  if (htmlText === undefined || !isAsked(htmlText.plain) || !isAsked(htmlText.html)) return undefined
  return { ...htmlText, select: soql(sobject).id().fields([htmlText.html]) }
}
