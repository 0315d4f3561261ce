import path from 'node:path'
import type { Config } from '../../config/config-types.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { TargetOutput } from '../../runs/output.js'
import type { Terminal } from '../terminal/terminal.js'

interface OutputChoice {
  /** `--output` as it was given, `-` too. */
  output?: string | undefined
  deadLetter?: string | undefined
  hold?: boolean | undefined
  json?: boolean | undefined
}

/**
 * The target that flags, environment or file name; undefined where documents go to stdout or a folder, which `--output`
 * says whatever the settings do. What a command prints goes to stdout, but for where the report does. Throws USAGE.
 */
export function chooseTarget(
  { output, deadLetter, hold = false, json = false }: OutputChoice,
  { extract }: Pick<Config, 'extract'>,
  { cwd, stdout, stderr }: Pick<Terminal, 'cwd' | 'stdout' | 'stderr'>,
): TargetOutput | undefined {
  const target = output === undefined ? extract.target : undefined
  if (target === undefined) {
    if (deadLetter === undefined) return undefined
    throw new ExtractError('USAGE', '--dead-letter is for targets, and the documents go elsewhere', {
      hint: 'Name the target with --to.',
    })
  }
  if (hold && target.kind === 'command') {
    throw new ExtractError('USAGE', '--hold and a command exclude each other: it commits when the command ends with 0')
  }
  const file = deadLetter === undefined ? undefined : path.resolve(cwd, deadLetter)
  return { target, deadLetter: file, cwd, stdout: json ? stderr : stdout, stderr }
}
