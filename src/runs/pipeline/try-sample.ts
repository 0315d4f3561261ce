import type { Pipeline } from '../../enrichment/pipeline.js'
import { reportError } from '../../errors/extract-error.js'
import { buildDocument } from '../../sync/documents/document.js'
import { buildRules } from '../../sync/documents/rules.js'
import { buildFileDocument } from '../../sync/files/file-document.js'
import { settingsOf } from '../../sync/plan/settings-of.js'
import type { ObjectContext } from '../../sync/run/object-context.js'
import type { Document, FieldDescribe, Row, SObjectDescribe } from '../../terms.js'
import type { CheckResult } from '../check/check-result.js'

/**
 * What the pipeline makes of a document of an object: of the row, or of a made one where there is none. Nothing where
 * it touches none of the object's documents.
 */
export async function trySample(
  { plan, run }: ObjectContext,
  row: Row | undefined,
  pipeline: Pipeline,
  subject: string,
): Promise<CheckResult[]> {
  if (pipeline.fingerprintOf(plan.object) === undefined) return []
  const of = row === undefined ? 'a made-up record' : `${plan.object} ${String(row['Id'])}`
  try {
    const document = buildSample({ plan, run }, row ?? sampleRow(plan.describe))
    const [enriched] = await pipeline.process([document], plan.object)
    const { documents, failures } = enriched!
    const count = documents.length === 1 ? '1 document' : `${documents.length} documents`
    return [
      ...failures.map(({ processor, message, action }): CheckResult => {
        const text = `enrichment: processor ${processor} can't take ${of}: ${message} (on_failure: ${action})`
        return { outcome: 'note', subject, text }
      }),
      { outcome: 'good', subject, text: `enrichment: ${of} comes out as ${count}` },
    ]
  } catch (error) {
    const { code, message, hint } = reportError(error)
    return [{ outcome: 'bad', subject, text: `enrichment: ${message}`, code, hint }]
  }
}

function buildSample({ plan, run }: Pick<ObjectContext, 'plan' | 'run'>, row: Row): Document {
  const { source, instanceUrl, catalog, datasource } = run
  const { describe, isStandard } = plan
  if (plan.files) {
    const content = { text: 'Sample text.' }
    return buildFileDocument(row, { source, instanceUrl, describe, table: plan.files, links: [], content })
  }
  const rules = buildRules(describe, (name) => catalog.describes.get(name), settingsOf(plan.object, datasource))
  return buildDocument(row, { source, instanceUrl, describe, isStandard, rules })
}

/** A row as the org might send it, with something in every field. */
function sampleRow({ fields, keyPrefix }: SObjectDescribe): Row {
  const values = fields.map((field) => [field.name, sampleValue(field)])
  return { ...Object.fromEntries(values), Id: `${keyPrefix ?? '000'}000000000000AAA` } as Row
}

function sampleValue({ type, label, length }: FieldDescribe): unknown {
  if (type in samples) return samples[type]
  return length > 0 ? label.slice(0, length) : null
}

const samples: Record<string, unknown> = {
  boolean: false,
  int: 1,
  double: 1.5,
  currency: 1.5,
  percent: 1.5,
  date: '2026-01-05',
  datetime: '2026-01-05T09:30:11.000+0000',
  email: 'sample@example.com',
  phone: '+1 415 555 0132',
  url: 'https://example.com',
  reference: null,
  address: null,
  location: null,
}
