import { refuse } from '../../http/api-errors.js'
import { restBase, type Call, type Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import { visibleFields } from '../../describes/field-facts.js'
import type { SandboxOrg } from '../../org.js'
import { projectRows } from '../../pages.js'
import type { Row } from '../../soql/project.js'
import { selectRecords } from '../../soql/run.js'
import type { FieldSchema, ObjectSchema, StoredRecord } from '../../terms.js'
import { bindStatement } from '../queries/bind-statement.js'
import { MOST_FOUND, readSosl, type Returning, type Search, type SearchScope } from './sosl.js'
import { readTerm, wordsOf } from './term.js'

/** GET /search?q=: the records that a SOSL statement finds, sObject by sObject. */
export function answerSearch(org: SandboxOrg, call: Call): Reply {
  return renderFound(call, find(org, call, readSosl(call.query.get('q') ?? '')))
}

/** GET and POST /parameterizedSearch: a search without SOSL. */
export function answerParameterizedSearch(org: SandboxOrg, call: Call): Reply {
  return renderFound(call, find(org, call, call.method === 'POST' ? readBody(call) : readQuery(call)))
}

/** Before version 37 the rows stood alone. */
function renderFound(call: Call, searchRecords: Row[]): Reply {
  return { status: 200, json: Number(call.version) < 37 ? searchRecords : { searchRecords } }
}

function find(org: SandboxOrg, call: Call, search: Search): Row[] {
  const test = readTerm(search.term)
  const everything = (): Returning[] =>
    org.store
      .objects()
      .filter((object) => object.searchable && object.queryable)
      .map(({ name }) => ({ object: name, fields: [], rest: '' }))
  const rows: Row[] = []
  for (const { object, fields, rest } of search.returning.length > 0 ? search.returning : everything()) {
    const plan = bindStatement(org, call, `SELECT ${fields.join(', ') || 'Id'} FROM ${object} ${rest}`, false)
    if (!plan.object.searchable) throw refuse('notSearchable', plan.object.name)
    const read = textReader(plan.object, search.scope)
    const isFound = (record: StoredRecord) => test(wordsOf(read(record)))
    const matches = (record: StoredRecord) => (plan.matches?.(record) ?? true) && isFound(record)
    const { rows: found } = selectRecords({ ...plan, matches, limit: Math.min(plan.limit ?? MOST_FOUND, search.limit) })
    rows.push(...projectRows(org, plan, found.first(search.limit - rows.length), restBase(call)))
  }
  return rows
}

/** The text of a record that a search looks into. */
function textReader(object: ObjectSchema, scope: SearchScope): (record: StoredRecord) => string {
  const fields = visibleFields(object).filter((field) => isSearched(field, scope))
  return ({ values }) => fields.map(({ name }) => values[name] ?? '').join(' \n ')
}

function isSearched(field: FieldSchema, scope: SearchScope): boolean {
  if (scope === 'EMAIL' || scope === 'PHONE') return field.type === scope.toLowerCase()
  if (scope === 'NAME') return field.nameField === true || field.compoundFieldName === 'Name'
  return TEXTS.has(field.type)
}

const TEXTS = new Set(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist', 'combobox'])

/** `q=Acme&sobject=Account&Account.fields=id,name&Account.limit=10`. */
function readQuery(call: Call): Search {
  const { query } = call
  const shared = query.get('fields')
  const returning = query.getAll('sobject').map((object) => ({
    object,
    fields: listOf(query.get(`${object}.fields`) ?? shared),
    rest: restOf({
      where: query.get(`${object}.where`),
      orderBy: query.get(`${object}.orderBy`),
      limit: query.get(`${object}.limit`) ?? query.get('defaultLimit'),
    }),
  }))
  return searchFor(query.get('q'), query.get('in'), returning, query.get('overallLimit'))
}

interface Rest {
  where?: unknown
  /** `Name DESC NULLS_LAST`. */
  orderBy?: unknown
  limit?: unknown
}

interface ParameterizedBody {
  q?: unknown
  in?: unknown
  fields?: string[]
  sobjects?: ({ name?: unknown; fields?: string[] } & Rest)[]
  overallLimit?: unknown
  defaultLimit?: unknown
}

function readBody(call: Call): Search {
  const body = (readJson(call.body) ?? {}) as ParameterizedBody
  const returning = (Array.isArray(body.sobjects) ? body.sobjects : []).map((one) => ({
    object: String(one.name ?? ''),
    fields: one.fields ?? body.fields ?? [],
    rest: restOf({ ...one, limit: one.limit ?? body.defaultLimit }),
  }))
  return searchFor(body.q, body.in, returning, body.overallLimit)
}

function searchFor(term: unknown, scope: unknown, returning: Returning[], limit: unknown): Search {
  if (typeof term !== 'string' || term.trim() === '') throw refuse('noSearch')
  return {
    term,
    scope: String(scope ?? 'ALL').toUpperCase() as SearchScope,
    returning,
    limit: Math.min(Number(limit) || MOST_FOUND, MOST_FOUND),
  }
}

function restOf({ where, orderBy, limit }: Rest): string {
  const condition = typeof where === 'string' && where !== '' ? `WHERE ${where}` : ''
  const order =
    typeof orderBy === 'string' && orderBy !== '' ? ` ORDER BY ${orderBy.replaceAll(/\bNULLS_/gi, 'NULLS ')}` : ''
  return `${condition}${order}${limit === null || limit === undefined ? '' : ` LIMIT ${Number(limit)}`}`
}

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').filter(Boolean)
}
