import { SaxesParser } from 'saxes'
import { fileDamaged } from '../../file-errors.js'

/** What is heard of an XML text. Names come without their prefix: two makers of files choose different ones. */
export interface XmlListener {
  onOpen?(name: string, attributes: Record<string, string>): void
  onText?(text: string): void
  onClose?(name: string): void
  /** Whether enough was heard: the rest is not read. */
  isDone?(): boolean
}

/**
 * Reads XML as it comes, without a tree: that of a stranger's file may be as large as he likes. Entities that the text
 * itself declares are not expanded. Throws FILE_DAMAGED for what is no XML.
 */
export async function readXml(pieces: AsyncIterable<Uint8Array>, listener: XmlListener): Promise<void> {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw fileDamaged('its XML is broken', error)
  })
  parser.on('opentag', ({ name, attributes }) => listener.onOpen?.(localName(name), localNames(attributes)))
  parser.on('text', (text) => listener.onText?.(text))
  parser.on('cdata', (text) => listener.onText?.(text))
  parser.on('closetag', ({ name }) => listener.onClose?.(localName(name)))
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece))
    parser.write(decoder.decode(piece, { stream: true }))
    if (listener.isDone?.()) return
  }
  if (decoder === undefined) return
  parser.write(decoder.decode())
  parser.close()
}

function encodingOf(piece: Uint8Array): string {
  const [first, second] = piece
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** `r:id` is told from `id`: both stand on a slide. */
function localNames(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.startsWith('r:') ? name : localName(name), value]),
  )
}
