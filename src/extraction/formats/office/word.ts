import type { TextOutput } from '../../text-output.js'
import { addFlowingText, type FlowMarks } from './flowing-text.js'
import { readRelationships } from './relationships.js'
import type { ZipParts } from './zip-parts.js'

/** A Word document (.docx): its text, then its headers and footers, notes and comments. */
export async function addWord(zip: ZipParts, mainPart: string, output: TextOutput): Promise<void> {
  await addFlowingText(zip.read(mainPart), output, marks)
  const further = (await readRelationships(zip, mainPart)).filter(({ type }) => furtherTypes.includes(type))
  for (const type of furtherTypes) {
    for (const { part } of further.filter((each) => each.type === type)) {
      output.endPart()
      await addFlowingText(zip.read(part), output, marks)
    }
  }
}

const furtherTypes = ['header', 'footer', 'footnotes', 'endnotes', 'comments']

const marks: FlowMarks = {
  text: new Set(['t']),
  // A drawing stands twice in a document, the second time for programs that don't know the first form.
  skipped: new Set(['Fallback', 'delText', 'del', 'moveFrom']),
  signs: { tab: '\t', br: '\n', cr: '\n', noBreakHyphen: '-' },
}
