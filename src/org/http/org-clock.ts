import type { Stamp } from '../../terms.js'

/** The org's clock, as the Date headers of its answers tell it. This machine's clock has no say in it. */
export interface OrgClock {
  note(date: string | undefined): void
  /** The time of the first answer noted. */
  startTime(): Stamp | undefined
}

/** A clock that nobody has told the time yet. */
export function openOrgClock(): OrgClock {
  let startTime: Stamp | undefined
  return {
    note(date) {
      startTime ??= parseHttpDate(date)
    },
    startTime: () => startTime,
  }
}

/**
 * A Date header, such as `Mon, 05 Jan 2026 09:30:11 GMT`, as a stamp; undefined where it is missing or not of this form
 * (RFC 9110, "IMF-fixdate"): Date.parse alone makes a year of almost anything, and stamps have years of four digits.
 */
export function parseHttpDate(date: string | undefined): Stamp | undefined {
  if (!fixDate.test(date ?? '')) return undefined
  const ms = Date.parse(date!)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}

const fixDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/
