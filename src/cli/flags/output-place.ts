import path from 'node:path'
import { stdoutPlace } from '../../runs/destination.js'

/** `--output`: the path of a folder, and `-` as it is, which is standard output. */
export function resolvePlace(output: string | undefined, cwd: string): string | undefined {
  return output === undefined || output === stdoutPlace ? output : path.resolve(cwd, output)
}
