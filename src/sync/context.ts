import type { Clock } from '../clock.js'
import type { Datasource, ExtractSettings } from '../config/config-types.js'
import type { Pipeline } from '../enrichment/pipeline.js'
import type { FileTexts } from '../extraction/file-texts.js'
import type { Org } from '../org/org.js'
import type { State } from '../state/state.js'
import type { KeptFolder } from './files/file-place.js'
import type { HandedObjects } from './handed/handed.js'
import type { HandOff } from './handed/lane.js'
import type { Listener, Stamp } from '../terms.js'

/** What a run works with. The caller opens and closes org and state, and holds the datasource's lock. */
export interface SyncContext {
  org: Org
  state: State
  clock: Clock
  listener: Listener
  signal: AbortSignal
  /** Ends the run too, at the next checkpoint that has documents: so it comes further, however late it is. */
  limit?: AbortSignal | undefined
  /** What the report says of the place the documents go to. */
  notes?: string[] | undefined
  /** What documents go through between building and sink. The caller opens and closes it. */
  pipeline?: Pipeline | undefined
  /** The object as a run has spelled it that read it into another destination. */
  findRead?(object: string): Promise<string | undefined>
  /** What reads files and remembers what they say. Absent where none is fetched. */
  texts?: FileTexts | undefined
  /** Where the files themselves stay. Absent where they don't. */
  kept?: KeptFolder | undefined
  /** Objects that runs of their own read, and this one leaves alone; none where it isn't given. */
  handed?: HandedObjects
  settings: Pick<
    ExtractSettings,
    'concurrency' | 'overlapLimit' | 'pageSize' | 'bulkThreshold' | 'bulkWaitMs' | 'rangeThreshold'
  >
}

export interface SyncOptions {
  /** Names the run in file names and reports. */
  runId: string
  /** Only these sObjects of the datasource. */
  objects?: string[]
  /** Read everything again. */
  full?: boolean
  /** Read from this moment on instead of from the watermark. */
  since?: Stamp
  /** Compare all Ids of each object with those written. */
  reconcile?: boolean
  /** The most API calls of the run: the org stops it there. */
  maxCalls?: number
  /** How large loads travel, whatever the configuration says. */
  transport?: Datasource['transport']
  /** Hands objects with much to read to runs of their own. */
  handOff?: HandOff
}
