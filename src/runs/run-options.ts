import type { Clock } from '../clock.js'
import type { Config, Datasource } from '../config/config-types.js'
import type { SharedOrgs } from '../org/shared-orgs.js'
import type { Compression } from '../sinks/compress/compression.js'
import type { Format } from '../sinks/formats/format.js'
import type { Store } from '../state/stores/store.js'
import type { HandOff, Lane } from '../sync/handed/lane.js'
import type { SyncOptions } from '../sync/sync.js'
import type { Listener, Log } from '../terms.js'
import type { Output } from './output.js'

export type { HandedObject, HandOff, Lane } from '../sync/handed/lane.js'

/** What is read, and where it goes. */
export interface RunOptions extends Omit<SyncOptions, 'runId'> {
  config: Config
  /** Its id or name, or itself; may be left out where only one is configured. */
  datasource?: string | Datasource
  output: Output
  /**
   * Names the place that a writer or a sink of the caller's own stands for: each has watermarks of its own. Without a
   * name they share those of standard output; a folder is known by its mark.
   */
  destination?: string
  /** How files and a stream have the documents; as the configuration says where it isn't given. */
  format?: Format
  /** How these are compressed; as the configuration says where it isn't given. */
  compress?: Compression
  /** Leaves the new watermarks pending until they are committed or rolled back. */
  hold?: boolean
  /** How long to wait for another run that holds the datasource; 0, the default, doesn't. */
  waitMs?: number
  /** Names the run in file names and reports; made where it isn't given. */
  runId?: string
  /**
   * Reads one handed object, in place of the datasource: under a lock of its own, beside other runs of the datasource.
   * Where the object is no longer handed by this token, or is done, nothing is read, and the report is `done` without
   * objects. A report that is `done` or `partial` is final: the next run of the datasource takes the object back. After
   * any other outcome, and after what is thrown, the object is still handed, and a further run with the same lane goes
   * on from its last checkpoint.
   */
  lane?: Lane
  /**
   * Hands objects with much to read to runs of their own: is told of each once that is kept, and again by each later
   * run with a `handOff` that finds it neither done nor taken back. A run without one takes handed objects back, and
   * throws LOCK_HELD while one is being read. Nothing is handed off by a held run, nor into a target that takes a run
   * whole.
   */
  handOff?: HandOff
  /** Names who runs, in the names of files and to who meets its locks: a worker. */
  worker?: string
  listener?: Listener
  /** Ends the run with a checkpoint of what is written; what is asked of the org is given up. */
  signal?: AbortSignal
  /** Ends the run at its next checkpoint that has documents, which is then due. */
  limit?: AbortSignal
  /** Shared with other runs and left open; opened and closed where it isn't given. */
  store?: Store
  /** What the runs of the caller share of the orgs; without it each run logs in and counts for itself. */
  sharedOrgs?: SharedOrgs
  clock?: Clock
  log?: Log
  /** The process's own where it isn't given. XDG_CACHE_HOME counts, for tokens where the state is in no folder. */
  env?: NodeJS.ProcessEnv
}
