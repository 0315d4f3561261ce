/** An org, a state and three destinations, on which a history is played. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { loadConfig } from '../../../src/config/config.js'
import type { Config } from '../../../src/config/config-types.js'
import { isExtractError } from '../../../src/errors/extract-error.js'
import { runDatasource, type RunOptions } from '../../../src/runs/run-datasource.js'
import { forget } from '../../../src/runs/forget.js'
import { settleHeld } from '../../../src/runs/settle-held.js'
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js'
import { listDestinations } from '../../../src/state/destinations.js'
import { commitHeld, rollbackHeld } from '../../../src/state/hold.js'
import { openMemoryState } from '../../../src/state/memory-state.js'
import type { State } from '../../../src/state/state.js'
import type { StateLock, Store } from '../../../src/state/stores/store.js'
import type { RunReport } from '../../../src/terms.js'
import { onAnswer } from '../journey.js'
import { openManualClock } from '../manual-clock.js'
import { playChange, type Made } from './changes.js'
import { loadLines, renderRunId, takeLines, type Line } from './output.js'
import { ballot, configure, selectionOf, usualSettings } from './settings.js'
import { isChange, type Destination, type RunStep, type Settings, type Step } from './steps.js'
import { bringTrouble, type Mishap } from './trouble.js'

export interface Reached {
  /** Lines that are no longer in a folder: taken from it, or written into the pipe. */
  lines: Line[]
  /** Numbers of the runs that read everything again. */
  rereads: number[]
  selection?: string
  /** A held run into it waits to be settled. */
  isHeld: boolean
}

/** Everything that a history happens to. */
export class World {
  readonly reached = new Map<Destination, Reached>()
  readonly made: Made = { records: [], children: [], pending: new Map(), hasPurged: false }
  settings: Settings = usualSettings
  private readonly clock = openManualClock()
  private runs = 0
  private mishap: Pick<Mishap, 'answered' | 'writing'> | undefined
  private readonly store: Store

  private constructor(
    readonly sandbox: Sandbox,
    private readonly config: Config,
    private readonly folder: string,
  ) {
    onAnswer(sandbox, ({ url }) => url.startsWith('/services/data/v') && this.mishap?.answered())
    const state = openMemoryState()
    const write: typeof state.write = async (changes) => {
      this.mishap?.writing()
      await state.write(changes)
    }
    this.store = { state: { ...state, write, close: async () => {} }, lock: () => takeFreeLock(this.store.state) }
  }

  static async open(folder: string): Promise<World> {
    const sandbox = await startSandbox({ records: 0, pageSize: 200, childPageSize: 3 })
    let nowMs = Date.UTC(2026, 0, 5, 9, 30)
    Object.assign(sandbox.clock, { now: () => nowMs, advance: (ms: number) => void (nowMs += ms) })
    sandbox.store.addObject({ ...ballot })
    const env = {
      SF_EXTRACT_LOGIN_URL: sandbox.url,
      SF_EXTRACT_CLIENT_ID: sandbox.clientId,
      SF_EXTRACT_CLIENT_SECRET: sandbox.clientSecret,
      SF_EXTRACT_TOKEN_CACHE: 'false',
      SF_EXTRACT_PAGE_SIZE: '200',
    }
    const config = await loadConfig({ cwd: folder, env })
    return new World(sandbox, config, folder)
  }

  async play(step: Step): Promise<void> {
    if (isChange(step)) this.change(step)
    else if ('pass' in step) this.pass(step.pass)
    else if ('settings' in step) this.settings = step.settings
    else if ('empty' in step) await this.empty(step.empty)
    else if ('reset' in step) await this.reset()
    else if ('take' in step) await this.take(step.take)
    else await this.run(step)
  }

  pass(seconds: number): void {
    this.sandbox.clock.advance(seconds * 1000)
    this.clock.advance(seconds * 1000)
  }

  /** One run into a destination, as the step has it. Throws where it fails for no reason of the step's. */
  async run({ run, mode, hold, trouble, meanwhile }: RunStep): Promise<RunReport | undefined> {
    this.pass(1)
    this.runs += 1
    const reached = this.reach(run, mode === 'full')
    const change = meanwhile && { step: meanwhile, play: () => this.change(meanwhile) }
    const { signal, maxCalls, ...mishap } = bringTrouble(trouble ?? {}, this.sandbox, change)
    this.mishap = mishap
    const options = { signal, maxCalls, mode, hold: hold !== undefined, runId: renderRunId(this.runs) }
    reached.isHeld = false
    let report: RunReport | undefined
    try {
      report = await runDatasource(this.optionsOf(run, options))
    } catch (error) {
      if (trouble === undefined) throw error
    } finally {
      this.mishap = undefined
      this.sandbox.faults.remove()
    }
    if (hold !== undefined) await this.settle(run, hold)
    return report
  }

  /** What a first run into a place of its own gives with the settings as they are. */
  async runAfresh(): Promise<Line[]> {
    const lines: Line[] = []
    const write: Write = (documents) => void lines.push(...documents.map((document) => ({ run: 0, document })))
    await runDatasource({
      ...this.optionsOf('a', {}),
      output: { write },
      destination: `fresh-${this.runs}`,
      runId: 'r0',
    })
    return lines
  }

  async linesOf(destination: Destination): Promise<Line[]> {
    const taken = this.reached.get(destination)?.lines ?? []
    return destination === 'pipe' ? taken : [...taken, ...(await loadLines(this.folderOf(destination)))]
  }

  private change(step: Step): void {
    if (isChange(step)) playChange(step, this.made, this.sandbox.store, (count) => this.pass(count))
  }

  private async empty(destination: Destination): Promise<void> {
    await rm(this.folderOf(destination), { recursive: true, force: true })
    this.reached.delete(destination)
  }

  /** A reader takes what is committed. */
  private async take(destination: Destination): Promise<void> {
    const reached = this.reached.get(destination)
    if (reached === undefined || reached.isHeld) return
    reached.lines.push(...(await takeLines(this.folderOf(destination))))
  }

  private async reset(): Promise<void> {
    const { state } = this.store
    const { id } = this.config.datasources[0]!
    const destinations = await listDestinations(state, id)
    await forget({ datasource: id, objects: [], destinations }, { store: this.store })
    for (const reached of this.reached.values()) {
      reached.rereads.push(this.runs + 1)
      reached.isHeld = false
    }
  }

  private reach(destination: Destination, isFull: boolean): Reached {
    const reached: Reached = this.reached.get(destination) ?? { lines: [], rereads: [], isHeld: false }
    const selection = selectionOf(this.settings)
    if (isFull || reached.selection !== selection) reached.rereads.push(this.runs)
    reached.selection = selection
    this.reached.set(destination, reached)
    return reached
  }

  private optionsOf(
    destination: Destination,
    { mode, ...options }: Partial<RunOptions> & Pick<RunStep, 'mode'>,
  ): RunOptions {
    const datasource = structuredClone(this.config.datasources[0]!)
    configure(datasource, this.settings)
    const lines: Line[] = this.reached.get(destination)?.lines ?? []
    const run = this.runs
    const write: Write = (documents) => {
      this.mishap?.writing()
      lines.push(...structuredClone(documents).map((document) => ({ run, document })))
    }
    return {
      config: this.config,
      datasource,
      store: this.store,
      clock: this.clock,
      output: destination === 'pipe' ? { write } : { folder: this.folderOf(destination) },
      ...(mode === undefined ? {} : { [mode]: true }),
      ...options,
    }
  }

  private async settle(destination: Destination, how: NonNullable<RunStep['hold']>): Promise<void> {
    const reached = this.reached.get(destination)!
    reached.isHeld = how === 'leave'
    if (how === 'leave') return
    const folder = destination === 'pipe' ? '-' : this.folderOf(destination)
    const settle = how === 'commit' ? commitHeld : rollbackHeld
    const { id } = this.config.datasources[0]!
    await settleHeld({ datasource: id, folder }, settle, { store: this.store }).catch((error: unknown) => {
      if (!isExtractError(error)) throw error
    })
  }

  private folderOf(destination: Destination): string {
    return path.join(this.folder, destination)
  }
}

/** One run at a time is not what is tested here. */
async function takeFreeLock(state: State): Promise<StateLock> {
  const fence = { name: 'model', number: 1, nonce: '' }
  return { fence, state, lost: new AbortController().signal, release: async () => {} }
}

type Write = (documents: Line['document'][]) => void
