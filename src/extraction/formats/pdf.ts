import type { TextOutput } from '../text-output.js'
import { fileDamaged, fileLocked } from '../file-errors.js'
import { cMapFolder } from './c-maps.js'

/** The text of a PDF, page after page. Throws FILE_LOCKED for one with a password, FILE_DAMAGED for what is none. */
export async function addPdf(bytes: Uint8Array, output: TextOutput): Promise<void> {
  const { getDocument } = await loadPdfjs()
  const task = getDocument({
    data: bytes,
    cMapUrl: cMapFolder(),
    cMapPacked: true,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    maxImageSize: 1,
    verbosity: 0,
  })
  try {
    const document = await task.promise
    for (let number = 1; number <= document.numPages && !output.isFull(); number++) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      for (const item of items) if ('str' in item) output.add(item.hasEOL ? `${item.str}\n` : item.str)
      page.cleanup()
      output.endPart()
    }
  } catch (error) {
    throw (error as Error).name === 'PasswordException' ? fileLocked() : fileDamaged('it is no whole PDF', error)
  } finally {
    await task.destroy().catch(() => undefined)
  }
}

/**
 * pdf.js as far as it reads: what it draws with isn't there in Node, and nothing is drawn. Its own worker runs in this
 * thread, which is one already.
 */
async function loadPdfjs() {
  const there = globalThis as Record<string, unknown>
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) there[name] ??= Object
  // @ts-expect-error The package has no types for it.
  there['pdfjsWorker'] ??= await import('pdfjs-dist/legacy/build/pdf.worker.mjs')
  return import('pdfjs-dist/legacy/build/pdf.mjs')
}
