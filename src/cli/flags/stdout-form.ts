import { ExtractError } from '../../errors/extract-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** Nobody reads compressed documents on a screen, and some of their bytes would set it off. Throws USAGE. */
export function validateStdoutForm(compress: string | undefined, { stdout }: Pick<Terminal, 'stdout'>): void {
  if (compress === undefined || stdout.isTTY !== true) return
  throw new ExtractError('USAGE', `The documents would go to the terminal, compressed with ${compress}`, {
    hint:
      'Send them elsewhere: --output DIR, --to TARGET, or `> documents.ndjson.gz`. To look at them, leave out --compress ' +
      '(or compress in the settings).',
  })
}
