/** The reading of an object's window where it may be a large one: by REST, by a query job, or one after the other. */
import { endsRun, isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { QueryResult, ResultsPlace } from '../../org/org.js'
import type { Soql } from '../../soql/soql.js'
import type { Page } from '../../terms.js'
import { rowsScan } from '../records/rows-scan.js'
import { checkpoint } from '../run/checkpoint.js'
import type { ObjectSync } from '../run/object-context.js'
import type { Window } from '../windows/cursor.js'
import { windowQuery } from '../windows/window-query.js'
import { planBulk } from './bulk-plan.js'
import { openOwners } from './owners.js'
import { chooseWay, mayGoByBulk, transportOf } from './choose-way.js'

export interface Load {
  /** The pages of what is left of the window. */
  open(): QueryResult
  /** The select lists that make up a row of the page that was given last, its own first. */
  selects(): Soql[]
  /**
   * That page has been written: a job's results go on after it, in this run or the next. True where it was the last of
   * its statement, as far as that is known.
   */
  pass(): boolean
}

/**
 * Reads the window of an object. A first page by REST says how many rows there are, at no call of its own; from there
 * on a job takes over where they are many. A job that fails gives way to REST, after the last row written, and the
 * report has the reason. Both go by Id, so that each goes on where the other has come to.
 */
export function openLoad(object: ObjectSync): Load {
  const load: OpenLoad = {
    object,
    isRefused: false,
    selects: object.plan.selects,
    rest: undefined,
    isLast: false,
  }
  return {
    open: () => ({ query: windowQuery(rowsScan(object)), pages: () => readWindow(load) }),
    selects: () => load.selects,
    pass() {
      const { job } = windowOf(load)
      if (job !== undefined && load.rest !== undefined) job.place = load.rest
      const { isLast } = load
      load.isLast = false
      return isLast
    },
  }
}

/** Whether the window's first query is a job's: none by REST need be made. */
export function beginsByBulk(object: ObjectSync): boolean {
  const { job, until } = object.state.rows.open ?? {}
  if (!mayGoByBulk(object)) return false
  return job !== undefined || (transportOf(object) === 'bulk' && until !== undefined)
}

interface OpenLoad {
  object: ObjectSync
  /** A job has failed in this run. */
  isRefused: boolean
  selects: Soql[]
  /** The place in a job's results after the last page that was given. */
  rest: ResultsPlace | undefined
  /** The page that was given last, and not passed yet, is the last of its statement. */
  isLast: boolean
}

function windowOf({ object }: OpenLoad): Window {
  return object.state.rows.open!
}

async function* readWindow(load: OpenLoad): AsyncGenerator<Page, void, undefined> {
  const { object } = load
  const { results } = object
  if (!mayGoByBulk(object)) delete windowOf(load).job
  if (!load.isRefused && results.rows === undefined && beginsByBulk(object)) return yield* readByBulk(load)
  yield* readByRest(load)
}

async function* readByRest(load: OpenLoad): AsyncGenerator<Page, void, undefined> {
  const { object } = load
  const { rows: result = object.run.org.query(windowQuery(rowsScan(object))) } = object.results
  delete object.results.rows
  let isFirst = true
  for await (const page of result.pages()) {
    load.selects = object.plan.selects
    load.isLast = page.next === undefined
    yield page
    if (isFirst && page.next !== undefined && !load.isRefused) {
      const { isBulk, reason } = chooseWay(object, page.totalSize)
      if (isBulk) return yield* readByBulk(load)
      if (reason !== undefined) addNote(load, reason)
    }
    isFirst = false
  }
}

async function* readByBulk(load: OpenLoad): AsyncGenerator<Page, void, undefined> {
  const isResumed = windowOf(load).job !== undefined
  try {
    yield* readJob(load)
  } catch (error) {
    if (endsRun(error) || isOfSchema(error)) throw error
    await dropJob(load)
    // One of an earlier run may be gone, or of other fields: a new one is as good.
    if (!isResumed || isExtractError(error, 'JOB_FAILED')) {
      load.isRefused = true
      addNote(load, `Read by REST, not by the Bulk API: ${(error as ExtractError).message}`)
    }
    yield* readWindow(load)
  }
}

async function* readJob(load: OpenLoad): AsyncGenerator<Page, void, undefined> {
  const { object } = load
  const { run, plan } = object
  const sobject = plan.object
  const { fields, owners, select, rest } = planBulk(object)
  const addOwners = openOwners(object, owners)
  const window = windowOf(load)
  if (window.job === undefined) {
    const { id, version } = await run.org.bulk.create(windowQuery({ ...rowsScan(object), select }))
    window.job = { id, version, place: { rows: 0 } }
    await checkpoint(object, { now: true })
  }
  const { job } = window
  load.rest = undefined
  await run.org.bulk.complete(job, { sobject, waitMs: run.settings.bulkWaitMs })
  for await (const page of run.org.bulk.pages(job, { sobject, fields, place: job.place })) {
    load.selects = [select, ...rest]
    load.rest = page.rest
    yield { ...page, rows: await addOwners(page.rows) }
  }
  await dropJob(load)
}

async function dropJob(load: OpenLoad): Promise<void> {
  const { run, plan } = load.object
  const { job } = windowOf(load)
  delete windowOf(load).job
  if (job !== undefined) await run.org.bulk.discard(job, plan.object)
}

/** A field that is gone: the object is planned anew, and read again. */
function isOfSchema(error: unknown): boolean {
  return isExtractError(error, 'FIELD_UNKNOWN') || (isExtractError(error) && error.details.misused !== undefined)
}

function addNote({ object: { report } }: OpenLoad, note: string): void {
  report.notes = [...new Set([...(report.notes ?? []), note])]
}
