import type { ExtractError } from '../../errors/extract-error.js'
import type { Listener } from '../../terms.js'

/** A listener that also prints a run that could not begin, and can be put away in the middle of one. */
export interface Printer extends Listener {
  failed(error: ExtractError): void
  close(): void
}
