import { and, atMost, isIn } from '../../soql/conditions.js'
import type { Row } from '../../terms.js'
import type { Run } from '../run/run.js'
import { fileObject, words } from '../plan/field-tables.js'

/** Files that are text as they are. What other formats hold takes a reader of their own. */
const plainTextTypes = new Set(words('txt log csv tsv md markdown rst html htm xml json yaml yml svg py rb sh eml'))

/** The files whose text is fetched, as a condition on ContentDocument. */
export const isTextFile = () => and(isIn('FileExtension', [...plainTextTypes]), atMost('ContentSize', largestTextBytes))

/** A document is held in memory whole: a file above this, a log mostly, has a document without its text. */
const largestTextBytes = 5 * 1024 * 1024

/** The text of a file, from its ContentDocument row; undefined where it is none, too large, or gone. */
export async function fetchText(row: Row, { org }: Run): Promise<string | undefined> {
  const version = row['LatestPublishedVersionId']
  const extension = String(row['FileExtension']).toLowerCase()
  if (typeof version !== 'string' || !plainTextTypes.has(extension)) return undefined
  if (Number(row['ContentSize'] ?? 0) > largestTextBytes) return undefined
  const bytes = await org.versionData(version, { sobject: fileObject, maxBytes: largestTextBytes })
  return bytes && decodeText(bytes)
}

/**
 * UTF-16 begins with a mark, as Windows writes it; what is no UTF-8 is what Excel saves a CSV file in. A mark is no
 * part of the text.
 */
function decodeText(bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 2)
  if (mark === 'fffe') return new TextDecoder('utf-16le').decode(bytes)
  if (mark === 'feff') return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decodeWindows1252(bytes)
  }
}

/**
 * Node's TextDecoder takes windows-1252 for Latin-1 up to version 23: the euro sign and typographic quotes are lost.
 */
function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll(/[\u0080-\u009f]/g, (char) => from0x80[char.charCodeAt(0) - 0x80]!)
}

const from0x80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
