import type { Clock } from '../../clock.js'
import type { Connector, Datasource } from '../../config/config-types.js'
import type { Pipeline } from '../../enrichment/pipeline.js'
import type { Log } from '../../terms.js'

interface PipelineContext {
  clock: Clock
  signal: AbortSignal
  /** Of the settings: where files lie that documents may name. */
  filesDir: string | undefined
  log?: Log | undefined
  /** The environment of programs, and of proxies; the process's own where it isn't given. */
  env?: NodeJS.ProcessEnv | undefined
  /** Services are reached as its org is. */
  connector?: Pick<Connector, 'proxy' | 'caFile'> | undefined
}

/** Opens the enrichment pipeline of a datasource, where it has one. Throws CONFIG_INVALID as openPipeline does. */
export async function openDatasourcePipeline(
  { enrichment }: Datasource,
  { clock, signal, filesDir, log = { debug: () => {} }, env = process.env, connector: way }: PipelineContext,
): Promise<Pipeline | undefined> {
  if (enrichment === undefined) return undefined
  const { openPipeline } = await import('../../enrichment/pipeline.js')
  return openPipeline(enrichment, { clock, signal, filesDir, log, env, way })
}
