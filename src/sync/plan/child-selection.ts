import type { ChildRelationship, SObjectDescribe } from '../../terms.js'
import type { ObjectSettings } from '../../config/config-types.js'
import { configuredLists } from './lists/configured-lists.js'
import { readsArchived } from './archivable.js'
import { readablePath, type DescribeOf } from './readable.js'
import { equals, isIn, raw } from '../../soql/conditions.js'
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
  /**
   * The statement without its order, which is that of these fields of its rows: the list may be read by Id as well, and
   * put in order afterwards. Absent where it may not.
   */
  byId?: { list: Soql; order: string[] }
  /** The configuration has it: it may be cut by a condition or a limit, and its children may move between records. */
  isConfigured?: true
  /** Of a configured list: one Id of it by its condition and order, to try whether the org takes them. */
  trial?: Soql
  /** The text of its rows that is read apart, where they have it only as HTML. */
  htmlText?: HtmlText
}

/** A list of children that the configuration has; lists of files say of theirs what the tool's own do. */
export function isConfiguredList({ isConfigured, kind }: ChildSelection): boolean {
  return isConfigured === true && kind === 'child'
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
  settings: Partial<ObjectSettings>
}

/**
 * Picks the child lists of an sObject: those of the table, for objects without a row there the files on it, and those
 * that the configuration has.
 */
export function buildChildSelections({ describe, describeOf, isExcluded, ...options }: ChildSelectionOptions) {
  const tables = fieldTableOf(describe.name)?.children
  const wanted = wantedLists({ describe, describeOf, isExcluded, ...options })
  const isArchived = readsArchived(
    describe,
    wanted.filter(({ isConfigured }) => isConfigured).map(({ sobject }) => describeOf(sobject)),
  )
  const picked: ChildSelection[] = []
  const missing: string[] = []
  for (const table of wanted) {
    const { relationship, sobject: childSObject, kind, isConfigured } = table
    const found = findList(table, describe)
    const child = describeOf(childSObject)
    // A list of what is no sObject to query by itself may be read all the same, as OpenActivities are.
    const isClosed = child?.queryable === false && (!isConfigured || child.fields.length === 0)
    if (found === undefined || isClosed) {
      if (tables !== undefined && !isConfigured) missing.push(relationship)
      continue
    }
    const { statement: list, missing: lost, ...more } = buildList(table, { child, describeOf, isExcluded, isArchived })
    picked.push({ relationship, childSObject, kind, field: found.field, list, ...more })
    missing.push(...lost)
  }
  return { children: picked, missing, isArchived }
}

/** A list of the table that the configuration has too is read as it says there. */
function wantedLists({ describe, describeOf, children, files, isExcluded, settings }: ChildSelectionOptions) {
  const own = fieldTableOf(describe.name)?.children ?? [fileList]
  const added = configuredLists(settings, describe, own, describeOf)
  const isAdded = (table: ChildListTable) => added.some(({ relationship }) => relationship === table.relationship)
  const wanted = own.filter((table) => (table.kind === 'file' ? files : children) && !isAdded(table))
  return [...wanted, ...added].filter((table) => !isExcluded(table.relationship))
}

function findList(table: ChildListTable, describe: SObjectDescribe): ChildRelationship | undefined {
  return describe.childRelationships.find(
    ({ relationshipName, childSObject }) => relationshipName === table.relationship && childSObject === table.sobject,
  )
}

interface ChildContext {
  child: SObjectDescribe | undefined
  describeOf: DescribeOf
  isExcluded: (path: string) => boolean
  /** The record is read through /queryAll, which has deleted children too. */
  isArchived: boolean
}

function buildList(table: ChildListTable, { child, describeOf, isExcluded, isArchived }: ChildContext) {
  const readable = (path: string) => readablePath(path, child, describeOf)
  const isWanted = (path: string) => path === 'SystemModstamp' || !isExcluded(`${table.relationship}.${path}`)
  const isSelected = (path: string) => isWanted(path) && readable(path) !== undefined
  const wanted = [...table.fields, ...parentPaths(table.parents)].filter(isWanted)
  const rows = soql(table.relationship).id()
  const isInBin = child?.fields.some(({ name }) => name === 'IsDeleted') ?? false
  const filtered = (list: Soql) => filter(list, table, isArchived && isInBin, readable)
  const narrow = (list: Soql) => order(filtered(list), table, readable)
  const selected = rows.fields(wanted.flatMap((path) => readable(path) ?? []))
  const statement = limit(narrow(selected), table.limit)
  const keys = child?.queryable === false ? undefined : orderKeys(table, wanted, readable)
  const htmlText = buildHtmlText(table, isSelected)
  const apart = table.htmlText === undefined ? [] : [table.htmlText.html].filter(isWanted)
  const ordered = table.isConfigured ? table.order.map(({ field }) => field) : []
  const lost = [...new Set([...wanted, ...apart, ...ordered])].filter((path) => readable(path) === undefined)
  return {
    statement,
    ...(table.isConfigured && { isConfigured: true as const, trial: narrow(rows).limit(1) }),
    ...(htmlText && { htmlText }),
    ...(keys && { byId: { list: filtered(selected), order: keys } }),
    missing: lost.map((path) => `${table.relationship}.${path}`),
  }
}

type Readable = (path: string) => string | undefined

function filter(list: Soql, table: ChildListTable, hasDeleted: boolean, readable: Readable): Soql {
  const { only, where } = table
  const isOnly = only !== undefined && readable(only.field) !== undefined
  return list
    .where(isOnly ? isIn(only.field, only.values) : undefined)
    .where(where === undefined ? undefined : raw(where))
    .where(hasDeleted ? equals('IsDeleted', false) : undefined)
}

function order(list: Soql, table: ChildListTable, readable: Readable): Soql {
  return table.order.reduce((ordered, { field, direction, nulls }) => {
    const path = readable(field)
    return path === undefined ? ordered : ordered.orderBy(path, direction, nulls)
  }, list)
}

/** The fields that make the list's order, where text order is theirs and its rows have them. */
function orderKeys({ order: wanted, limit: rows }: ChildListTable, fields: string[], readable: Readable) {
  const terms = wanted.filter(({ field }) => readable(field) !== undefined)
  const selected = new Set(['Id', ...fields])
  const isByText = terms.every(
    ({ field, direction = 'ASC', nulls }) =>
      ['CreatedDate', 'Id'].includes(field) && selected.has(field) && direction === 'ASC' && nulls === undefined,
  )
  const isWhole = terms.at(-1)?.field === 'Id' && rows === undefined
  return isByText && isWhole ? terms.map(({ field }) => field) : undefined
}

function limit(list: Soql, rows: number | undefined): Soql {
  return rows === undefined ? list : list.limit(rows)
}

/** Without the plain text it isn't known which rows lack it, and a user who left that out wants no text. */
function buildHtmlText(
  { sobject, htmlText }: ChildListTable,
  isSelected: (path: string) => boolean,
): HtmlText | undefined {
  if (htmlText === undefined || !isSelected(htmlText.plain) || !isSelected(htmlText.html)) return undefined
  return { ...htmlText, select: soql(sobject).id().fields([htmlText.html]) }
}
