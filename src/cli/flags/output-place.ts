import path from 'node:path'
import type { Config } from '../../config/config-types.js'
import { ExtractError } from '../../errors/extract-error.js'
import { stdoutPlace } from '../../runs/destination.js'

/** `--output`: the path of a folder, and `-` as it is, which is standard output. */
export function resolvePlace(output: string | undefined, cwd: string): string | undefined {
  return output === undefined || output === stdoutPlace ? output : path.resolve(cwd, output)
}

/** The flags that name a destination. */
export interface PlaceFlags {
  output?: string
  to?: string
}

/** The destination that flags name: a folder, `-`, or a target by its name; undefined where they name none. */
export function findPlace({ output, to }: PlaceFlags, { extract }: Config, cwd: string): string | undefined {
  validateOnePlace({ output, to })
  return to === undefined ? resolvePlace(output, cwd) : extract.target?.name
}

/** Throws USAGE where two are named. */
export function validateOnePlace({ output, to }: PlaceFlags): void {
  if (output === undefined || to === undefined) return
  throw new ExtractError('USAGE', '--to and --output exclude each other: documents go to one place', {
    hint: 'Run twice for two places: each has watermarks of its own.',
  })
}
