import type { TextOutput } from '../../text-output.js'
import { addOpenDocument } from './open-document.js'
import { findMainPart } from './relationships.js'
import { addSheets } from './sheets.js'
import { addSlides } from './slides.js'
import { addWord } from './word.js'
import type { ZipParts } from './zip-parts.js'

/** The text of a document of Office or OpenDocument, by what is in it; false where a packed file is something else. */
export async function addOffice(zip: ZipParts, output: TextOutput): Promise<boolean> {
  if (zip.names.has('content.xml')) {
    await addOpenDocument(zip, output)
    return true
  }
  const mainPart = await findMainPart(zip)
  const add = mainPart === undefined ? undefined : adders[mainPart.split('/')[0]!]
  if (mainPart === undefined || add === undefined) return false
  await add(zip, mainPart, output)
  return true
}

/** By the folder that an Office program keeps its parts in. */
const adders: Record<string, (zip: ZipParts, mainPart: string, output: TextOutput) => Promise<void>> = {
  word: addWord,
  xl: addSheets,
  ppt: addSlides,
}
