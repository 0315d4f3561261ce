import path from 'node:path'
import { loadConfig } from '../../src/config/config.js'
import type { Config } from '../../src/config/config-types.js'
import type { Output } from '../../src/runs/output.js'
import { runDatasource, type RunOptions } from '../../src/runs/run-datasource.js'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js'
import type { Store } from '../../src/state/stores/store.js'
import type { HandedObject } from '../../src/sync/handed/lane.js'
import type { RunReport } from '../../src/terms.js'
import { openCliOrg } from './cli-org.js'
import { openMortalStore, type MortalStore } from './mortal-store.js'

export interface LaneOrg {
  sandbox: Sandbox
  config: Config
  mortal: MortalStore
  /** The output folder. */
  folder: string
  /** What runs have handed off, again and again. */
  handed: HandedObject[]
  /** A run that hands off; each of these is a process of its own where no store is given. */
  poll(options?: Partial<RunOptions>): Promise<RunReport>
  /** The run of the object that was handed off last, or of another. */
  work(options?: Partial<RunOptions>, handed?: HandedObject): Promise<RunReport>
  sync(options?: Partial<RunOptions>): Promise<RunReport>
}

/** An embedded org without records, whose objects are large from the 20th record on, and runs over it into a folder. */
export async function openLaneOrg(
  settings: NodeJS.ProcessEnv = {},
  options: SandboxOptions = {},
  store?: Store,
): Promise<LaneOrg> {
  const org = await openCliOrg({ records: 0, pageSize: 20, ...options })
  const env = { ...org.env, SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC: 'Account,Case', ...settings, HOME: org.folder }
  const config = await loadConfig({ cwd: org.folder, env })
  const folder = path.join(org.folder, 'documents')
  const mortal = openMortalStore()
  const handed: HandedObject[] = []
  const output: Output = { folder }
  const run = (more: Partial<RunOptions>) =>
    runDatasource({ config, env, output, store: store ?? mortal.process().store, ...more })
  return {
    sandbox: org.sandbox,
    config,
    mortal,
    folder,
    handed,
    poll: (more) => run({ handOff: async (object) => void handed.push(object), worker: 'poller', ...more }),
    work: (more, { object, token } = handed.at(-1)!) => run({ lane: { object, token }, worker: 'w1', ...more }),
    sync: (more = {}) => run(more),
  }
}
