import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { validateOnePlace } from './output-place.js'

/** The flags of where documents go. */
export interface OutputFlags {
  output?: string
  to?: string
  compactOver?: string
}

/** The folder documents go to, absolute, or none for stdout (`-`). Throws USAGE. */
export function parseOutputFlags(
  { output: given, to, compactOver }: OutputFlags,
  { cwd }: { cwd: string },
): { folder: string | undefined } {
  validateOnePlace({ output: given, to })
  const output = given === '-' ? undefined : given
  if (compactOver !== undefined && output === undefined) {
    throw new ExtractError('USAGE', '--compact-over is for files, and the documents go to stdout', {
      hint: 'Name the folder they go to with --output DIR.',
    })
  }
  return { folder: output === undefined ? undefined : path.resolve(cwd, output) }
}
