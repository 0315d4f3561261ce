import { z } from 'zod'
import { closestName } from '../values/closest-name.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import { readSection } from './read-section.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { toggle, wholeNumber } from '../values/setting-values.js'

/**
 * Checks the `connector_dispatcher` entry of `pipeline`, as the seed of this tool has it; other entries are the Coco
 * server's. What it says is the dispatcher's concern and no part of Config.
 */
export function validatePipeline(section: unknown, context: ReadContext): void {
  if (!Array.isArray(section)) return
  for (const [index, entry] of section.entries()) {
    if (isMap(entry) && entry['name'] === 'connector_dispatcher') {
      validateDispatcher(entry, ['pipeline', index], context)
    }
  }
}

function validateDispatcher(entry: Record<string, unknown>, at: PropertyKey[], context: ReadContext): void {
  readKnownKeys(dispatcherKeys, entry, at, context)
  const processors = entry['processor']
  if (!isSet(processors)) return
  if (!Array.isArray(processors)) {
    addProblem(context.problems, renderPath([...at, 'processor']), 'must be a list')
    return
  }
  for (const [index, processor] of processors.entries()) {
    const settings = isMap(processor) ? processor['connector_dispatcher'] : undefined
    if (isMap(settings)) {
      readKnownKeys(processorKeys, settings, [...at, 'processor', index, 'connector_dispatcher'], context)
    }
  }
}

const dispatcherKeys = {
  name: z.unknown(),
  processor: z.unknown(),
  auto_start: toggle,
  keep_running: toggle,
  singleton: toggle,
  retry_delay_in_ms: wholeNumber(1, 86_400_000),
}

const processorKeys = { max_running_timeout_in_seconds: wholeNumber(1, 604_800) }

/** The server knows more keys than these, so an unknown one is a problem only where it is near a known one. */
function readKnownKeys(
  known: Record<string, z.ZodType>,
  values: Record<string, unknown>,
  at: PropertyKey[],
  context: ReadContext,
): void {
  const pathOf = (key: string): string => renderPath([...at, key])
  const schema = z.looseObject(Object.fromEntries(Object.entries(known).map(([key, value]) => [key, value.optional()])))
  readSection(schema, { values, pathOf }, [], context)
  for (const key of Object.keys(values).filter((each) => !(each in known))) {
    const closest = closestName(key, Object.keys(known))
    if (closest !== undefined) addProblem(context.problems, pathOf(key), `unknown key; did you mean "${closest}"?`)
  }
}
