import { toLongId } from '../../record-ids.js'

/** The 18-character form of a written id of 15 or 18; undefined for anything else, a wrong checksum included. */
export function parseRecordId(text: string): string | undefined {
  if (!/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-5]{3})?$/.test(text)) return undefined
  const id = toLongId(text.slice(0, 15))
  return text.length === 15 || text === id ? id : undefined
}
