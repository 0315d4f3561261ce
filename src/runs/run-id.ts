import { randomBytes } from 'node:crypto'

/**
 * `20260105T093011000Z-1f9c2e`: unique, and later in text order than `last`, the id of the run before, even where this
 * machine's clock went back meanwhile. Files are named after their run, and readers take them in the order of names.
 * That of a worker has its name at the end.
 */
export function buildRunId(nowMs: number, last?: string, worker?: string): string {
  const lastMs = last === undefined ? undefined : parseMoment(last)
  const momentMs = lastMs === undefined ? nowMs : Math.max(nowMs, lastMs + 1)
  const moment = new Date(momentMs).toISOString().replaceAll(/[-:.]/g, '')
  const name = worker === undefined ? '' : `-${worker.replaceAll(/[^A-Za-z0-9_.]+/g, '-').slice(0, longestName)}`
  return `${moment}-${randomBytes(3).toString('hex')}${name}`
}

/** Of a worker: names of files have their limits. */
const longestName = 40

function parseMoment(id: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(id)
  if (parts === null) return undefined
  const [year, month, day, hour, minute, second, ms] = parts.slice(1)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
}
