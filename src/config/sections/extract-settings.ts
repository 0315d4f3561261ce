import { isExtractError } from '../../errors/extract-error.js'
import type { ExtractSettings } from '../../terms.js'
import { addProblem } from '../problems.js'
import type { Layer } from '../sources/layers.js'
import { readSection, type Reading, type Section } from './read-section.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { extractSettings, retrySettings } from '../settings/settings.js'
import { resolveStateAddress } from '../values/state-address.js'

/** Where relative paths of the state count from. */
export interface Bases {
  /** The folder of the configuration file, or the working directory where there is none. */
  file: string
  /** The working directory: a path in the environment or on the command line counts from there. */
  cwd: string
  /** What `~` stands for. */
  home: string
}

/** The tool's own settings; undefined where a problem keeps them from being whole. */
export function readExtractSettings(
  section: Section,
  layers: Layer[],
  bases: Bases,
  reading: Reading,
): ExtractSettings | undefined {
  const values = readSection(schema, section, layers, reading)
  if (values === undefined) return undefined
  const given = layers.findLast((layer) => layer.has('state'))?.get('state')
  const base = given === undefined ? bases.file : bases.cwd
  const state = readState(values.state, base, bases.home, (problem) =>
    addProblem(reading.findings, given?.origin ?? section.pathOf('state'), problem),
  )
  return {
    state,
    concurrency: values.concurrency,
    retry: {
      attempts: values.retry.attempts,
      delayMs: values.retry.delay,
      maxDelayMs: values.retry.max_delay,
      budgetMs: values.retry.budget,
    },
    requestTimeoutMs: values.request_timeout,
    maxAnswerBytes: values.max_answer_bytes,
    quotaReserve: values.quota_reserve,
    tokenCache: values.token_cache,
    pageSize: values.page_size,
    overlapLimit: values.overlap_limit,
  }
}

const schema = buildSectionSchema(extractSettings, { retry: buildSectionSchema(retrySettings).prefault({} as never) })

function readState(address: string, base: string, home: string, report: (problem: string) => void): string {
  try {
    return resolveStateAddress(address, base, home)
  } catch (error) {
    if (!isExtractError(error)) throw error
    report(error.message)
    return address
  }
}
