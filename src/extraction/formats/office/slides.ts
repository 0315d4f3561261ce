import type { TextOutput } from '../../text-output.js'
import { addFlowingText, type FlowMarks } from './flowing-text.js'
import { readRelationships } from './relationships.js'
import { readXml } from './xml-events.js'
import type { ZipParts } from './zip-parts.js'

/** A presentation (.pptx): slide after slide as they are shown, each with its number, its text and its notes. */
export async function addSlides(zip: ZipParts, mainPart: string, output: TextOutput): Promise<void> {
  const parts = new Map((await readRelationships(zip, mainPart)).map(({ id, part }) => [id, part]))
  for (const [at, id] of (await listSlides(zip, mainPart)).entries()) {
    const slide = parts.get(id)
    if (slide === undefined || output.isFull()) continue
    output.endPart()
    output.add(`Slide ${at + 1}\n`)
    await addFlowingText(zip.read(slide), output, marks)
    const notes = (await readRelationships(zip, slide)).filter(({ type }) => type === 'notesSlide')
    for (const { part } of notes) await addFlowingText(zip.read(part), output, marks)
  }
}

async function listSlides(zip: ZipParts, mainPart: string): Promise<string[]> {
  const ids: string[] = []
  await readXml(zip.read(mainPart), {
    onOpen(name, attributes) {
      if (name === 'sldId' && attributes['r:id'] !== undefined) ids.push(attributes['r:id'])
    },
  })
  return ids
}

const marks: FlowMarks = {
  text: new Set(['t']),
  // Fields are the slide's number, and the date it is shown on.
  skipped: new Set(['Fallback', 'fld']),
  signs: { br: '\n', tab: '\t' },
}
