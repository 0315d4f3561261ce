import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'
import type { ChildRelationship, FieldDescribe, SObjectDescribe, SObjectSummary, Stamp } from '../../terms.js'
import type { Api, ApiAnswer, ApiRequest } from '../http/api.js'
import { hints, renderHint } from '../errors/hints.js'
import { parseHttpDate } from '../http/org-clock.js'
import type { Org, Revalidated } from '../org.js'
import { buildBadAnswer } from '../errors/refusal.js'
import { findRowFault, isObject } from '../queries/row-shape.js'

/** The answer of a call that was shared with others; undefined where it is to be made by itself. */
type Shared = () => Promise<ApiAnswer | undefined>

/** The describes of an org; the calls for them may have been shared with others. */
export interface Describes {
  describeGlobal(lastModified?: string, shared?: Shared): Promise<Revalidated<SObjectSummary[]>>
  describe(sobject: string, lastModified?: string, shared?: Shared): Promise<Revalidated<SObjectDescribe>>
  describeRaw: Org['describeRaw']
  /** The call for the list of sObjects, or for one's describe. Throws OBJECT_NOT_FOUND for what can't be a name. */
  requestOf(sobject: string | undefined, lastModified?: string): Promise<ApiRequest>
}

/**
 * The describes of an org, trimmed to what the extractor reads. With `lastModified` they are conditional: 304 comes
 * without a body (REST API Developer Guide, "Conditional Requests"). `root` gives a path like `/services/data/v62.0`.
 */
export function openDescribes(api: Api, root: () => Promise<string>): Describes {
  const requestOf: Describes['requestOf'] = async (sobject, lastModified) => {
    const path = `${await root()}/sobjects${sobject === undefined ? '' : `/${parseName(sobject)}/describe`}`
    return { path, sobject, headers: buildCondition(lastModified) }
  }
  return {
    requestOf,
    async describeGlobal(lastModified, shared) {
      const request = await requestOf(undefined, lastModified)
      const fetch = async () => (await shared?.()) ?? (await api.call(request))
      const answer = await fetch().catch((error: unknown) => {
        throw asVersionError(error, request.path)
      })
      return revalidate(answer, lastModified, buildSummaries)
    },
    async describe(sobject, lastModified, shared) {
      const answer = (await shared?.()) ?? (await api.call(await requestOf(sobject, lastModified)))
      return revalidate(answer, lastModified, (body) => buildDescribe(body, sobject))
    },
    async describeRaw(sobject) {
      const { body } = await api.call(await requestOf(sobject))
      buildDescribe(body, sobject)
      const fault = findRowFault(body)
      if (fault === undefined) return body as Raw
      throw buildBadAnswer('the describe is nested too deep', { sobject })
    },
  }
}

function buildCondition(lastModified: string | undefined): Record<string, string> {
  return lastModified === undefined ? {} : { 'if-modified-since': lastModified }
}

/** Every org has a list of sObjects: where there is none, the version in the path is unknown. */
function asVersionError(error: unknown, path: string): unknown {
  if (!isExtractError(error, 'OBJECT_NOT_FOUND')) return error
  return new ExtractError('CONFIG_INVALID', `The org has nothing at ${path}: it doesn't know this API version`, {
    hint: hints.apiVersion,
    details: error.details,
    cause: error,
  })
}

/**
 * An answer without Last-Modified is asked about by its own date: Salesforce takes any date. A second earlier, since
 * something may have changed in the second of the answer, after it.
 */
function revalidate<T>(answer: ApiAnswer, asked: string | undefined, build: (body: unknown) => T): Revalidated<T> {
  const isUnchanged = answer.status === 304
  const given = answer.headers['last-modified']
  const isDate = parseHttpDate(given) !== undefined
  const lastModified = isDate ? withTwoDigitDay(given!) : isUnchanged ? asked : secondBefore(answer.orgTime)
  return {
    body: isUnchanged ? undefined : build(answer.body),
    lastModified,
  }
}

/** Parts of composite answers have days of one digit, which no HTTP date has. */
function withTwoDigitDay(date: string): string {
  return date.replace(/, (?=\d )/, ', 0')
}

function secondBefore(time: Stamp | undefined): string | undefined {
  return time === undefined ? undefined : new Date(Date.parse(time) - 1000).toUTCString()
}

/** A name as part of a path. Throws OBJECT_NOT_FOUND for what can't be a name: `..` would lead elsewhere. */
function parseName(sobject: string): string {
  if (/^[A-Za-z]\w*$/.test(sobject)) return sobject
  throw new ExtractError('OBJECT_NOT_FOUND', `"${sobject}" can't be the name of an sObject`, {
    hint: renderHint(hints.objectName, sobject),
    details: { object: sobject },
  })
}

function buildSummaries(body: unknown): SObjectSummary[] {
  const { sobjects } = isObject(body) ? body : {}
  // Every user sees some: an empty list would have a run end well with nothing in it.
  if (!Array.isArray(sobjects) || sobjects.length === 0) {
    throw buildBadAnswer('the list of sObjects has no sobjects', {})
  }
  if (!sobjects.every(hasName)) throw buildBadAnswer('the list of sObjects has an entry without a name', {})
  return sobjects.map(buildSummary)
}

function buildSummary(raw: Raw): SObjectSummary {
  return {
    name: text(raw.name),
    label: text(raw.label),
    custom: raw.custom === true,
    keyPrefix: textOrNull(raw.keyPrefix),
    queryable: raw.queryable === true,
    searchable: raw.searchable === true,
    createable: raw.createable === true,
    updateable: raw.updateable === true,
    deletable: raw.deletable === true,
  }
}

function buildDescribe(body: unknown, sobject: string): SObjectDescribe {
  if (!hasName(body) || !Array.isArray(body.fields) || body.fields.length === 0) {
    throw buildBadAnswer('the describe has no name or no fields', { sobject })
  }
  if (body.name.toLowerCase() !== sobject.toLowerCase()) {
    throw buildBadAnswer(`the describe is that of ${JSON.stringify(shorten(body.name, 80))}`, { sobject })
  }
  const { fields, childRelationships: children = [] } = body
  if (!fields.every(isField)) throw buildBadAnswer('the describe has a field without a name or a type', { sobject })
  if (!Array.isArray(children) || !children.every(isChild)) {
    throw buildBadAnswer("the describe's child relationships are no list of them", { sobject })
  }
  return {
    ...buildSummary(body),
    queryable: body.queryable !== false,
    undeletable: body.undeletable !== false,
    replicateable: body.replicateable === true,
    fields: fields.map(buildField),
    childRelationships: children.map(buildChild),
  }
}

/** Describes of old API versions lack some keys, polymorphicForeignKey among them; what none forbids is allowed. */
function buildField(raw: Raw): FieldDescribe {
  const referenceTo = Array.isArray(raw.referenceTo) ? raw.referenceTo.map(text) : []
  return {
    name: text(raw.name),
    label: text(raw.label),
    type: text(raw.type),
    length: typeof raw.length === 'number' ? raw.length : 0,
    custom: raw.custom === true,
    nameField: raw.nameField === true,
    filterable: raw.filterable !== false,
    nillable: raw.nillable === true,
    sortable: raw.sortable !== false,
    calculated: raw.calculated === true,
    htmlFormatted: raw.htmlFormatted === true || raw.extraTypeInfo === 'richtextarea',
    compoundFieldName: textOrNull(raw.compoundFieldName),
    relationshipName: textOrNull(raw.relationshipName),
    referenceTo,
    polymorphicForeignKey: raw.polymorphicForeignKey === true || referenceTo.length > 1,
  }
}

function buildChild(raw: Raw): ChildRelationship {
  return {
    childSObject: text(raw.childSObject),
    field: text(raw.field),
    relationshipName: textOrNull(raw.relationshipName),
  }
}

type Raw = Record<string, unknown>

/** An sObject with a name that can't be one fails alone, when it is described. */
function hasName(value: unknown): value is Raw & { name: string } {
  return isObject(value) && typeof value.name === 'string' && value.name !== ''
}

/** Names in a describe become parts of statements: they have to be names. */
function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z]\w*$/.test(value)
}

function isNameOrNone(value: unknown): boolean {
  return value === undefined || value === null || isName(value)
}

function isChild(value: unknown): value is Raw {
  return isObject(value) && [value.childSObject, value.field, value.relationshipName].every(isNameOrNone)
}

function isField(value: unknown): value is Raw {
  return isObject(value) && isName(value.name) && typeof value.type === 'string' && isNameOrNone(value.relationshipName)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
