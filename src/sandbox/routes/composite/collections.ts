import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { SandboxOrg } from '../../org.js'
import { toLongId } from '../../record-ids.js'
import { parseRecordId } from '../../soql/conditions/id-literal.js'
import { findReadable, recordIn, rowOf, wantedFields } from '../objects/rows.js'

/**
 * GET /composite/sobjects/{X}?ids=&fields= and the same as POST: up to 2,000 records in the order asked for, null for
 * each that isn't there. A text that can't be an Id fails the call.
 */
export function answerCollection(org: SandboxOrg, call: Call, name: string): Reply {
  const object = findReadable(org, call, name)
  const { ids, fields } = call.method === 'POST' ? readBody(call) : readQuery(call)
  if (ids.length === 0) throw refuse('noIds')
  if (fields.length === 0) throw refuse('noFields')
  if (ids.length > MOST_IDS) throw refuse('tooManyIds', String(MOST_IDS))
  const wrong = ids.find((id) => parseRecordId(id) === undefined)
  if (wrong !== undefined) throw refuse('malformedId', wrong)
  const wanted = wantedFields(object, fields)
  const records = ids.map((id) => {
    const record = recordIn(org, object, toLongId(id))
    return record === undefined || record.isDeleted ? null : rowOf(object, record, wanted, call)
  })
  return { status: 200, json: records }
}

const MOST_IDS = 2000

interface Wanted {
  ids: string[]
  fields: string[]
}

function readQuery(call: Call): Wanted {
  const list = (name: string) => (call.query.get(name) ?? '').split(',').filter(Boolean)
  return { ids: list('ids'), fields: list('fields') }
}

function readBody(call: Call): Wanted {
  const body = (readJson(call.body) ?? {}) as Record<string, unknown>
  const list = (name: string) => {
    const value = body[name] ?? []
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
      throw refuse('badJson', `${name} must be an array of texts`)
    return value as string[]
  }
  return { ids: list('ids'), fields: list('fields') }
}
