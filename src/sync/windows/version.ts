import { createHash } from 'node:crypto'
import type { Row } from '../../terms.js'
import { isRecordAttributes } from '../records/record-attributes.js'
import { stampOf } from './stamps.js'

/**
 * What tells two versions of a row apart: its stamp, or a hash of its content where the object has no stamp.
 * A hash starts with `~`, above every stamp in text order, so that the overlap never forgets it by age.
 */
export function versionOf(row: Row, watermarkField: string | undefined): string {
  return watermarkField === undefined ? contentVersionOf(row) : (stampOf(row[watermarkField]) ?? '')
}

/** The version of a row of which everything counts. */
export function contentVersionOf(row: Row): string {
  const content = Object.entries(row)
    .filter(([name]) => name !== 'attributes')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `~${createHash('sha256').update(JSON.stringify(content, withoutAddress)).digest('base64url').slice(0, 12)}`
}

/** A version in `shortVersionLength` characters, to be kept by Id: milliseconds in base 36, zero where there is no stamp. */
export function shortVersion(version: string): string {
  const ms = Date.parse(version)
  return (Number.isNaN(ms) ? 0 : Math.max(ms, 0)).toString(36).padStart(shortVersionLength, '0')
}

/** Enough up to the year 9999. */
export const shortVersionLength = 10

/** The address of a parent or child has the API version in it, which may change though the record doesn't. */
function withoutAddress(key: string, value: unknown): unknown {
  return isRecordAttributes(key, value, false) ? undefined : value
}
