import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/clock.js'
import { systemClock } from '../../src/clock.js'
import type { Enriched, Pipeline } from '../../src/enrichment/pipeline.js'
import { openPipeline } from '../../src/enrichment/pipeline.js'
import type { Document, Log } from '../../src/terms.js'
import { loadFiles } from '../config/config-folder.js'
import { buildSampleDocument } from './sample-document.js'

export interface TestPipelineOptions {
  /** Beside the configuration: lookup files, scripts. */
  files?: Record<string, unknown>
  clock?: Clock
  signal?: AbortSignal
  filesDir?: string
  log?: Log
}

/** A pipeline of processors as a configuration has them; closed when the test ends. */
export async function openTestPipeline(processor: unknown[], options: TestPipelineOptions = {}): Promise<Pipeline> {
  const { files = {}, clock = systemClock, signal = new AbortController().signal } = options
  const { datasources } = await loadFiles({ ...files, '.salesforcerc': { ...org, enrichment_pipeline: { processor } } })
  const log = options.log ?? { debug: () => {} }
  const context = { clock, signal, log, env: process.env, filesDir: options.filesDir }
  const pipeline = await openPipeline(datasources[0]!.enrichment!, context)
  onTestFinished(() => pipeline.close())
  return pipeline
}

/** What becomes of one account with these fields besides the usual ones. */
export async function enrichOne(
  fields: Record<string, unknown>,
  processor: unknown[],
  options: TestPipelineOptions = {},
): Promise<Record<string, unknown>> {
  const [enriched] = await enrichAll([fields], processor, options)
  if (enriched!.documents.length !== 1) throw new Error(`expected one document, got ${enriched!.documents.length}`)
  return enriched!.documents[0] as unknown as Record<string, unknown>
}

/** What becomes of accounts with these fields besides the usual ones. */
export async function enrichAll(
  all: Record<string, unknown>[],
  processor: unknown[],
  options: TestPipelineOptions = {},
): Promise<Enriched[]> {
  const pipeline = await openTestPipeline(processor, options)
  return pipeline.process(all.map(buildAccount), 'Account')
}

/** An account with these fields besides the usual ones. */
export function buildAccount(fields: Record<string, unknown>, at = 0): Document {
  return { ...buildSampleDocument(`00100000000000${at}AAA`), ...fields } as Document
}

const org = { domain: 'mycompany', client_id: 'x', client_secret: 'zq81-not-a-word' }
