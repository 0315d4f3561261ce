import WordExtractor from 'word-extractor'
import type { TextOutput } from '../text-output.js'
import { fileDamaged } from '../file-errors.js'

/** A document of Word 97 to 2003 (.doc): its text, then its headers and footers, notes and comments. */
export async function addWord97(bytes: Uint8Array, output: TextOutput): Promise<void> {
  const document = await new WordExtractor().extract(Buffer.from(bytes)).catch((error: unknown) => {
    throw fileDamaged('it is no document of Word', error)
  })
  const parts = [
    document.getBody(),
    document.getHeaders(),
    document.getFootnotes(),
    document.getEndnotes(),
    document.getTextboxes(),
    document.getAnnotations(),
  ]
  for (const part of parts) {
    output.add(part)
    output.endPart()
  }
}
