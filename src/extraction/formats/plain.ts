import type { TextOutput } from '../text-output.js'
import { fileDamaged } from '../file-errors.js'
import { plainText } from '../html/rich-text.js'
import { decodeText, type TextBytes } from './decode-text.js'

/** Text as it is: notes, tables of commas, Markdown, logs, sources. Throws FILE_DAMAGED for what is no text. */
export function addPlain(given: TextBytes, output: TextOutput): void {
  output.add(decoded(given))
}

/** What a browser shows of a page. Throws FILE_DAMAGED for what is no text. */
export function addHtml(given: TextBytes, output: TextOutput): void {
  const beginning = Buffer.from(given.bytes.subarray(0, 2048)).toString('latin1')
  const named = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(beginning)?.[1]
  const html = decoded({ ...given, named })
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(html.slice(0, 65_536))?.[1]?.trim()
  const text = plainText(html)
  if (title && !text.startsWith(title)) output.add(`${plainText(title)}\n`)
  output.add(text)
}

function decoded(given: TextBytes): string {
  const text = decodeText(given)
  if (text === undefined) throw fileDamaged('it is no text, whatever its name says')
  return text
}
