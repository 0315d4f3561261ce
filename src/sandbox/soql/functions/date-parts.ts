import type { Value } from '../conditions/values.js'

/** Whether a function, by its name in capitals, gives a part of a date. */
export function isDateFunction(name: string): boolean {
  return Object.hasOwn(PARTS, name)
}

/** These look at the time of day, which a date has not. */
export const OF_DATETIMES = new Set(['DAY_ONLY', 'HOUR_IN_DAY'])

/**
 * What a date function makes of a stored date or datetime (milliseconds), in UTC or `timeZone` (`Europe/Berlin`). The
 * fiscal year is the calendar's here. Weeks are of seven days from the first of the year or month, days of the week
 * count from Sunday, 1 (SOQL and SOSL Reference, "Date Functions").
 */
export function datePart(name: string, timeZone: string | undefined): (value: Value) => number | string | null {
  const part = PARTS[name]!
  const toLocal = timeZone === undefined ? (ms: number) => ms : localTime(timeZone)
  return (value) => {
    if (value === null) return null
    const ms = typeof value === 'number' ? toLocal(value) : Date.parse(String(value))
    return part(new Date(ms))
  }
}

const DAY_MS = 86_400_000

const PARTS: Record<string, (at: Date) => number | string> = {
  CALENDAR_MONTH: month,
  CALENDAR_QUARTER: quarter,
  CALENDAR_YEAR: year,
  DAY_IN_MONTH: (at) => at.getUTCDate(),
  DAY_IN_WEEK: (at) => at.getUTCDay() + 1,
  DAY_IN_YEAR: dayInYear,
  DAY_ONLY: (at) => at.toISOString().slice(0, 10),
  FISCAL_MONTH: month,
  FISCAL_QUARTER: quarter,
  FISCAL_YEAR: year,
  HOUR_IN_DAY: (at) => at.getUTCHours(),
  WEEK_IN_MONTH: (at) => Math.ceil(at.getUTCDate() / 7),
  WEEK_IN_YEAR: (at) => Math.ceil(dayInYear(at) / 7),
}

function month(at: Date): number {
  return at.getUTCMonth() + 1
}

function quarter(at: Date): number {
  return Math.floor(at.getUTCMonth() / 3) + 1
}

function year(at: Date): number {
  return at.getUTCFullYear()
}

function dayInYear(at: Date): number {
  return Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / DAY_MS) + 1
}

/** The clock on a wall there, as milliseconds a UTC clock would show the same at. */
export function localTime(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (ms) => Date.parse(`${format.format(ms).replace(' ', 'T')}Z`)
}
