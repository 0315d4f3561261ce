import type { Stamp } from '../../terms.js'

/** The org's clock, as the answers to its calls tell it. This machine's clock has no say in it. */
export interface OrgClock {
  note(time: Stamp | undefined): void
  /** The first time noted. */
  startTime(): Stamp | undefined
}

/** A clock that nobody has told the time yet. */
export function openOrgClock(): OrgClock {
  let startTime: Stamp | undefined
  return {
    note(time) {
      startTime ??= time
    },
    startTime: () => startTime,
  }
}

/**
 * A moment of the org's clock at which a call that took `tookMs` was not sent yet, by the Date of its answer: what the
 * answer shows is as old as that, and the answer may have been minutes in the making. Undefined without a Date.
 */
export function sentTime(date: string | undefined, tookMs: number): Stamp | undefined {
  const answered = parseHttpDate(date)
  if (answered === undefined || tookMs < 1000) return answered
  const wholeMs = Math.ceil(Math.min(tookMs, longestCallMs) / 1000) * 1000
  return new Date(Date.parse(answered) - wholeMs).toISOString()
}

/** More than the two minutes that a query may take, and an end to what a machine's clock that is set may do. */
const longestCallMs = 600_000

/**
 * A Date header, such as `Mon, 05 Jan 2026 09:30:11 GMT`, as a stamp; undefined where it is missing or not of this form
 * (RFC 9110, "IMF-fixdate"; parts of composite answers have days of one digit): Date.parse alone makes a year of
 * almost anything, and stamps have years of four digits.
 */
export function parseHttpDate(date: string | undefined): Stamp | undefined {
  if (!fixDate.test(date ?? '')) return undefined
  const ms = Date.parse(date!)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}

const fixDate = /^[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/
