/** What is queried of one object: fields, statements, the field its windows go by. Pure. */
import type { Datasource } from '../../config/config-types.js'
import type { Query, SObjectDescribe } from '../../terms.js'
import type { Catalog } from './catalog/catalog.js'
import type { CatalogObject } from './catalog/choose-objects.js'
import { countItems, splitSelection } from './split-select.js'
import type { ChildSelection } from './child-selection.js'
import { buildSelection, type Selection } from './selection.js'
import { readsCustomFields, settingsOf } from './settings-of.js'
import { equals, raw, and, above, or, below, type Condition } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import { stamp } from '../../soql/values.js'
import { filtersDeleted } from '../deletions/deletion-source.js'
import type { FileTable } from '../files/file-tables.js'
import { buildRefusedDescribe } from './trusted-describe.js'
import { chooseVersionField } from './watermark-field.js'

export interface ObjectPlan {
  object: string
  isStandard: boolean
  /** Rows are files, and this says what is where in them. */
  files?: FileTable
  describe: SObjectDescribe
  selection: Selection
  /**
   * The select lists that make up a row: one, or several where the fields don't fit into one statement. Children are in
   * the first ones.
   */
  selects: Soql[]
  /** How many fields and child lists the longest of them has besides the keys. */
  mostItems?: number
  /** A case's feed items, where the org shows them. */
  feeds?: FeedPlan
  /** The field windows go by. Absent where no stamp tells of changes: the object is read whole in every run. */
  watermarkField?: string
  /** Whether rows may have no stamp: a bound on it would not let them through. */
  mayLackStamp?: boolean
  /**
   * The field whose stamps tell the versions of a record apart: the user's choice. Absent where the object is read
   * whole.
   */
  versionField?: string
  /** Whether its rows are read through /query, or through /queryAll, since it has archived ones. */
  scope: Query['scope']
  /** What its rows have to meet: the user's own condition, and that archived ones are not deleted. */
  condition?: Condition
  /** Deleted rows come along, since no condition may keep them out. */
  dropsDeleted?: boolean
  /** The user's own condition. */
  where?: Condition
}

/** The select list of CaseFeed, and the child lists in it. */
export interface FeedPlan {
  select: Soql
  children: ChildSelection[]
}

/**
 * SystemModstamp moves with every change, also with those that LastModifiedDate doesn't tell: a record restored from
 * the recycle bin, or inserted with the audit dates of another system.
 */
const windowField = 'SystemModstamp'

interface PlanContext {
  catalog: Pick<Catalog, 'describes' | 'summaries'>
  datasource: Datasource
  fits: (soql: string) => boolean
  /** What earlier statements have taught, by sObject. */
  states?: Map<string, { mostItems?: number }>
}

/** Plans one object of the catalog. Throws QUERY_REFUSED where not even a part of its fields fits into a request. */
export function planObject({ name, isStandard }: CatalogObject, context: PlanContext): ObjectPlan {
  const { catalog, datasource, fits } = context
  const describe = catalog.describes.get(name)!
  const settings = settingsOf(name, datasource)
  const describeOf = (sobject: string) => describeOrRefusal(sobject, catalog)
  const { children } = datasource
  const selection = buildSelection({
    describe,
    describeOf,
    children,
    files: children,
    settings,
    customFields: readsCustomFields(name, datasource),
  })
  const versionField = chooseVersionField(describe, settings?.watermarkField ?? datasource.watermarkField)
  const watermarkField = chooseVersionField(describe, windowField) ?? versionField
  const where = settings?.where === undefined ? undefined : raw(settings.where)
  const { isArchived } = selection
  const dropsDeleted = isArchived && !filtersDeleted(describe)
  const condition = isArchived && !dropsDeleted ? and(where, equals('IsDeleted', false)) : where
  const parts = splitSelection(
    selection,
    (part) => fits(longestStatement(part, condition)),
    context.states?.get(name)?.mostItems,
  )
  const isFeedListed = selection.children.some(({ relationship }) => relationship === 'Feeds')
  const hasFeeds = name === 'Case' && children && !isFeedListed
  const feeds = hasFeeds ? planFeeds(catalog, describeOf) : undefined
  const lostFeeds = hasFeeds && feeds === undefined ? ['Feeds'] : []
  return {
    object: name,
    isStandard,
    describe,
    selection: { ...selection, missing: [...selection.missing, ...lostFeeds] },
    selects: parts.map(selectOf),
    mostItems: Math.max(...parts.map(countItems)),
    feeds,
    watermarkField,
    mayLackStamp: describe.fields.some((field) => field.name === watermarkField && field.nillable),
    versionField,
    scope: isArchived ? 'all' : 'live',
    condition,
    dropsDeleted,
    where,
  }
}

/** The select list of a selection: its fields, then its child lists. */
export function selectOf({ sobject, fields, children }: Selection): Soql {
  return children.reduce((select, child) => select.child(child.list), soql(sobject).id().fields(fields))
}

/**
 * A child the org doesn't let us query counts as one without fields; a parent's describe that was not read stays
 * unknown.
 */
function describeOrRefusal(
  sobject: string,
  { describes, summaries }: PlanContext['catalog'],
): SObjectDescribe | undefined {
  const known = describes.get(sobject)
  if (known !== undefined) return known
  const summary = summaries.find((candidate) => candidate.name === sobject)
  if (summary?.queryable) return undefined
  return buildRefusedDescribe(sobject)
}

function planFeeds(
  catalog: PlanContext['catalog'],
  describeOf: (sobject: string) => SObjectDescribe | undefined,
): FeedPlan | undefined {
  const describe = catalog.describes.get('CaseFeed')
  if (describe === undefined) return undefined
  const selection = buildSelection({ describe, describeOf, children: true, files: false })
  return { select: selectOf(selection), children: selection.children }
}

/** The longest a statement of this selection gets: a page's span between two keys, or a list of some Ids. */
export function longestStatement(part: Selection, condition: Condition | undefined): string {
  const bound = (from: typeof above) =>
    or(and(equals(longName, someStamp), from('Id', someId)), from(longName, someStamp))
  const span = and(condition, bound(above), bound(below), bound(above), bound(below))
  return selectOf(part).where(span).orderBy(longName).orderBy('Id').text()
}

const longName = 'LastModifiedDate_of_a_custom_field_of_40_c'
const someId = '000000000000000AAA'
const someStamp = stamp('2026-01-01T00:00:00.000Z')
