import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import type { Org, QueryResult } from '../../org/org.js'
import { chunkIn } from '../../soql/chunks.js'
import { above, isIn } from '../../soql/conditions.js'
import type { Soql } from '../../soql/soql.js'
import type { Query, RecordId, Row } from '../../terms.js'
import type { Run } from '../run/run.js'
import { noProgress } from '../windows/no-progress.js'
import { reopenedPages } from '../windows/reopened-pages.js'
import { firstSliceRows, inSlices, isLastSlice } from '../windows/slices.js'

/** The rows that name one of many Ids. */
export interface IdsQuery extends Pick<Query, 'sobject' | 'scope'> {
  /** What the rows are, where they are read on account of another sObject. */
  from?: string
  /** The select list; it has the Id. */
  select: Soql
  /** The field that is compared: Id, or a lookup, of which one Id may have any number of rows. */
  field: string
  ids: RecordId[]
  /** The most Ids of one statement; fewer where more don't fit into a request. */
  mostIds: number
}

/**
 * Yields the rows page by page, each row once, in the order of the Ids' pieces: a statement each, all in one batch. A
 * dead locator has what is left of its piece queried anew; a piece that takes the org too long is halved, and the rows
 * of a single Id are read in slices.
 * Throws LOCATOR_LOST and QUERY_TIMEOUT, which names the Id, where that doesn't mend it, and QUERY_REFUSED where not
 * even one Id fits.
 */
export async function* queryByIds(
  { org, fits }: Pick<Run, 'org' | 'fits'>,
  query: IdsQuery,
): AsyncGenerator<Row[], void, undefined> {
  const fitsReopened = (ids: RecordId[]) => fits(queryOf(query, { ids, after: ids[0] }, firstSliceRows).soql)
  const batch = org.batch()
  const pieces = chunkIn(query.ids, fitsReopened, query.mostIds).map((ids) => ({
    piece: { ids },
    result: batch.query(queryOf(query, { ids })),
  }))
  for (const { piece, result } of pieces) yield* readPiece(org, query, piece, result)
}

/** What a piece is read with. */
interface Reading {
  org: Org
  query: IdsQuery
  /** The last rows of its pages so far. */
  reached: Set<RecordId>
}

/** What is left of a piece. */
interface Piece {
  ids: RecordId[]
  /** The last row that was yielded, where rows come in the order of their Ids. */
  after?: RecordId
}

async function* readPiece(
  org: Org,
  query: IdsQuery,
  piece: Piece,
  result = org.query(queryOf(query, piece)),
): AsyncGenerator<Row[], void, undefined> {
  const reading: Reading = { org, query, reached: new Set() }
  const left = { ...piece }
  try {
    yield* readRows(reading, left, result)
  } catch (error) {
    if (!isExtractError(error, 'QUERY_TIMEOUT')) throw error
    if (left.ids.length < 2) return yield* readSlices(reading, left, error)
    const middle = Math.ceil(left.ids.length / 2)
    yield* readPiece(org, query, { ...left, ids: left.ids.slice(0, middle) })
    yield* readPiece(org, query, { ...left, ids: left.ids.slice(middle) })
  }
}

/** Yields the pages of what is left, or of `mostRows` of it, and moves `left` on. Returns how many rows each had. */
async function* readRows(
  { org, query, reached }: Reading,
  left: Piece,
  result: QueryResult,
  mostRows?: number,
): AsyncGenerator<Row[], number[], undefined> {
  let pages: number[] = []
  const reopen = () => {
    pages = []
    return left.ids.length === 0 ? undefined : org.query(queryOf(query, left, mostRows))
  }
  yield* reopenedPages(result, reopen, async ({ rows }) => {
    pages.push(rows.length)
    Object.assign(left, leftOf(left, rows, query, reached))
    return rows
  })
  return pages
}

/** The rows of a single Id, so many at a time; of an Id that is compared itself there is but one. */
async function* readSlices(reading: Reading, left: Piece, error: ExtractError): AsyncGenerator<Row[], void, undefined> {
  const { org, query } = reading
  const [id] = left.ids
  if (id === undefined) return
  const cause = nameId(error, query, id)
  if (query.field === 'Id') throw cause
  const readSlice = async function* (mostRows: number): AsyncGenerator<Row[], boolean, undefined> {
    const pages = yield* readRows(reading, left, org.query(queryOf(query, left, mostRows)), mostRows)
    return isLastSlice(pages, mostRows)
  }
  yield* inSlices(readSlice, cause)
}

/** The error of a statement for a single Id, with the Id and what was read for it. */
function nameId(error: ExtractError, { sobject, from = sobject, field }: IdsQuery, id: RecordId): ExtractError {
  const said = error.message.replace(`${sobject}: `, '')
  const { code, hint } = error
  const details = { ...error.details, record: id }
  return new ExtractError(code, `${sobject}: ${from} with ${field} ${id}: ${said}`, { hint, details, cause: error })
}

/**
 * An Id that is compared itself has one row at most; of a lookup's rows those with greater Ids are left. Throws
 * BAD_ANSWER where the rows end at one that rows have ended at before.
 */
function leftOf({ ids, after }: Piece, rows: Row[], { field, sobject }: IdsQuery, reached: Set<RecordId>): Piece {
  const read = rows.map((row) => String(row['Id']))
  const last = read.at(-1)
  if (last === undefined) return { ids, after }
  const known = new Set(read)
  const left = field === 'Id' ? { ids: ids.filter((id) => !known.has(id)) } : { ids, after: last }
  if (field === 'Id' ? left.ids.length === ids.length : last === after || reached.has(last))
    throw noProgress(sobject, last)
  reached.add(last)
  return left
}

function queryOf({ sobject, scope, select, field }: IdsQuery, { ids, after }: Piece, mostRows?: number): Query {
  const named = select.where(isIn(field, ids))
  if (field === 'Id') return { sobject, scope, soql: named.text() }
  const rest = after === undefined ? undefined : above('Id', after)
  const ordered = named.where(rest).orderBy('Id')
  return { sobject, scope, soql: (mostRows === undefined ? ordered : ordered.limit(mostRows)).text() }
}
