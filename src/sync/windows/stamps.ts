import type { Stamp } from '../../terms.js'

/**
 * The stamp a datetime of the org stands for, or undefined where it is none.
 * REST prints `2026-01-05T09:30:11.000+0000`, Bulk `…Z`; other offsets are turned to UTC.
 */
export function stampOf(value: unknown): Stamp | undefined {
  if (typeof value !== 'string') return undefined
  return restForm.test(value) ? `${value.slice(0, -'+0000'.length)}Z` : parseStamp(value)
}

/** A datetime as REST prints it, whichever way it came; undefined for what is none. */
export function printStamp(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return restForm.test(value) ? value : parseStamp(value)?.replace('Z', '+0000')
}

/** What REST prints, but for the days that not every month has. Most of a row's time would go into making dates. */
const restForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}\+0000$/

function parseStamp(value: string): Stamp | undefined {
  const parts = datetime.exec(value)
  if (parts === null) return undefined
  const [, local, fraction = '', hours, minutes] = parts
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const time = new Date(`${local}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`)
  const stamp = Number.isNaN(time.getTime()) ? '' : time.toISOString()
  // Another offset can lead out of the years of four digits, where text order is no longer time order.
  return stamp.length === stampLength ? stamp : undefined
}

/** The stamp `ms` milliseconds later; earlier for a negative number. */
export function addMs(stamp: Stamp, ms: number): Stamp {
  return new Date(Date.parse(stamp) + ms).toISOString()
}

const stampLength = '2026-01-05T09:30:11.000Z'.length

const datetime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-]\d\d):?(\d\d))$/
