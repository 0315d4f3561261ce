import { openRandom, type Random } from '../../src/sandbox/random.js'
import type { Document } from '../../src/terms.js'
import { RandomChanges } from './random-changes.js'
import type { RunExtras, SyncedOrg } from './synced-org.js'

export type Sinks = 'files' | 'pipe'

/** What a run committed and what it wrote; `isPolled` where all children could be polled. */
interface Taken {
  documents: Document[]
  written: Document[]
  isPolled: boolean
}

/**
 * Random changes of an org and random runs over it: late commits, deletions, undeletes, merges, children of every kind;
 * runs that die, are interrupted, meet dead locators, failing calls and too small a quota. Keeps what the runs wrote.
 */
export class RandomOrg {
  /** What the output holds. */
  readonly output: Document[] = []
  /** Documents that no change called for. */
  readonly repeats: string[] = []
  private readonly random: Random
  private readonly changes: RandomChanges

  constructor(
    private readonly synced: SyncedOrg,
    private readonly sinks: Sinks,
    seed: number,
  ) {
    this.random = openRandom(seed)
    this.changes = new RandomChanges(synced, this.random, sinks === 'files')
  }

  async step(): Promise<void> {
    for (let changes = this.random.integer(0, 8); changes > 0; changes--) this.changes.change()
    this.synced.pass(this.random.integer(1, 400))
    await this.run()
    if (this.random.chance(0.05)) this.synced.pass(7200)
  }

  /** Everything commits, and two runs in peace. */
  async closeWindow(): Promise<void> {
    for (const options of [{}, { reconcile: true }]) {
      this.synced.pass(1300)
      this.take({ ...(await this.synced.run(options)), isPolled: true })
    }
  }

  private async run(): Promise<void> {
    const { faults } = this.synced.sandbox
    const { extras, hasDied } = this.misfortune()
    const options = this.random.chance(0.05) ? { reconcile: true } : {}
    const seen: Taken = { documents: [], written: [], isPolled: true }
    const lanes = new Map<string, Document[]>()
    try {
      const { report } = await this.synced.run(options, {
        ...extras,
        onWrite: async (lane, documents) => {
          await extras.onWrite?.(lane, documents)
          seen.written.push(...documents)
          lanes.set(lane, [...(lanes.get(lane) ?? []), ...documents])
        },
        onCommit: async (lane, changes) => {
          await extras.onCommit?.(lane, changes)
          seen.documents.push(...(lanes.get(lane) ?? []))
          lanes.delete(lane)
        },
      })
      seen.isPolled = report.warnings.length === 0
    } catch (error) {
      if (!hasDied()) throw error
    }
    faults.remove()
    this.take(seen)
  }

  private misfortune(): { extras: RunExtras; hasDied: () => boolean } {
    const { random } = this
    const { faults } = this.synced.sandbox
    const extras: RunExtras = {}
    let died = false
    const kind = random.pick(['none', 'none', 'kill', 'kill', 'interrupt', 'locator', 'calls', 'quota', 'timeout'])
    if (kind === 'kill') {
      let steps = random.integer(0, 12)
      const strike = () => {
        if (died || steps-- === 0) {
          died = true
          throw new Error('killed')
        }
      }
      Object.assign(extras, { onWrite: strike, onCommit: strike })
    }
    if (kind === 'interrupt') {
      const controller = new AbortController()
      let questions = random.integer(0, 12)
      Object.assign(extras, { signal: controller.signal, before: () => void (questions-- === 0 && controller.abort()) })
      died = true
    }
    if (kind === 'locator') faults.add({ name: 'dead-locator', when: random.integer(1, 4), count: 1 })
    if (kind === 'calls') {
      const path = random.pick([
        'FROM Case W',
        'FROM Account W',
        'FROM CaseComment W',
        'ContentDocumentLink W',
        'queryAll',
        'FROM CaseFeed',
      ])
      faults.add({ name: 'status', status: 500, body: 'json', path, when: random.integer(1, 3), count: 4 })
    }
    if (kind === 'quota') extras.maxCalls = random.integer(3, 30)
    if (kind === 'quota') died = true
    if (kind === 'timeout') faults.add({ name: 'query-timeout', rows: random.integer(10, 40) })
    return { extras, hasDied: () => died }
  }

  private take({ documents, written, isPolled }: Taken): void {
    const taken = this.sinks === 'files' ? documents : written
    for (const { id, type } of taken) {
      if (type !== 'folder' && !this.changes.pay(id, { isPolled })) this.repeats.push(id)
    }
    this.output.push(...taken)
  }
}
