/**
 * A first look at what changed: one statement an sObject, of its rows and its deletions together, so few that they
 * travel with the conditional describes. In most runs most of them find nothing that is new, and that is all there is
 * to read of the sObject.
 */
import { endsRun } from '../../errors/extract-error.js'
import type { Batch } from '../../org/org.js'
import { atLeast } from '../../soql/conditions.js'
import { soql } from '../../soql/soql.js'
import { stamp } from '../../soql/values.js'
import type { Page, SObjectDescribe, Stamp } from '../../terms.js'
import { isBegun, type Cursor } from '../windows/cursor.js'
import { addMs } from '../windows/stamps.js'

/** What an sObject had changed from a stamp on. */
export interface Peek {
  /** Rows with an earlier SystemModstamp are not in it. */
  from: Stamp
  fields: Set<string>
  /**
   * Id and stamps of all rows, deleted ones too, by SystemModstamp. Undefined where they are more than a peek takes, or
   * the org refused it: the sObject's own statements tell then. Throws what ends the run.
   */
  page(): Promise<Page | undefined>
}

export type Peeks = Map<string, Peek>

/** The cursors of an sObject: all that a run reads of it goes on from them. */
export type CursorsOf = (sobject: string) => Promise<Cursor[]>

/** Puts a peek at each of these sObjects into the batch, as its kept describe allows, and sends them with it. */
export async function openPeeks(
  describes: SObjectDescribe[],
  cursorsOf: CursorsOf,
  options: { batch: Batch; lookbackMs: number },
): Promise<Peeks> {
  const peeks: Peeks = new Map()
  for (const describe of describes) {
    const peek = openPeek(describe, await cursorsOf(describe.name), options)
    if (peek !== undefined) peeks.set(describe.name, peek)
  }
  for (const peek of peeks.values()) void peek.page().catch(() => undefined)
  return peeks
}

/** Undefined where the cursors don't go on from a watermark, or the sObject can't be looked at by SystemModstamp. */
function openPeek(
  { name, fields, queryable }: SObjectDescribe,
  cursors: Cursor[],
  { batch, lookbackMs }: { batch: Batch; lookbackMs: number },
): Peek | undefined {
  const watermarks = cursors.flatMap((cursor) => (goesOnFromWatermark(cursor, lookbackMs) ? cursor.watermark! : []))
  const isStamped = fields.some((field) => field.name === windowField && field.filterable && field.sortable)
  if (!queryable || !isStamped || cursors.length === 0 || watermarks.length < cursors.length) return undefined
  const from = addMs(watermarks.toSorted()[0]!, -lookbackMs)
  const known = new Set(fields.map((field) => field.name))
  const select = peekedFields.filter((field) => known.has(field))
  const statement = soql(name)
    .id()
    .fields(select)
    .where(atLeast(windowField, stamp(from)))
  const { pages } = batch.query({
    sobject: name,
    scope: 'all',
    soql: statement.orderBy(windowField).orderBy('Id').limit(mostRows).text(),
  })
  const page = once(() => readPage(pages))
  return { from, fields: new Set(select), page }
}

/** So does a window that an earlier run opened and read nothing of, unless it was told to begin earlier. */
function goesOnFromWatermark({ watermark, open }: Cursor, lookbackMs: number): boolean {
  if (watermark === undefined) return false
  return open === undefined || (!isBegun(open) && open.from === addMs(watermark, -lookbackMs))
}

const windowField = 'SystemModstamp'

/** What a deletion needs, and what versions go by. */
const peekedFields = ['IsDeleted', windowField, 'LastModifiedDate', 'MasterRecordId']

/** More have changed than pays to look at twice. */
const mostRows = 200

async function readPage(pages: () => AsyncGenerator<Page, void, undefined>): Promise<Page | undefined> {
  try {
    for await (const page of pages()) return page.rows.length < mostRows && page.next === undefined ? page : undefined
    return undefined
  } catch (error) {
    if (endsRun(error)) throw error
    return undefined
  }
}

/** The first call's promise for every call. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= read())
}
