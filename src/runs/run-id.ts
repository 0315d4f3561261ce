import { randomBytes } from 'node:crypto'

/**
 * `20260105T093011000Z-1f9c2e`: unique, and later in text order than `last`, the id of the run before, even where this
 * machine's clock went back meanwhile. Files are named after their run, and readers take them in the order of names.
 */
export function buildRunId(nowMs: number, last?: string): string {
  const lastMs = last === undefined ? undefined : parseMoment(last)
  const momentMs = lastMs === undefined ? nowMs : Math.max(nowMs, lastMs + 1)
  const moment = new Date(momentMs).toISOString().replaceAll(/[-:.]/g, '')
  return `${moment}-${randomBytes(3).toString('hex')}`
}

function parseMoment(id: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(id)
  if (parts === null) return undefined
  const [year, month, day, hour, minute, second, ms] = parts.slice(1)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
}
