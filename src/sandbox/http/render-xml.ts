import { LongNumber } from '../long-number.js'

/**
 * An answer as XML: the root named after what it is, a list as its element again and again, the `attributes` of a
 * record as attributes of its element, null as an element that says so (REST API Developer Guide, examples in XML).
 */
export function renderXml(path: string, value: unknown): string {
  const root = renderRoot(path, value)
  const named = root.includes('xsi:nil') ? root.replace(/^<[\w:]+/, `$& xmlns:xsi="${INSTANCE}"`) : root
  return `<?xml version="1.0" encoding="UTF-8"?>${named}`
}

/** A text within an element. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[<>&"]/g, (character) => ESCAPES[character]!)
}

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'
const ESCAPES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

function renderRoot(path: string, value: unknown): string {
  if (Array.isArray(value)) {
    const [list, item] = namesOf(path, value)
    return `<${list}>${value.map((each) => renderElement(item, each)).join('')}</${list}>`
  }
  return renderElement(rootOf(path, value), value)
}

function namesOf(path: string, list: unknown[]): [string, string] {
  if (isErrors(list)) return ['Errors', 'Error']
  return path === '/services/data' ? ['Versions', 'Version'] : ['Results', 'Result']
}

function isErrors(value: unknown[]): boolean {
  return value.some((each) => typeof each === 'object' && each !== null && 'errorCode' in each)
}

/** What an answer is called goes by where it comes from. */
function rootOf(path: string, value: unknown): string {
  const type = (value as { attributes?: { type?: unknown } } | null)?.attributes?.type
  if (typeof type === 'string') return type
  return ROOTS.find(([pattern]) => pattern.test(path))?.[1] ?? 'Result'
}

const ROOTS: [RegExp, string][] = [
  [/\/services\/data\/v[\d.]+$/, 'urls'],
  [/\/(?:query|queryAll)(?:\/[^/]+)?$/, 'QueryResult'],
  [/\/sobjects$/, 'DescribeGlobal'],
  [/\/describe$/, 'DescribeSObject'],
  [/\/deleted$/, 'DeletedResult'],
  [/\/updated$/, 'UpdatedResult'],
  [/\/limits$/, 'LimitsSnapshot'],
  [/\/sobjects\/[^/]+$/, 'SObject'],
]

function renderElement(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => renderElement(name, item)).join('')
  if (value === null || value === undefined) return `<${name} xsi:nil="true"/>`
  if (typeof value !== 'object' || value instanceof LongNumber) return `<${name}>${escapeXml(String(value))}</${name}>`
  const { attributes, ...members } = value as { attributes?: Record<string, unknown> }
  const isRecord = typeof attributes === 'object' && attributes !== null
  const marks = isRecord ? Object.entries(attributes).map(([key, mark]) => ` ${key}="${escapeXml(String(mark))}"`) : []
  const inner = Object.entries(isRecord ? members : (value as object))
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => renderElement(key, member))
  return `<${name}${marks.join('')}>${inner.join('')}</${name}>`
}
