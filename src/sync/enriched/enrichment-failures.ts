import type { StepFailure } from '../../enrichment/pipeline.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { RecordId } from '../../terms.js'
import type { EnrichmentFailures, ObjectSync, StepFailures } from '../run/object-context.js'

export function openEnrichmentFailures(): EnrichmentFailures {
  return { byStep: new Map(), again: new Set() }
}

/**
 * Counts what processors could not take of a record's document. What may pass is tried again in the next run; where
 * that is too much to remember, the object fails instead: throws ENRICHMENT_FAILED.
 */
export function noteFailures({ enrichment }: ObjectSync, record: RecordId, failures: StepFailure[]): void {
  enrichment.again.delete(record)
  for (const { processor, action, message, document, isPassing } of failures) {
    const key = `${processor} ${action}`
    const step = enrichment.byStep.get(key) ?? { processor, action, count: 0, first: [], message }
    enrichment.byStep.set(key, step)
    step.count += 1
    if (step.first.length < mostNamed) step.first.push(document)
    if (isPassing) enrichment.again.add(record)
    if (enrichment.again.size > mostAgain) throw tooMany(step)
  }
}

const mostNamed = 3
/** Records are noted in the object's state one by one. */
const mostAgain = 5_000

function tooMany({ processor, message }: StepFailures): ExtractError {
  return new ExtractError(
    'ENRICHMENT_FAILED',
    `Processor ${processor} of the enrichment pipeline failed for more than ${mostAgain} records: ${message}.`,
    { hint: 'What it depends on seems to be out of reach. The next run goes on from here.' },
  )
}

/** A warning for each processor that failed, and what became of the documents. */
export function failureWarnings({ byStep, again }: EnrichmentFailures): string[] {
  const next = again.size === 0 ? '' : ' The next run tries again what may have met something passing.'
  return [...byStep.values()].map(({ processor, action, count, first, message }) => {
    const further = count > first.length ? ` and ${count - first.length} more` : ''
    const documents = count === 1 ? '1 document' : `${count} documents`
    const what = action === 'pass' ? 'went on without it' : `${count === 1 ? 'was' : 'were'} left out`
    return `Processor ${processor} failed for ${documents}, which ${what}: ${first.join(', ')}${further}. The first: ${message}.${next}`
  })
}
