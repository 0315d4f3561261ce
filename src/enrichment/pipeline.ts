/** An enrichment pipeline: what documents go through between building and sink. */
import { createHash } from 'node:crypto'
import type { Enrichment, ProcessorEntry } from '../config/enrichment/enrichment-types.js'
import { validateNoProblems, type Problems } from '../config/problems.js'
import { ExtractError, isExtractError } from '../errors/extract-error.js'
import type { Document } from '../terms.js'
import { keepShape } from './document-shape.js'
import type { Failure, Fields, Outcome, Processor, ProcessorContext } from './processor.js'
import { openProcessor } from './processors.js'
import { openFilter, type Filter } from './when.js'

export interface Pipeline {
  /**
   * Puts documents of an sObject through the processors, in their order, and gives what became of each. Throws
   * ENRICHMENT_FAILED where a processor with `on_failure: fail` can't take one.
   */
  process(documents: Document[], sobject: string): Promise<Enriched[]>
  /** What documents of an sObject follow from, as a hash; undefined where they go through untouched. */
  fingerprintOf(sobject: string): string | undefined
  /** Whether there is a processor that sees tombstones. */
  takesTombstones: boolean
  close(): Promise<void>
}

/** What became of a document. */
export interface Enriched {
  /** The documents in its place; none where it was left out. */
  documents: Document[]
  /** What processors couldn't take of it, and went on without. */
  failures: StepFailure[]
}

export interface StepFailure extends Failure {
  /** The id of the document. */
  document: string
  /** The processor by its place in the pipeline: `3 (http)`. */
  processor: string
  action: 'skip_document' | 'pass'
}

/**
 * Opens a datasource's pipeline. Throws CONFIG_INVALID with what is wrong with the files
 * that processors need, all at once.
 */
export async function openPipeline(
  enrichment: Enrichment,
  context: Omit<ProcessorContext, 'folder'>,
): Promise<Pipeline> {
  const steps = await openSteps(enrichment, { ...context, folder: enrichment.folder })
  return {
    process: (documents, sobject) => processAll(documents, sobject, steps),
    fingerprintOf: (sobject) => fingerprint(steps.filter(({ filter }) => filter.takesObject(sobject))),
    takesTombstones: steps.some(({ entry }) => entry.tombstones),
    close: () => closeAll(steps.map(({ processor }) => processor)),
  }
}

interface Step {
  /** `3 (http)`. */
  title: string
  entry: ProcessorEntry
  filter: Filter
  processor: Processor
}

async function openSteps({ processors }: Enrichment, context: ProcessorContext): Promise<Step[]> {
  const problems: Problems = new Map()
  const steps: Step[] = []
  for (const [index, entry] of processors.entries()) {
    try {
      const filter = await openFilter(entry.when)
      const processor = await openProcessor(entry, context)
      steps.push({ title: `${index + 1} (${entry.name})`, entry, filter, processor })
    } catch (error) {
      if (!isExtractError(error, 'CONFIG_INVALID')) throw error
      problems.set(entry.at, error.message)
    }
  }
  if (problems.size > 0) await closeAll(steps.map(({ processor }) => processor))
  validateNoProblems(problems, [], 'The configuration', '')
  return steps
}

/** A document on its way, and which of those that were handed in it comes from. */
interface Item {
  fields: Fields
  origin: number
}

async function processAll(documents: Document[], sobject: string, steps: Step[]): Promise<Enriched[]> {
  const made: Enriched[] = documents.map(() => ({ documents: [], failures: [] }))
  let items: Item[] = documents.map((document, origin) => ({ fields: document as unknown as Fields, origin }))
  for (const step of steps.filter(({ filter }) => filter.takesObject(sobject))) {
    items = await takeStep(step, items, documents, made)
  }
  for (const { fields, origin } of items) made[origin]!.documents.push(fields as unknown as Document)
  return made
}

async function takeStep(step: Step, items: Item[], documents: Document[], made: Enriched[]): Promise<Item[]> {
  const { filter, entry, processor } = step
  const isFor = ({ fields }: Item) => (entry.tombstones || fields['deleted'] !== true) && filter.takes(fields)
  const taken = items.filter(isFor)
  if (taken.length === 0) return items
  const outcomes = await processor.process(taken.map(({ fields }) => fields))
  let at = 0
  return items.flatMap((item) => {
    if (item !== taken[at]) return item
    const outcome = checkShapes(outcomes[at++]!, item, documents[item.origin]!)
    if ('documents' in outcome) return outcome.documents.map((fields) => ({ fields, origin: item.origin }))
    if (entry.onFailure === 'fail') throw enrichmentFailed(step, item.fields, outcome.failure)
    const action = entry.onFailure
    const document = String(item.fields['id'])
    made[item.origin]!.failures.push({ ...outcome.failure, document, processor: step.title, action })
    return action === 'pass' ? item : []
  })
}

function checkShapes(outcome: Outcome, { fields }: Item, document: Document): Outcome {
  if ('failure' in outcome || (outcome.documents.length === 1 && outcome.documents[0] === fields)) return outcome
  try {
    return { documents: keepShape(outcome.documents, document) }
  } catch (error) {
    return { failure: { message: error instanceof Error ? error.message : String(error), isPassing: false } }
  }
}

function enrichmentFailed({ title }: Step, fields: Fields, { message, isPassing }: Failure): ExtractError {
  const again = isPassing ? 'Run it again later' : 'Correct what is wrong'
  return new ExtractError(
    'ENRICHMENT_FAILED',
    `Processor ${title} of the enrichment pipeline failed for ${String(fields['id'])}: ${message}.`,
    {
      hint:
        `${again}; \`sf-extract check\` puts a sample through. With on_failure: skip_document or pass such documents ` +
        'do not stop the others.',
    },
  )
}

function fingerprint(steps: Step[]): string | undefined {
  if (steps.length === 0) return undefined
  const facts = steps.map(({ entry: { name, options, when, tombstones }, processor: { identity = options } }) => ({
    name,
    identity,
    when,
    tombstones,
  }))
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)
}

async function closeAll(processors: Processor[]): Promise<void> {
  for (const processor of processors) await processor.close?.()
}
