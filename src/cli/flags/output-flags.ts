import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { formatNames, formats } from '../../sinks/formats/formats.js'
import type { Format } from '../../sinks/formats/format.js'
import { parseChoice } from './flag-values.js'
import { validateOnePlace } from './output-place.js'

/** The flags of where documents go and how they look. */
export interface OutputFlags {
  output?: string
  to?: string
  format?: string
  compactOver?: string
}

/** The folder documents go to, absolute, or none for stdout (`-`); and their format. Throws USAGE. */
export function parseOutputFlags(
  { output: given, to, format = 'ndjson', compactOver }: OutputFlags,
  { cwd }: { cwd: string },
): { folder: string | undefined; format: Format } {
  validateOnePlace({ output: given, to })
  const output = given === '-' ? undefined : given
  if (compactOver !== undefined && output === undefined) {
    throw new ExtractError('USAGE', '--compact-over is for files, and the documents go to stdout', {
      hint: 'Name the folder they go to with --output DIR.',
    })
  }
  const folder = output === undefined ? undefined : path.resolve(cwd, output)
  return { folder, format: formats[parseChoice('--format', format, formatNames)] }
}
