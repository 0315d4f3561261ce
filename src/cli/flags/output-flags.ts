import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { validateOnePlace } from './output-place.js'

/** The flags of where documents go, and in which form. */
export interface OutputFlags {
  output?: string
  to?: string
  deadLetter?: string
  format?: string
  compress?: string
  index?: string
  compactOver?: string
  maxCalls?: string
}

/** The folder documents go to, absolute, or none for stdout (`-`). Throws USAGE. */
export function parseOutputFlags(
  { output: given, to, compactOver }: Pick<OutputFlags, 'output' | 'to' | 'compactOver'>,
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
