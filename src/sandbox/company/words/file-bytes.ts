import type { Random } from '../../random.js'
import { docxBytes, pdfBytes, pptxBytes, xlsxBytes } from './office-bytes.js'
import { COMMENT_SENTENCES, DEAL_SENTENCES, PRODUCTS, writeText } from './sentences.js'

/** What a file of this name holds: a text in it where the kind has one, else a few bytes that begin like the kind. */
export function fileBytes(random: Random, path: string): Buffer {
  const text = writeText(random, [...COMMENT_SENTENCES, ...DEAL_SENTENCES], 12)
  const write = WRITERS[path.slice(path.lastIndexOf('.') + 1)]
  return write ? write(text, random) : Buffer.from(`${text}\n`)
}

const WRITERS: Readonly<Record<string, (text: string, random: Random) => Buffer>> = {
  csv: (_text, random) =>
    Buffer.from(
      [
        'Part,Quantity,Price',
        ...PRODUCTS.map((part) => `"${part}",${random.integer(1, 40)},${random.integer(20, 4000)}`),
      ].join('\r\n'),
    ),
  json: (text) => Buffer.from(JSON.stringify({ note: text })),
  html: (text) => Buffer.from(`<!doctype html><title>Note</title><p>${text}</p>`),
  md: (text) => Buffer.from(`# Note\n\n${text}\n`),
  pdf: pdfBytes,
  docx: docxBytes,
  xlsx: (text) =>
    xlsxBytes([
      ['Part', 'Note'],
      [PRODUCTS[0]!, text],
    ]),
  pptx: pptxBytes,
  png: () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]),
  jpg: () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0]),
}
