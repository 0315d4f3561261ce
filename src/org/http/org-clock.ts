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

/** A Date header, such as `Mon, 05 Jan 2026 09:30:11 GMT`, as a stamp; undefined where it is missing or no date. */
export function parseHttpDate(date: string | undefined): Stamp | undefined {
  const ms = Date.parse(date ?? '')
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
