import { ExtractError } from '../../errors/extract-error.js'
import { longestFit } from '../../soql/longest-fit.js'
import type { Selection } from './selection.js'

/**
 * Cuts a selection into parts whose statements fit, to be joined by Id: each has the keys in it, the child lists are in
 * the first.
 * Also keeps to what one statement may hold, 20 child lists and 55 parent relationships, and to `mostItems`, of which
 * one always has its place.
 * Throws QUERY_REFUSED where a single field or child list doesn't fit, or the keys alone don't.
 */
export function splitSelection(
  selection: Selection,
  fits: (part: Selection) => boolean,
  mostItems = Infinity,
): Selection[] {
  const canSend = (part: Selection) => isWithinLimits(part) && countItems(part) <= mostItems && fits(part)
  if (canSend(selection)) return [selection]
  const { keys, fields, children } = selection
  const rest = fields.filter((field) => !keys.includes(field))
  const items = [...children.map((child) => ({ children: [child] })), ...rest.map((field) => ({ fields: [field] }))]
  if (items.length === 0) throw tooLong(selection.sobject)
  const parts: Selection[] = []
  for (let start = 0; start < items.length;) {
    const part = (size: number) => partOf(selection, items.slice(start, start + size))
    const count = longestFit(items.length - start, (size) => canSend(part(size)))
    if (count === 0) throw tooLong(selection.sobject)
    parts.push(part(count))
    start += count
  }
  return parts
}

/** The fields and child lists of a selection besides its keys. */
export function countItems({ fields, keys, children }: Selection): number {
  return fields.filter((field) => !keys.includes(field)).length + children.length
}

const mostChildLists = 20
const mostParents = 55

function isWithinLimits({ fields, children }: Selection): boolean {
  const parents = new Set(fields.flatMap(parentsOf))
  return children.length <= mostChildLists && parents.size <= mostParents
}

/** Every parent on the way to a field: `Owner` and `Owner.Profile` of `Owner.Profile.Name`. */
function parentsOf(path: string): string[] {
  const names = path.split('.')
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'))
}

function partOf(selection: Selection, items: Partial<Pick<Selection, 'fields' | 'children'>>[]): Selection {
  const children = items.flatMap((item) => item.children ?? [])
  return { ...selection, fields: [...selection.keys, ...items.flatMap((item) => item.fields ?? [])], children }
}

function tooLong(object: string): ExtractError {
  return new ExtractError('QUERY_REFUSED', `Even one field of ${object} makes a statement too long for a request.`, {
    hint: 'Shorten the `where` of this object in the configuration, or leave the field out with exclude_fields.',
    details: { object },
  })
}
