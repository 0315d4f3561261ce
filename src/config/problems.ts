import { basename, isAbsolute, relative } from 'node:path'
import { ExtractError } from '../errors/extract-error.js'
import { redact } from '../errors/redact.js'

/** What is wrong with a configuration, by its path in the file or the name of the variable or flag. */
export type Problems = Map<string, string>

/** The first problem at a path stays: the others follow from it. */
export function addProblem(problems: Problems, path: string, text: string): void {
  if (!problems.has(path)) problems.set(path, text)
}

/** Throws CONFIG_INVALID with all problems, where there is one; what the user should know besides is its hint. */
export function validateNoProblems(problems: Problems, notes: string[], file: string | undefined, cwd: string): void {
  if (problems.size === 0) return
  // No colon after the path: `client_secret: …` is what redaction looks for.
  const lines = [...problems].slice(0, mostListed).map(([path, text]) => redact(`${path} - ${text}`))
  if (problems.size > mostListed) lines.push(`and ${problems.size - mostListed} more`)
  const where = renderPlace([...problems.keys()], file, cwd)
  const message = problems.size === 1 ? `${where}: ${lines[0]}` : `${where} has ${problems.size} problems`
  const hint = notes.length === 0 ? undefined : notes.join(' ')
  throw new ExtractError('CONFIG_INVALID', message, { details: { problems: lines }, hint })
}

/** As many as anybody reads. */
const mostListed = 100

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
