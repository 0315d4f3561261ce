import type { TextOutput } from '../../text-output.js'
import { readXml } from './xml-events.js'

/** How a kind of file marks its text up. Names are local names of elements. */
export interface FlowMarks {
  /** What is text stands in these alone. */
  text: Set<string>
  /** What stands in these is not for readers: what was deleted, what repeats something. */
  skipped: Set<string>
  /** What these stand for. */
  signs: Record<string, string>
  /** A line of its own before what comes in an element. */
  heading?(name: string, attributes: Record<string, string>): string | undefined
}

const paragraphs = new Set(['p', 'h'])
const cells = new Set(['tc', 'table-cell', 'covered-table-cell'])
const rows = new Set(['tr', 'table-row'])

/** Adds the text of a part in its order: a line for each paragraph, and for each row of a table, its cells by tabs. */
export async function addFlowingText(
  pieces: AsyncIterable<Uint8Array>,
  output: TextOutput,
  { text, skipped, signs, heading }: FlowMarks,
): Promise<void> {
  let inText = 0
  let inSkipped = 0
  let inCell = 0
  await readXml(pieces, {
    isDone: output.isFull,
    onOpen(name, attributes) {
      if (skipped.has(name)) inSkipped++
      if (inSkipped > 0) return
      const line = heading?.(name, attributes)
      if (line !== undefined) {
        output.endPart()
        output.add(`${line}\n`)
      }
      if (text.has(name)) inText++
      if (cells.has(name)) inCell++
      if (Object.hasOwn(signs, name)) output.add(signs[name]!)
    },
    onText: (piece) => inText > 0 && inSkipped === 0 && output.add(piece),
    onClose(name) {
      if (inSkipped > 0) {
        if (skipped.has(name)) inSkipped--
        return
      }
      if (text.has(name)) inText--
      if (paragraphs.has(name)) {
        if (inCell > 0) output.add(' ')
        else output.endLine()
      }
      if (cells.has(name)) {
        inCell--
        output.endCell()
      }
      if (rows.has(name)) output.endLine()
    },
  })
}
