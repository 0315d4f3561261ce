import type { Call } from './http/call.js'
import type { FaultSubject } from './faults/fault-book.js'
import { parseLocator } from './bulk/results.js'
import { lineOf, type SandboxOrg } from './org.js'

/**
 * What faults are matched against in a call: its line, the sObject it is about, and which page of a result it reads.
 * It is found once, before the call is answered.
 */
export function subjectOf(org: SandboxOrg, call: Call): FaultSubject {
  const known = SUBJECTS.get(call)
  if (known) return known
  const subject = findSubject(org, call)
  SUBJECTS.set(call, subject)
  return subject
}

/** A call is looked at from four places and more, and a statement may be long. */
const SUBJECTS = new WeakMap<Call, FaultSubject>()

function findSubject(org: SandboxOrg, call: Call): FaultSubject {
  const line = lineOf(call)
  const path = call.path.replace(/^\/services\/data\/v[\d.]+(?:\/tooling)?/, '')
  const [, family = '', rest = ''] =
    /^\/(sobjects|composite\/sobjects|query|queryAll|jobs\/query)(?:\/(.*))?$/.exec(path) ?? []
  const parts = rest.split('/')
  if (family.endsWith('sobjects')) return { line, object: parts[0] || undefined }
  if (family === 'jobs/query') return ofJob(org, call, line, parts[0]!)
  if (family === '') return { line }
  if (rest === '') {
    const object = outerObject(call.query.get('q') ?? call.query.get('explain') ?? '')
    return { line, object, page: 1 }
  }
  const open = org.locators.peek(rest)
  if (open === undefined) return { line }
  const { cursor, offset } = open
  return { line, object: cursor.plan.object.name, page: Math.floor(offset / cursor.pageSize) + 1 }
}

function ofJob(org: SandboxOrg, call: Call, line: string, id: string): FaultSubject {
  if (id === '') return { line, object: outerObject(/"query"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(call.body)?.[1] ?? '') }
  const object = org.jobs.peek(id)?.plan.object.name
  const offset = parseLocator(call.query.get('locator') ?? '') ?? 0
  return { line, object, page: Math.floor(offset / org.settings.bulkPageSize) + 1 }
}

/** The sObject after the FROM that stands in no parentheses. */
function outerObject(soql: string): string | undefined {
  let text = soql.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''")
  for (let inner = ''; inner !== text;) {
    inner = text
    text = text.replaceAll(/\([^()]*\)/g, '')
  }
  return /\bFROM\s+(\w+)/i.exec(text)?.[1]
}
