import { ExtractError } from '../../errors/extract-error.js'

/**
 * Throws USAGE for a flag whose value is empty: in a script that is a variable that isn't set, and an empty path would
 * be the working directory.
 */
export function validateFilled(flags: Record<string, unknown>): void {
  const empty = Object.entries(flags).find(([, value]) => [value].flat().includes(''))
  if (empty === undefined) return
  const flag = `--${empty[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new ExtractError('USAGE', `${flag} is empty`, {
    hint: 'Give it a value, or leave the flag out. In a script: is the variable set that it comes from?',
  })
}
