import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

/**
 * The tables of pdf.js for PDFs in Chinese, Japanese and Korean whose fonts leave out what their codes mean: beside the
 * bundle, or in the package.
 */
export function cMapFolder(): string {
  const beside = fileURLToPath(new URL('cmaps/', import.meta.url))
  if (existsSync(beside)) return beside
  const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
  return `${path.join(path.dirname(manifest), 'cmaps')}${path.sep}`
}
