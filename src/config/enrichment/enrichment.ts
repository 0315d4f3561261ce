/** `enrichment_pipeline`: what documents go through on their way out. */
import type { z } from 'zod'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { readSection } from '../sections/read-section.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import type { SettingsOf } from '../settings/setting.js'
import { isMap, isSet } from '../sources/map.js'
import { renderSuggestion } from '../values/closest-name.js'
import { text, toggle } from '../values/setting-values.js'
import type { Enrichment, ProcessorEntry, ProcessorName } from './enrichment-types.js'
import { validateOptions } from './option-rules.js'
import { commonSettings, processorSettings } from './processor-settings.js'
import { whenSchema, type When } from './when.js'

/** Where a datasource has it. */
export const enrichmentKey = 'enrichment_pipeline'

/** A place in the file, as the keys below it are told. */
type PathOf = (keys: readonly PropertyKey[]) => string

/** A pipeline as the file has it; undefined where there is none, it is switched off, or a problem was found. */
export function readEnrichment(given: unknown, pathOf: PathOf, context: ReadContext): Enrichment | undefined {
  if (!isSet(given)) return undefined
  const refuse = (keys: PropertyKey[], problem: string) => addProblem(context.problems, pathOf(keys), problem)
  if (!isMap(given)) return void refuse([], 'must be a map with name and processor')
  const { processor, ...rest } = given
  const head = readSection(headSchema, { values: rest, pathOf: (key) => pathOf([key]) }, [], context)
  if (!isSet(processor)) return undefined
  if (!Array.isArray(processor)) return void refuse(['processor'], 'must be a list')
  const read = processor.map((entry: unknown, index) => {
    const at = ['processor', index]
    return readProcessor(entry, (keys) => pathOf([...at, ...keys]), context)
  })
  if (head === undefined || head.enabled === false) return undefined
  const processors = read.filter((entry) => entry !== undefined)
  return processors.length === 0 ? undefined : { name: head.name, folder: context.folder, processors }
}

const headSettings = {
  name: { property: 'name', check: text, type: 'text', example: 'crm', effect: 'Its name.' },
  enabled: {
    property: 'enabled',
    check: toggle,
    type: 'true or false',
    example: 'false',
    effect: 'Whether it is used.',
  },
} as const
/** The other keys are those of the Coco server's pipelines. */
const headSchema = buildSectionSchema(headSettings, {}, [
  'auto_start',
  'keep_running',
  'singleton',
  'retry_delay_in_ms',
])

/** An entry of the list: one key, the name of the processor, with its options. */
function readProcessor(entry: unknown, pathOf: PathOf, context: ReadContext): ProcessorEntry | undefined {
  const refuse = (keys: PropertyKey[], problem: string) => addProblem(context.problems, pathOf(keys), problem)
  const keys = isMap(entry) ? Object.keys(entry) : [String(entry)]
  const [name = ''] = keys
  if (!isMap(entry) && typeof entry !== 'string') return void refuse([], oneProcessor)
  if (keys.length !== 1) return void refuse([], oneProcessor)
  if (!isProcessor(name)) return void refuse([name], `unknown processor${suggest(name)}`)
  const options = isMap(entry) && isSet(entry[name]) ? entry[name] : {}
  if (!isMap(options)) return void refuse([name], 'must be a map of options')
  const section = { values: options, pathOf: (key: string) => pathOf([name, key]) }
  const read = readSection(schemas[name], section, [], context)
  if (read === undefined) return undefined
  const { onFailure, tombstones, when, ...own } = read as SettingsOf<typeof commonSettings> & { when?: When }
  const made = { name, at: pathOf([name]), options: own, when, onFailure, tombstones } as ProcessorEntry
  for (const [path, pattern] of patternsOf(made)) context.patterns.set(path, pattern)
  for (const [key, problem] of validateOptions(made)) refuse([name, key], problem)
  return made
}

const oneProcessor = 'must be one processor with its options, such as remove: { fields: [payload.Fax] }'

function isProcessor(name: string): name is ProcessorName {
  return Object.hasOwn(processorSettings, name)
}

function suggest(name: string): string {
  const names = Object.keys(processorSettings)
  return renderSuggestion(name, names) || `; there are ${names.join(', ')}`
}

function patternsOf({ at, options, when }: ProcessorEntry): [path: string, pattern: string][] {
  const patterns = 'patterns' in options ? (options.patterns ?? []) : []
  const placeOf = (index: number) => (patterns.length === 1 ? `${at}.pattern` : `${at}.pattern[${index}]`)
  const own = patterns.map((pattern, index): [string, string] => [placeOf(index), pattern])
  return when?.matches === undefined ? own : [...own, [`${at}.when.matches`, when.matches]]
}

const schemas = Object.fromEntries(
  Object.entries(processorSettings).map(([name, table]) => [
    name,
    buildSectionSchema({ ...table, ...commonSettings }, { when: whenSchema.optional() }),
  ]),
) as Record<ProcessorName, z.ZodType>
