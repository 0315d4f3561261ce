/** How an object's rows come by a query job: what the job selects, and what is joined to its rows by Id. */
import { columnsOf, comesByBulk } from '../../org/bulk/bulk-rows.js'
import type { BulkField } from '../../org/org.js'
import { soql, type Soql } from '../../soql/soql.js'
import type { SObjectDescribe } from '../../terms.js'
import { longestStatement, selectOf } from '../plan/object-plan.js'
import { findField, findParent, isPlainText, type DescribeOf } from '../plan/readable.js'
import type { Selection } from '../plan/selection.js'
import { splitSelection } from '../plan/split-select.js'
import type { ObjectContext } from '../run/object-context.js'

/** A parent that is a user or a queue: of several kinds, which a job can't have, but few for any number of rows. */
export interface OwnerPlan {
  /** `Owner`. */
  relationship: string
  /** `OwnerId`. */
  reference: string
  /** `Owner.Name`. */
  paths: string[]
}

export interface BulkPlan {
  /** The fields of the job's rows. */
  fields: BulkField[]
  /** The job's own select list. */
  select: Soql
  /** Parents that are few, to be read once each by REST. */
  owners: OwnerPlan[]
  /** Select lists of what a job can't have, for REST: child lists, parents of several kinds, unclear types. */
  rest: Soql[]
}

/** Plans a job for the rows of an object: as many of its fields as the Bulk API takes, and says unmistakably. */
export function planBulk({ plan, run }: Pick<ObjectContext, 'plan' | 'run'>): BulkPlan {
  const { describe, selection, condition } = plan
  const describeOf: DescribeOf = (sobject) => run.catalog.describes.get(sobject)
  const found = selection.fields.map((path) => bulkField(path, describe, describeOf))
  const known = found.filter((field) => field !== undefined)
  const whole = { ...selection, fields: known.map(({ path }) => path), children: [] }
  const [own] = splitSelection(whole, (part) => selectOf(part).text().length <= longestSelect) as [Selection]
  const fields = known.filter(({ path }) => own.fields.includes(path))
  const owners = planOwners(selection, describe, fields)
  const isHad = (path: string) =>
    fields.some((field) => field.path === path) || owners.some(({ paths }) => paths.includes(path))
  const left = selection.fields.filter((path) => !isHad(path))
  const rest = { ...selection, fields: [...selection.keys, ...left] }
  const isWhole = left.length === 0 && selection.children.length === 0
  const fits = (part: Selection) => run.fits(longestStatement(part, condition))
  const mostItems = run.states.get(plan.object)?.mostItems
  return {
    fields,
    owners,
    select: soql(plan.object).id().fields(columnsOf(fields)),
    rest: isWhole ? [] : splitSelection(rest, fits, mostItems).map(selectOf),
  }
}

function planOwners({ fields: paths }: Selection, { fields }: SObjectDescribe, had: BulkField[]): OwnerPlan[] {
  const references = fields.filter(
    ({ name, referenceTo }) =>
      referenceTo.length > 1 && referenceTo.every((kind) => owners.has(kind)) && had.some(({ path }) => path === name),
  )
  return references.flatMap(({ name: reference, relationshipName: relationship }) => {
    const own = relationship === null ? [] : paths.filter((path) => path.startsWith(`${relationship}.`))
    return own.length === 0 ? [] : [{ relationship: relationship!, reference, paths: own }]
  })
}

const owners = new Set(['User', 'Group'])

/**
 * A statement has 100,000 characters at most (SOQL and SOSL Reference); a third is left for the Ids of parents and for
 * conditions.
 */
const longestSelect = 66_000

/** Undefined for what is not to be had by a job, or would not be told apart in its CSV. */
function bulkField(path: string, describe: SObjectDescribe, describeOf: DescribeOf): BulkField | undefined {
  const [first = '', ...names] = path.split('.')
  const field = findField(path, describe, describeOf)
  if (field !== undefined && comesByBulk(field.type)) return { path, type: field.type }
  if (names.length === 0) return field && compoundField(path, describe)
  const parent = findParent(first, describe)
  // Of a parent whose describe was not worth a call: a name or an Id.
  return field === undefined && parent !== undefined && isPlainText(parent, names)
    ? { path, type: 'string' }
    : undefined
}

/** A standard address or a location, all of whose parts are there. */
function compoundField(name: string, { fields }: SObjectDescribe): BulkField | undefined {
  const type = fields.find((field) => field.name === name)?.type
  const stem = type === 'address' ? name.replace(/Address$/, '') : name.replace(/__c$/, '__')
  const parts = fields
    .filter(({ compoundFieldName }) => compoundFieldName === name)
    .map((part) => ({ key: keyOf(part.name.slice(stem.length)), field: part.name, type: part.type }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const keys = parts.map(({ key }) => key)
  const needed = partsOf[type ?? '']
  const isKnown = keys.every((key) => needed?.includes(key) || optionalParts.has(key))
  return isKnown && needed?.every((key) => keys.includes(key)) ? { path: name, type: type!, parts } : undefined
}

/** `Street` and `Latitude__s` → street, latitude. */
function keyOf(part: string): string {
  const word = part.replace(/__s$/, '')
  return word.charAt(0).toLowerCase() + word.slice(1)
}

/** Object Reference for the Salesforce Platform, "Address Compound Fields" and "Geolocation Compound Field". */
const partsOf: Record<string, string[]> = {
  address: ['street', 'city', 'state', 'postalCode', 'country', 'latitude', 'longitude', 'geocodeAccuracy'],
  location: ['latitude', 'longitude'],
}

/** There where the org has picklists of states and countries. */
const optionalParts = new Set(['stateCode', 'countryCode'])
