import type { z } from 'zod'
import type { PipelineSettings } from '../config-types.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { dispatcherSettings, pipelineSettings } from '../settings/pipeline-settings.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import { closestName } from '../values/closest-name.js'
import { readSection } from './read-section.js'

/**
 * The dispatcher's settings: those of the `connector_dispatcher` among the entries of `pipeline`, the defaults where
 * there is none. Other entries are the Coco server's. Undefined where a problem keeps them from being whole.
 */
export function readPipeline(section: unknown, context: ReadContext): PipelineSettings | undefined {
  const { entry, at } = findDispatcher(section, context)
  const own = readKnown(pipelineSchema, pipelineKeys, entry, at, context)
  const { settings, place } = findProcessor(entry['processor'], [...at, 'processor'], context)
  const ofProcessor = readKnown(dispatcherSchema, dispatcherKeys, settings, place, context)
  return own && ofProcessor && { ...own, ...ofProcessor }
}

const pipelineSchema = buildSectionSchema(pipelineSettings)
const dispatcherSchema = buildSectionSchema(dispatcherSettings)
const pipelineKeys = Object.keys(pipelineSettings)
const dispatcherKeys = Object.keys(dispatcherSettings)

const dispatcherName = 'connector_dispatcher'

function findDispatcher(
  section: unknown,
  { problems }: ReadContext,
): { entry: Record<string, unknown>; at: PropertyKey[] } {
  if (isMap(section) && section['name'] === dispatcherName) return { entry: section, at: ['pipeline'] }
  const entries = Array.isArray(section) ? (section as unknown[]) : []
  const [first = -1, second] = entries.flatMap((entry, index) =>
    isMap(entry) && entry['name'] === dispatcherName ? [index] : [],
  )
  if (second !== undefined) {
    addProblem(problems, renderPath(['pipeline', second]), `is a second ${dispatcherName}: there is one`)
  }
  const entry = entries[first]
  return { entry: isMap(entry) ? entry : {}, at: ['pipeline', Math.max(0, first)] }
}

function findProcessor(
  processors: unknown,
  at: PropertyKey[],
  { problems }: ReadContext,
): { settings: Record<string, unknown>; place: PropertyKey[] } {
  if (isSet(processors) && !Array.isArray(processors)) addProblem(problems, renderPath(at), 'must be a list')
  const list = Array.isArray(processors) ? (processors as unknown[]) : []
  const index = list.findIndex((processor) => isMap(processor) && isMap(processor[dispatcherName]))
  const settings = index === -1 ? {} : (list[index] as Record<string, Record<string, unknown>>)[dispatcherName]!
  return { settings, place: [...at, Math.max(0, index), dispatcherName] }
}

/** The server knows more keys than these, so an unknown one is a problem only where it is near a known one. */
function readKnown<T>(
  schema: z.ZodType<T>,
  keys: string[],
  values: Record<string, unknown>,
  at: PropertyKey[],
  context: ReadContext,
): T | undefined {
  const pathOf = (key: string): string => renderPath([...at, key])
  for (const key of Object.keys(values).filter((each) => !keys.includes(each) && !serverKeys.has(each))) {
    const closest = closestName(key, keys)
    if (closest !== undefined) addProblem(context.problems, pathOf(key), `unknown key; did you mean "${closest}"?`)
  }
  const known = Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)))
  return readSection(schema, { values: known, pathOf }, [], context)
}

const serverKeys = new Set(['name', 'processor'])
