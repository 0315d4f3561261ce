/** The table of processors. The compiler asks for a line here for each that config/enrichment has a table of. */
import type { ProcessorEntry, ProcessorName, ProcessorOptions } from '../config/enrichment/enrichment-types.js'
import type { Processor, ProcessorContext } from './processor.js'
import { openChunk } from './processors/chunk.js'
import { openCommand } from './processors/command.js'
import { openExtractText } from './processors/extract-text.js'
import { openLookup } from './processors/lookup.js'
import { openRedact } from './processors/redact.js'
import { openRemove } from './processors/remove.js'
import { openRename } from './processors/rename.js'
import { openScript } from './processors/script.js'
import { openSet } from './processors/set.js'
import { openTruncate } from './processors/truncate.js'

/** Opens a processor. Throws CONFIG_INVALID for a file it needs and can't use. */
export async function openProcessor({ name, options }: ProcessorEntry, context: ProcessorContext): Promise<Processor> {
  const open = openers[name] as (given: typeof options, context: ProcessorContext) => Processor | Promise<Processor>
  return open(options, context)
}

type Opener<Name extends ProcessorName> = (
  options: ProcessorOptions<Name>,
  context: ProcessorContext,
) => Processor | Promise<Processor>

const openers: { [Name in ProcessorName]: Opener<Name> } = {
  set: openSet,
  remove: openRemove,
  rename: openRename,
  redact: openRedact,
  truncate: openTruncate,
  lookup: openLookup,
  extract_text: openExtractText,
  chunk: openChunk,
  script: openScript,
  command: openCommand,
  // What it sends with takes a while to load.
  http: async (options, context) => (await import('./processors/http.js')).openHttp(options, context),
}
