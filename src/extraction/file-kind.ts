/** What a file is: its content says so first, its name where the content leaves it open. */

export type FileKind = 'pdf' | 'zip' | 'word97' | 'outlook-mail' | 'rtf' | 'html' | 'mail' | 'plain'

/** The extensions of files whose text is read. */
export const readableTypes: ReadonlySet<string> = new Set(
  (
    'txt log csv tsv md markdown rst xml json yaml yml svg py rb sh html htm xhtml eml msg rtf pdf doc dot ' +
    'docx docm dotx dotm xlsx xlsm xltx xltm pptx pptm potx potm ppsx ppsm odt ott ods ots odp otp'
  ).split(' '),
)

/**
 * The kind of a file, by its first bytes and its extension; undefined where it is none that is read. People name pages
 * `.xls` and RTF `.doc`, and programs open them all the same.
 */
export function kindOf(head: Uint8Array, extension: string): FileKind | undefined {
  const begins = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const text = begins.toString('latin1')
  if (text.slice(0, 1024).includes('%PDF-') && extension !== 'eml') return 'pdf'
  if (text.startsWith('PK\u0003\u0004') || text.startsWith('PK\u0005\u0006')) return 'zip'
  if (text.startsWith(compoundFile)) return extension === 'msg' ? 'outlook-mail' : 'word97'
  if (text.startsWith('{\\rtf')) return 'rtf'
  if (extension === 'eml') return 'mail'
  const isPage = /^(?:\u00ef\u00bb\u00bf)?\s*(?:<!doctype html|<html)\b/i.test(text)
  if (isPage || /^x?html?$/.test(extension)) return 'html'
  return readableTypes.has(extension) ? 'plain' : undefined
}

/** What files of Office before 2007 begin with, and those with a password since. */
const compoundFile = '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'

/** Formats that are never plain text: what is none of theirs is damaged. */
export const packedTypes: ReadonlySet<string> = new Set(
  'pdf docx docm dotx dotm xlsx xlsm xltx xltm pptx pptm potx potm ppsx ppsm odt ott ods ots odp otp msg'.split(' '),
)
