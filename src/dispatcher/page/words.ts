/** Numbers and times as people read them. */

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 row`, `2 rows`. */
export function amount(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** `42 s`, `3 min`, `2 h 5 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min')
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** `3 min ago`, `in 2 h`, `just now`; a month ago and more the date. */
export function relative(atMs: number, nowMs: number): string {
  const seconds = (atMs - nowMs) / 1000
  if (Math.abs(seconds) < 5) return seconds < 0 ? 'just now' : 'now'
  if (seconds < -monthSeconds) return date(new Date(atMs))
  return seconds < 0 ? `${duration(-seconds)} ago` : `in ${duration(seconds)}`
}

const monthSeconds = 30 * 86_400

/** `26 Nov 2026`. */
function date(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** `14:05` today, `26 Nov 2026, 14:05` on another day; in the reader's time zone. */
export function clockTime(atMs: number, nowMs: number): string {
  const [at, now] = [new Date(atMs), new Date(nowMs)]
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (at.toDateString() === now.toDateString()) return time
  return `${date(at)}, ${time}`
}

/** The whole of it, for who points at a time: `27 Nov 2026, 14:05:11 (2026-11-27T13:05:11Z)`. */
export function wholeTime(atMs: number): string {
  const at = new Date(atMs)
  const local = at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
  return `${local} (${at.toISOString().replace(/\.\d+Z$/, 'Z')})`
}

function joined(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value} ${unit}` : `${value} ${unit} ${rest} ${restUnit}`
}
