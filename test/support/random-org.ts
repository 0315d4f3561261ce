import { openRandom, type Random } from '../../src/sandbox/random.js'
import type { Store } from '../../src/sandbox/terms.js'
import type { Document } from '../../src/terms.js'
import type { RunExtras, SyncRooms } from './sync-rooms.js'

export type Sinks = 'files' | 'pipe'

/**
 * Random changes of an org and random runs over it: late commits, deletions, undeletes, merges, children of every kind;
 * runs that die, are interrupted, meet dead locators, failing calls and too small a quota. Keeps what the runs wrote.
 */
export class RandomOrg {
  /** What the output holds. */
  readonly output: Document[] = []
  private readonly random: Random
  private readonly records: string[] = []
  private readonly children: { id: string; parent: string }[] = []
  /** For each record, when each of its changes not written yet can be seen. A document needs one. */
  private readonly owed = new Map<string, number[]>()
  readonly repeats: string[] = []

  constructor(
    private readonly rooms: SyncRooms,
    private readonly sinks: Sinks,
    seed: number,
  ) {
    this.random = openRandom(seed)
  }

  private get store(): Store {
    return this.rooms.sandbox.store
  }

  async step(): Promise<void> {
    for (let changes = this.random.integer(0, 8); changes > 0; changes--) this.change()
    this.rooms.pass(this.random.integer(1, 400))
    await this.run()
    if (this.random.chance(0.05)) this.rooms.pass(7200)
  }

  /** Everything commits, and two runs in peace. */
  async settle(): Promise<void> {
    for (const wishes of [{}, { reconcile: true }]) {
      this.rooms.pass(1300)
      this.take(await this.rooms.run(wishes))
    }
  }

  private async run(): Promise<void> {
    const { faults } = this.rooms.sandbox
    const { extras, hasDied } = this.misfortune()
    const wishes = this.random.chance(0.05) ? { reconcile: true } : {}
    const seen = { committed: [] as Document[], written: [] as Document[] }
    const lanes = new Map<string, Document[]>()
    try {
      await this.rooms.run(wishes, {
        ...extras,
        onWrite: async (lane, documents) => {
          await extras.onWrite?.(lane, documents)
          seen.written.push(...documents)
          lanes.set(lane, [...(lanes.get(lane) ?? []), ...documents])
        },
        onCommit: async (lane, changes) => {
          await extras.onCommit?.(lane, changes)
          seen.committed.push(...(lanes.get(lane) ?? []))
          lanes.delete(lane)
        },
      })
    } catch (error) {
      if (!hasDied()) throw error
    }
    faults.remove()
    this.take({ documents: seen.committed, written: seen.written })
  }

  private misfortune(): { extras: RunExtras; hasDied: () => boolean } {
    const { random } = this
    const { faults } = this.rooms.sandbox
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

  private take({ documents, written }: { documents: Document[]; written: Document[] }): void {
    const taken = this.sinks === 'files' ? documents : written
    const now = this.rooms.sandbox.clock.now()
    for (const { id, type } of taken) {
      if (type === 'folder') continue
      const owed = this.owed.get(id) ?? []
      if (!owed.some((visibleAt) => visibleAt <= now)) this.repeats.push(id)
      this.owed.set(
        id,
        owed.filter((visibleAt) => visibleAt > now),
      )
    }
    this.output.push(...taken)
  }

  private change(): void {
    const { random, store } = this
    const live = this.records.filter((id) => store.record(id)?.isDeleted === false)
    const gone = this.records.filter((id) => store.record(id)?.isDeleted === true)
    const act = random.pick([
      'insert',
      'insert',
      'update',
      'update',
      'update',
      'child',
      'child',
      'child',
      'delete',
      'undelete',
      'merge',
      'unchild',
      'purge',
    ])
    if (act === 'insert' || live.length < 3) return this.insert()
    if (act === 'update') this.update(random.pick(live))
    if (act === 'child') this.addChild(random.pick(live))
    if (act === 'unchild') this.changeChild()
    if (act === 'delete') this.remove(random.pick(live))
    if (act === 'undelete' && gone.length > 0) this.restore(random.pick(gone))
    if (act === 'purge' && gone.length > 0 && this.sinks === 'files') store.purge(random.pick(gone))
    if (act === 'merge') this.merge(live)
  }

  private insert(): void {
    const { random, store } = this
    const moment = this.moment()
    const sobject = random.pick(['Account', 'Case'])
    const values = sobject === 'Account' ? { Name: `A${this.records.length}` } : { Subject: `C${this.records.length}` }
    for (let many = random.chance(0.1) ? 50 : 1; many > 0; many--) {
      const { id } = store.insert(sobject, values, moment)
      this.records.push(id)
      this.owe(id, moment.hiddenUntil)
    }
  }

  private update(id: string): void {
    if (this.isPending(id)) return
    const moment = this.moment()
    this.store.update(id, { Description: `${this.random.integer(0, 1_000_000)}` }, moment)
    this.owe(id, moment.hiddenUntil)
  }

  private addChild(parent: string): void {
    const { random, store } = this
    const isCase = parent.startsWith('500')
    const kind = isCase ? random.pick(['CaseComment', 'EmailMessage', 'FeedItem', 'file', 'FeedComment']) : 'file'
    const moment = kind === 'file' || kind === 'FeedComment' ? {} : this.moment()
    const text = `${random.integer(0, 1_000_000)}`
    let id: string | undefined
    if (kind === 'CaseComment') id = store.insert(kind, { ParentId: parent, CommentBody: text }, moment).id
    if (kind === 'EmailMessage') id = store.insert(kind, { ParentId: parent, Subject: text }, moment).id
    if (kind === 'FeedItem') id = store.insert(kind, { ParentId: parent, Body: text }, moment).id
    if (kind === 'file') {
      const values = { Title: text, PathOnClient: `${text}.txt`, FirstPublishLocationId: parent }
      id = String(store.insert('ContentVersion', values, { blob: Buffer.from(text) }).values['ContentDocumentId'])
    }
    if (kind === 'FeedComment') {
      const item = this.children.find(
        (child) => child.parent === parent && child.id.startsWith('0D5') && this.isAlive(child.id),
      )
      if (item !== undefined) id = store.insert('FeedComment', { FeedItemId: item.id, CommentBody: text }).id
    }
    if (id === undefined) return
    this.children.push({ id, parent })
    this.owe(parent, moment.hiddenUntil)
  }

  private changeChild(): void {
    const { random, store } = this
    const alive = this.children.filter(({ id }) => this.isAlive(id) && !this.isPending(id))
    if (alive.length === 0) return
    const { id, parent } = random.pick(alive)
    const changes: Record<string, object> = {
      '00a': { CommentBody: 'x' },
      '02s': { Subject: 'x' },
      '0D5': { Body: 'x' },
    }
    const values = changes[id.slice(0, 3)]
    if (values !== undefined && random.chance(0.5)) store.update(id, values as Record<string, unknown>)
    else store.delete(id)
    this.owe(parent)
  }

  private remove(id: string): void {
    if (this.isPending(id)) return
    this.store.delete(id)
    this.owe(id)
  }

  /**
   * The loser of a merge comes back without its children: a record no run saw gone looks as it did, and is not told.
   */
  private restore(id: string): void {
    if (this.store.record(id)?.values['MasterRecordId'] && (this.owed.get(id) ?? []).length > 0) return
    this.store.undelete(id)
    this.owe(id)
  }

  private merge(live: string[]): void {
    const winner = this.random.pick(live)
    const loser = this.random.pick(live)
    if (winner === loser || winner.slice(0, 3) !== loser.slice(0, 3) || this.isPending(winner) || this.isPending(loser))
      return
    this.store.merge(winner, loser)
    for (const child of this.children) if (child.parent === loser) child.parent = winner
    this.owe(winner)
    this.owe(loser)
  }

  private isAlive(id: string): boolean {
    return this.store.record(id)?.isDeleted === false
  }

  /** Whether a transaction that has not committed holds the row. */
  private isPending(id: string): boolean {
    const hiddenUntil = this.store.record(id)?.hiddenUntil
    const isOwedLate = (this.owed.get(id) ?? []).some((visibleAt) => visibleAt > this.rooms.sandbox.clock.now())
    return isOwedLate || hiddenUntil !== undefined || this.isOfThisSecond(id)
  }

  /** Two changes within a second carry one stamp: of two that commit apart only the first is told. */
  private isOfThisSecond(id: string): boolean {
    const record = this.store.record(id)
    return record === undefined || record.systemModstampAt > this.rooms.sandbox.clock.now() - 1000
  }

  private owe(id: string, visibleAt = 0): void {
    this.owed.set(id, [...(this.owed.get(id) ?? []), visibleAt])
  }

  /** Now, and seen now or up to nine minutes later. */
  private moment(): { hiddenUntil?: number } {
    if (!this.random.chance(0.3)) return {}
    return { hiddenUntil: this.rooms.sandbox.clock.now() + this.random.integer(1, 540) * 1000 }
  }
}
