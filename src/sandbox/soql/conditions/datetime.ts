/** Milliseconds, `end` exclusive; a moment has start and end alike. */
export interface Span {
  start: number
  end: number
}

/** A datetime as results show it: whole seconds, offset without a colon. */
export function renderDatetime(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const day = Math.floor(seconds / DAY_SECONDS)
  const time = seconds - day * DAY_SECONDS
  const hour = Math.floor(time / 3600)
  return `${renderDay(day)}T${twoDigits(hour)}:${twoDigits(Math.floor(time / 60) % 60)}:${twoDigits(time % 60)}.000+0000`
}

const DAY_SECONDS = 86_400
/** By their number since 1970: a page has thousands of datetimes, of far fewer days. */
const DAYS_SEEN = new Map<number, string>()
const MOST_DAYS = 10_000

function renderDay(day: number): string {
  const known = DAYS_SEEN.get(day)
  if (known !== undefined) return known
  if (DAYS_SEEN.size >= MOST_DAYS) DAYS_SEEN.clear()
  const text = new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10)
  DAYS_SEEN.set(day, text)
  return text
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** Milliseconds of a stored or written date, or of a datetime with its offset; NaN where it is none. */
export function parseDatetime(text: string): number {
  // Without an offset it would mean another moment on each machine.
  if (!MOMENT.test(text)) return Number.NaN
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
}

/** The same of what a request names; NaN too for a day no calendar has, or one that no org takes. */
export function readMoment(text: string): number {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  const isDay = day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  const at = parseDatetime(text)
  return isDay && isInRange(at) ? at : Number.NaN
}

/** Whether datetimes go that far: from 1700 to 4000 (SOQL and SOSL Reference, "Date Formats and Date Literals"). */
export function isInRange(ms: number): boolean {
  return ms >= firstMs && ms <= lastMs
}

const firstMs = Date.UTC(1700, 0, 1)
const lastMs = Date.UTC(4000, 11, 31)

/** The days a date literal covers at `now`, in UTC; undefined for an unknown one. Weeks begin on Sunday. */
export function spanOf(literal: string, now: number): Span | undefined {
  const [name = '', count] = literal.toUpperCase().split(':')
  if (count === undefined) return namedSpan(name, now)
  const rolling = /^(LAST|NEXT)_N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S$/.exec(name)
  const ago = /^N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(name)
  const n = Number(count)
  if (ago) return unitSpan(ago[1] as Unit, now, -n, 1)
  if (!rolling) return undefined
  const unit = rolling[2] as Unit
  if (rolling[1] === 'NEXT') return unitSpan(unit, now, 1, n)
  // LAST_N_DAYS reaches up to and including today; the longer units end before the current one.
  if (unit === 'DAY') return { start: unitSpan('DAY', now, -n, 1).start, end: unitSpan('DAY', now, 0, 1).end }
  return unitSpan(unit, now, -n, n)
}

const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/i

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'

const DAYS: Record<string, number> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 }
const SHIFTS: Record<string, number> = { LAST: -1, THIS: 0, NEXT: 1 }

function namedSpan(name: string, now: number): Span | undefined {
  const days = DAYS[name]
  if (days !== undefined) return unitSpan('DAY', now, days, 1)
  if (name === 'LAST_90_DAYS') return { start: unitSpan('DAY', now, -90, 1).start, end: unitSpan('DAY', now, 0, 1).end }
  if (name === 'NEXT_90_DAYS') return unitSpan('DAY', now, 1, 90)
  const unit = /^(LAST|THIS|NEXT)_(?:FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)$/.exec(name)
  return unit ? unitSpan(unit[2] as Unit, now, SHIFTS[unit[1]!]!, 1) : undefined
}

/** `count` units from the one `shift` units after the current. */
function unitSpan(unit: Unit, now: number, shift: number, count: number): Span {
  return { start: unitStart(unit, now, shift), end: unitStart(unit, now, shift + count) }
}

function unitStart(unit: Unit, now: number, shift: number): number {
  const at = new Date(now)
  const year = at.getUTCFullYear()
  const month = at.getUTCMonth()
  const day = at.getUTCDate()
  if (unit === 'DAY') return Date.UTC(year, month, day + shift)
  if (unit === 'WEEK') return Date.UTC(year, month, day - at.getUTCDay() + 7 * shift)
  if (unit === 'MONTH') return Date.UTC(year, month + shift, 1)
  if (unit === 'QUARTER') return Date.UTC(year, month - (month % 3) + 3 * shift, 1)
  return Date.UTC(year + shift, 0, 1)
}
