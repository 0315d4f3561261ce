import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { readField, writeField } from '../fields.js'
import { splitText } from '../passages.js'
import { eachDocument, type Fields, type Processor } from '../processor.js'

/**
 * Cuts a long text into passages: documents of their own, `<id>#1` and on, each with its parent's id, its number and how
 * many there are.
 */
export function openChunk({ field, size, overlap, parent, payload }: ProcessorOptions<'chunk'>): Processor {
  return eachDocument((document) => {
    const text = readField(document, field)
    const passages = typeof text === 'string' ? splitText(text, { size, overlap }) : []
    if (passages.length < 2) return document
    const shared = payload ? document : withoutPayload(document)
    const made = passages.map((passage, at) => {
      const own = buildPassage(shared, at + 1, passages.length)
      return writeField(own, field, passage)
    })
    return parent ? [document, ...made] : made
  })
}

function withoutPayload(document: Fields): Fields {
  const { payload: _, summary: __, ...rest } = document
  return rest
}

function buildPassage({ id, ...rest }: Fields, number: number, of: number): Fields {
  return { id: `${String(id)}#${number}`, parent_id: id, passage: { number, of }, ...rest }
}
