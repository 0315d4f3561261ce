import { ExtractError } from '../../errors/extract-error.js'

/**
 * CONFIG_SYNTAX for a file, with its place in the file where that is known. No line of the file is quoted: it may hold
 * a secret.
 */
export function syntaxError(file: string, message: string, place?: { line: number; column?: number }): ExtractError {
  const column = place?.column === undefined ? '' : `, column ${place.column}`
  const where = place === undefined ? file : `${file}, line ${place.line}${column}`
  return new ExtractError('CONFIG_SYNTAX', `${where}: ${message}`, {
    hint: 'Correct that place in the file and run the command again.',
  })
}
