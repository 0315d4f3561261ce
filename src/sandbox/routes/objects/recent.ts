import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { visibleFields } from '../../describes/field-facts.js'
import type { SandboxOrg } from '../../org.js'
import type { ObjectSchema } from '../../terms.js'
import { rowOf, wantedFields } from './rows.js'

/** GET /recent: what the user looked at last, here what changed last. `?limit=` up to 200. */
export function answerRecent(org: SandboxOrg, call: Call): Reply {
  const limit = Number(call.query.get('limit') ?? MOST_ITEMS)
  if (!Number.isInteger(limit) || limit < 1) throw refuse('badSearch', `Invalid limit: ${call.query.get('limit')}`)
  const objects = LOOKED_AT.flatMap((name) => org.store.object(name) ?? [])
  return { status: 200, json: recentRows(org, call, objects).slice(0, Math.min(limit, MOST_ITEMS)) }
}

/** The Ids and names of what changed last in these sObjects, newest first. */
export function recentRows(org: SandboxOrg, call: Call, objects: ObjectSchema[]): Record<string, unknown>[] {
  const rows = objects
    .filter(({ queryable }) => queryable)
    .flatMap((object) => {
      const names = visibleFields(object).flatMap(({ nameField, name }) => (nameField ? [name] : []))
      const live = [...org.store.rows(object.name)].filter(({ isDeleted }) => !isDeleted)
      const newest = live.toSorted((a, b) => b.lastModifiedAt - a.lastModifiedAt).slice(0, ITEMS_OF_OBJECT)
      const fields = wantedFields(object, ['Id', ...names])
      return newest.map((record) => ({ at: record.lastModifiedAt, row: rowOf(object, record, fields, call) }))
    })
  return rows.toSorted((a, b) => b.at - a.at).map(({ row }) => row)
}

const MOST_ITEMS = 200
const ITEMS_OF_OBJECT = 10
const LOOKED_AT = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'User']
