import type { TextOutput } from '../../text-output.js'
import { fileLocked } from '../../file-errors.js'
import { addFlowingText, type FlowMarks } from './flowing-text.js'
import { readXml } from './xml-events.js'
import type { ZipParts } from './zip-parts.js'

/** A text, workbook or presentation of OpenDocument (.odt, .ods, .odp). Throws FILE_LOCKED for one with a password. */
export async function addOpenDocument(zip: ZipParts, output: TextOutput): Promise<void> {
  if (await isLocked(zip)) throw fileLocked()
  let slides = 0
  let isWorkbook = false
  const heading: FlowMarks['heading'] = (name, attributes) => {
    if (name === 'spreadsheet') isWorkbook = true
    if (name === 'page') return `Slide ${++slides}`
    return isWorkbook && name === 'table' ? attributes['name'] : undefined
  }
  await addFlowingText(zip.read('content.xml'), output, { ...marks, heading })
}

async function isLocked(zip: ZipParts): Promise<boolean> {
  let isFound = false
  await readXml(zip.read('META-INF/manifest.xml'), {
    onOpen: (name) => {
      if (name === 'encryption-data') isFound = true
    },
    isDone: () => isFound,
  })
  return isFound
}

const marks: FlowMarks = {
  text: new Set(['p', 'h']),
  skipped: new Set(['tracked-changes', 'page-number']),
  signs: { tab: '\t', 'line-break': '\n', s: ' ' },
}
