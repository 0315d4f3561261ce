import { ExactNumber } from '../../exact-json.js'
import type { FieldDescribe, Row } from '../../terms.js'
import { stampOf } from '../windows/stamps.js'
import { looksRich, plainText } from '../../extraction/html/rich-text.js'

/** A field of a row, or of its parents, as a document says it. */
export interface FieldValue {
  /** Its name, or a path of parents to it. */
  field: string
  /** What its text is, where it isn't just text; what may be HTML is where it begins with a tag. */
  kind?: 'html' | 'maybe html' | 'datetime' | 'multipicklist' | undefined
}

/**
 * The value of a field as text: a number in its digits, a boolean as `true` or `false`, a datetime in UTC, an address
 * or a place on one line. Undefined where it holds nothing.
 */
export function fieldText(row: Row, { field, kind }: FieldValue): string | undefined {
  const value = valueAt(row, field)
  if (['number', 'boolean'].includes(typeof value) || value instanceof ExactNumber) return String(value)
  if (typeof value === 'object' && value !== null) return placeLine(value as Row)
  if (typeof value !== 'string') return undefined
  const text = convert(value, kind)
  return text.trim() === '' ? undefined : text
}

/** The values of a field as texts: those that are chosen in a multi-select picklist, else the one there is. */
export function fieldTexts(row: Row, value: FieldValue): string[] {
  const text = fieldText(row, value)
  if (text === undefined) return []
  if (value.kind !== 'multipicklist') return [text]
  const chosen = text.split(';').map((each) => each.trim())
  return chosen.filter((each) => each !== '')
}

/**
 * What the describe of a field says of its text. A long text area and a rich one have the same type, and not every
 * describe tells them apart.
 */
export function kindOf({ type, htmlFormatted }: FieldDescribe): FieldValue['kind'] {
  if (htmlFormatted) return 'html'
  if (type === 'textarea') return 'maybe html'
  return type === 'datetime' || type === 'multipicklist' ? type : undefined
}

/** Parts of a path that were taken on trust may be spelled in another case of letters than the org does. */
function valueAt(row: Row, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path]
  return path.split('.').reduce<unknown>((parent, name) => {
    if (typeof parent !== 'object' || parent === null) return undefined
    if (Object.hasOwn(parent, name)) return (parent as Row)[name]
    const spelled = Object.keys(parent).find((key) => key.toLowerCase() === name.toLowerCase())
    return spelled === undefined ? undefined : (parent as Row)[spelled]
  }, row)
}

function convert(text: string, kind: FieldValue['kind']): string {
  if (kind === 'html' || (kind === 'maybe html' && looksRich(text))) return plainText(text)
  return kind === 'datetime' ? (stampOf(text) ?? text) : text
}

/** An address, or the latitude and longitude of a geolocation. */
function placeLine(place: Row): string | undefined {
  const textAt = (part: string) => fieldText(place, { field: part }) ?? []
  const parts = ['street', 'city', 'state', 'postalCode', 'country'].flatMap(textAt)
  const line = parts.map((part) => part.trim().replaceAll(/\s*[\r\n]+\s*/g, ', ')).join(', ')
  if (line !== '' || Object.hasOwn(place, 'city')) return line === '' ? undefined : line
  const position = ['latitude', 'longitude'].flatMap(textAt)
  return position.length === 2 ? position.join(', ') : undefined
}
