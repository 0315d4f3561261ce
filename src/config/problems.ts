import { basename, isAbsolute, relative } from 'node:path'
import { ExtractError } from '../errors/extract-error.js'
import { redact } from '../errors/redact.js'

/** What reading a configuration brings to light beside the settings. */
export interface Findings {
  /**
   * By their path in the file, or the name of the variable or flag. The first at a path stays: the others follow from
   * it.
   */
  problems: Map<string, string>
  notes: string[]
}

export function addProblem({ problems }: Findings, path: string, text: string): void {
  if (!problems.has(path)) problems.set(path, text)
}

/** Throws CONFIG_INVALID with all problems, where there is one. */
export function validateNoProblems({ problems, notes }: Findings, file: string | undefined, cwd: string): void {
  if (problems.size === 0) return
  // No colon after the path: `client_secret: …` is what redaction looks for.
  const lines = [...problems].map(([path, text]) => redact(`${path} - ${text}`))
  const where = renderPlace([...problems.keys()], file, cwd)
  const message = lines.length === 1 ? `${where}: ${lines[0]}` : `${where} has ${lines.length} problems`
  throw new ExtractError('CONFIG_INVALID', message, {
    details: { problems: lines },
    ...(notes.length === 0 ? {} : { hint: notes.join(' ') }),
  })
}

/** What is to be corrected: the file, unless every problem comes from a flag, or from flags and variables. */
function renderPlace(paths: string[], file: string | undefined, cwd: string): string {
  if (paths.every((path) => path.startsWith('--'))) return 'The command line'
  const isOutside = paths.every((path) => /^(?:--|SF_EXTRACT_)/.test(path))
  return file === undefined || isOutside ? 'The environment' : renderFile(file, cwd)
}

/** Relative to the working directory where it is below it. */
function renderFile(file: string, cwd: string): string {
  const path = relative(cwd, file)
  return path.startsWith('..') || isAbsolute(path) ? file : path || basename(file)
}
