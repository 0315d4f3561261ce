/** Cuts what one statement can't carry: lists of Ids by bytes, lists of fields into parts that are joined by Id. */
import { ExtractError } from '../errors/extract-error.js'
import type { RecordId } from '../terms.js'
import type { Selection } from './selection.js'
import type { Soql } from './soql.js'

export interface IdCut {
  /** The statement that asks for some of the Ids. */
  statement: (ids: RecordId[]) => Soql
  /** Whether a statement can be sent. */
  fits: (soql: string) => boolean
  /** Most Ids in one statement. */
  max: number
}

/** Cuts Ids, in their order, into lists whose statements fit. Throws QUERY_REFUSED where not even one Id does. */
export function chunkIn(ids: RecordId[], { statement, fits, max }: IdCut): RecordId[][] {
  const chunks: RecordId[][] = []
  for (let start = 0; start < ids.length; start += chunks.at(-1)!.length) {
    const text = (size: number) => statement(ids.slice(start, start + size)).text()
    const count = longestFit(Math.min(max, ids.length - start), (size) => fits(text(size)))
    if (count === 0) throw tooLong(text(1))
    chunks.push(ids.slice(start, start + count))
  }
  return chunks
}

/**
 * Cuts a selection into parts whose statements fit, each with the keys in it; the child lists are in the first ones.
 * Also keeps to what one statement may hold: 20 child lists and 55 parent relationships.
 * Throws QUERY_REFUSED where a single field or child list doesn't fit.
 */
export function chunkFields(selection: Selection, fits: (part: Selection) => boolean): Selection[] {
  const canSend = (part: Selection) => isWithinLimits(part) && fits(part)
  if (canSend(selection)) return [selection]
  const { keys, fields, children } = selection
  const rest = fields.filter((field) => !keys.includes(field))
  const items = [...children.map((child) => ({ children: [child] })), ...rest.map((field) => ({ fields: [field] }))]
  const parts: Selection[] = []
  for (let start = 0; start < items.length; ) {
    const part = (size: number) => partOf(selection, items.slice(start, start + size))
    const count = longestFit(items.length - start, (size) => canSend(part(size)))
    if (count === 0) throw tooLong(part(1).fields.join(', '), selection.sobject)
    parts.push(part(count))
    start += count
  }
  return parts
}

const mostChildLists = 20
const mostParents = 55

function isWithinLimits({ fields, children }: Selection): boolean {
  const paths = fields.filter((path) => path.includes('.'))
  const parents = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('.'))))
  return children.length <= mostChildLists && parents.size <= mostParents
}

function partOf(selection: Selection, items: Partial<Pick<Selection, 'fields' | 'children'>>[]): Selection {
  const children = items.flatMap((item) => item.children ?? [])
  return { ...selection, fields: [...selection.keys, ...items.flatMap((item) => item.fields ?? [])], children }
}

/** The largest size up to `most` that fits, where a smaller one fits if a larger does. */
function longestFit(most: number, fits: (size: number) => boolean): number {
  if (fits(most)) return most
  let [known, tooLarge] = [0, most]
  while (tooLarge - known > 1) {
    const size = Math.floor((known + tooLarge) / 2)
    if (fits(size)) known = size
    else tooLarge = size
  }
  return known
}

function tooLong(soql: string, object?: string): ExtractError {
  return new ExtractError('QUERY_REFUSED', 'The shortest statement possible is still too long for one request.', {
    hint: 'Shorten the `where` of this object in the configuration, or leave fields out with exclude_fields.',
    details: { soql, ...(object === undefined ? {} : { object }) },
  })
}
