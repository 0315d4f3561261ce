import { FAULTS, type FaultName, type FaultSpec } from './faults.js'

/**
 * `status:status=503,count=2` as a fault. Throws for what `validateFault` refuses, and where a number is none. A comma
 * can't be part of a value.
 */
export function parseFault(text: string): FaultSpec {
  const [name = '', properties] = text.split(/:(.*)/s)
  const spec: Record<string, unknown> = { name }
  for (const pair of properties === undefined ? [] : properties.split(',')) {
    const [key = '', value = ''] = pair.split(/=(.*)/s)
    spec[key] = isNumber(key) && value.trim() !== '' ? Number(value) : value
  }
  validateFault(spec)
  return spec
}

/** Throws for an unknown name, a property the fault doesn't take, and a value that none can have. */
export function validateFault(spec: unknown): asserts spec is FaultSpec {
  if (typeof spec !== 'object' || spec === null) throw new Error(`a fault is an object with a name`)
  const { name, ...properties } = spec as Record<string, unknown>
  validateFaultName(name)
  const taken = [...TAKEN_BY_ALL, ...takenBy(name)]
  for (const [key, value] of Object.entries(properties)) {
    if (!taken.includes(key)) throw new Error(`fault '${name}' takes ${taken.join(', ')}, not '${key}'`)
    const complaint = complaintAbout(key, value)
    if (complaint !== undefined) throw new Error(`'${key}' of fault '${name}' must be ${complaint}`)
  }
  const missing = NEEDED_PROPERTIES[name]?.find((key) => !properties[key])
  if (missing !== undefined) throw new Error(`fault '${name}' needs '${missing}'`)
}

/** Throws where there is no fault of this name. */
export function validateFaultName(name: unknown): asserts name is FaultName {
  if (typeof name === 'string' && Object.hasOwn(FAULTS, name)) return
  throw new Error(`unknown fault '${String(name)}'; known: ${Object.keys(FAULTS).join(', ')}`)
}

function takenBy(name: FaultName): readonly string[] {
  const fault = FAULTS[name]
  return 'takes' in fault ? fault.takes : []
}

const TAKEN_BY_ALL = ['count', 'when', 'path', 'object', 'page', 'share']

/** Without these a fault would never strike. */
const NEEDED_PROPERTIES: Partial<Record<FaultName, string[]>> = {
  unfilterable: ['object', 'field'],
  'stale-describe': ['object'],
}

/** What the value of a property has to be; undefined where it is. */
function complaintAbout(key: string, value: unknown): string | undefined {
  // A count of Infinity is null in JSON: as often as the table says.
  if (value === undefined || (key === 'count' && (value === null || value === Infinity))) return undefined
  const text = TEXTS[key]
  if (text !== undefined) return typeof value !== 'string' ? 'text' : text(value)
  const [least, most] = NUMBERS[key] ?? [-Infinity, Infinity]
  const isFit = typeof value === 'number' && value >= least && value <= most
  if (isFit && (key === 'share' ? value > 0 : Number.isInteger(value))) return undefined
  if (key === 'share') return 'a number above 0, up to 1'
  if (most < Infinity) return `a whole number from ${least} to ${most}`
  return least > -Infinity ? `a whole number of at least ${least}` : 'a whole number'
}

const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  count: [1, Infinity],
  when: [1, Infinity],
  page: [1, Infinity],
  share: [0, 1],
  status: [200, 599],
  ms: [0, Infinity],
  rows: [0, Infinity],
  fields: [0, Infinity],
  pages: [0, Infinity],
  polls: [0, Infinity],
  by: [-Infinity, Infinity],
  used: [0, Infinity],
  max: [0, Infinity],
}

function isNumber(key: string): boolean {
  return Object.hasOwn(NUMBERS, key)
}

const TEXTS: Readonly<Record<string, (value: string) => string | undefined>> = {
  path: (value) => (isPattern(value) ? undefined : 'a regular expression'),
  object: notEmpty,
  field: notEmpty,
  body: (value) => (['html', 'json', 'empty'].includes(value) ? undefined : 'html, json or empty'),
  error: notEmpty,
  description: () => undefined,
  host: notEmpty,
}

function notEmpty(value: string): string | undefined {
  return value === '' ? 'text' : undefined
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp
  } catch {
    return false
  }
}
