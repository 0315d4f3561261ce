import type { Random } from '../../src/sandbox/random.js'
import type { Store } from '../../src/sandbox/terms.js'
import type { SyncedOrg } from './synced-org.js'

/** Random changes of an org's accounts and cases and of their children, and what they owe: each a document. */
export class RandomChanges {
  private readonly records: string[] = []
  private readonly children: { id: string; parent: string }[] = []
  /** For each record, when each of its changes not written yet can be seen. */
  private readonly owed = new Map<string, number[]>()

  /** `purges` lets records leave the recycle bin too. */
  constructor(
    private readonly synced: SyncedOrg,
    private readonly random: Random,
    private readonly purges: boolean,
  ) {}

  private get store(): Store {
    return this.synced.sandbox.store
  }

  /**
   * A document of the record was written: false where no change that can be seen called for it. Where children could
   * not be polled the record is owed another: that one of them is gone is not known to be in it.
   */
  pay(id: string, { isPolled }: { isPolled: boolean }): boolean {
    const now = this.synced.sandbox.clock.now()
    const owed = this.owed.get(id) ?? []
    const left = owed.filter((visibleAt) => visibleAt > now)
    if (isPolled) this.owed.set(id, left)
    return left.length < owed.length
  }

  change(): void {
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
    if (act === 'purge' && gone.length > 0 && this.purges) store.purge(random.pick(gone))
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
    const isOwedLate = (this.owed.get(id) ?? []).some((visibleAt) => visibleAt > this.synced.sandbox.clock.now())
    return isOwedLate || hiddenUntil !== undefined || this.isOfThisSecond(id)
  }

  /** Two changes within a second carry one stamp: of two that commit apart only the first is told. */
  private isOfThisSecond(id: string): boolean {
    const record = this.store.record(id)
    return record === undefined || record.systemModstampAt > this.synced.sandbox.clock.now() - 1000
  }

  private owe(id: string, visibleAt = 0): void {
    this.owed.set(id, [...(this.owed.get(id) ?? []), visibleAt])
  }

  /** Now, and seen now or up to nine minutes later. */
  private moment(): { hiddenUntil?: number } {
    if (!this.random.chance(0.3)) return {}
    return { hiddenUntil: this.synced.sandbox.clock.now() + this.random.integer(1, 540) * 1000 }
  }
}
