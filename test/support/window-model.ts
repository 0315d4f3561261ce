import type { RecordId, Stamp } from '../../src/terms.js'
import { parseCursor, renderCursor, type Cursor, type Window } from '../../src/sync/windows/cursor.js'
import { openWindow, type WindowOptions } from '../../src/sync/windows/open-window.js'
import { advance, isBehind, noteWritten, closeWindow } from '../../src/sync/windows/watermark.js'

/** How late a transaction may commit after the stamp its rows carry; the lookback of the runs is the same. */
export const lookbackSeconds = 20
const lookbackMs = lookbackSeconds * 1000

/** What happens to the org, or a run over it. */
export type Event =
  | { kind: 'pass'; seconds: number }
  | { kind: 'turnBack'; seconds: number }
  | { kind: 'write'; row: number; lateBy: number }
  | { kind: 'flood'; rows: number }
  | ({ kind: 'run' } & RunEvent)

export interface RunEvent {
  pageSize: number
  commitEvery: number
  /** The run dies after this many pages; never where it has fewer. */
  diesAfter: number
  /** Whether the org's time is known before the first page. */
  knowsEnd: boolean
  secondsPerPage: number
  /** Rows written while each page is read. */
  meanwhile: number[]
  wish?: Pick<WindowOptions, 'full'> & { sinceSecondsAgo?: number }
}

interface Version {
  stamp: Stamp
  visibleAt: number
}

/** An org in memory with a clock of its own, and runs over it that are made of nothing but the window functions. */
export class WindowModel {
  /** What was committed: a row's Id and the stamp of the version. */
  readonly written: { id: RecordId; stamp: Stamp }[] = []
  private readonly rows = new Map<RecordId, Version[]>()
  private saved = '{}'
  private now = 1_000
  /** Time that never turns back, for what is visible. */
  private real = 1_000

  apply(event: Event): void {
    if (event.kind === 'pass') this.pass(event.seconds)
    else if (event.kind === 'turnBack') this.now = Math.max(0, this.now - event.seconds)
    else if (event.kind === 'write') this.write(event.row, event.lateBy)
    else if (event.kind === 'flood')
      for (let row = 0; row < event.rows; row++) this.write(this.rows.size + 100 + row, 0)
    else this.run(event)
  }

  /** The newest version of each row, when everything has committed. */
  newest(): { id: RecordId; stamp: Stamp }[] {
    return [...this.rows].map(([id, versions]) => ({ id, stamp: versions.at(-1)!.stamp }))
  }

  /** One run; false where it died. */
  run({ pageSize, commitEvery, diesAfter, knowsEnd, secondsPerPage, meanwhile, wish = {} }: RunEvent): boolean {
    const cursor = parseCursor(JSON.parse(this.saved))
    const start = toStamp(this.now)
    const { sinceSecondsAgo, ...full } = wish
    const since = sinceSecondsAgo === undefined ? {} : { since: toStamp(this.now - sinceSecondsAgo) }
    openWindow(cursor, { lookbackMs, ...full, ...since, ...(knowsEnd ? { end: start } : {}) })
    let taken: { id: RecordId; stamp: Stamp }[] = []
    for (let pages = 0; ;) {
      const window = cursor.open!
      const page = this.page(window, pageSize)
      window.until ??= toStamp(this.now)
      taken.push(...takeNew(cursor, page))
      advance(
        { window, watermarkField: 'SystemModstamp' },
        page.map(({ id, stamp }) => ({ Id: id, SystemModstamp: stamp })),
      )
      for (const row of meanwhile) this.write(row, 0)
      this.pass(secondsPerPage)
      pages += 1
      if (pages > diesAfter) return false
      if (page.length < pageSize) closeWindow(cursor, lookbackMs)
      if (pages % commitEvery === 0 || cursor.open === undefined) {
        this.commit(cursor, taken)
        taken = []
      }
      if (cursor.open !== undefined) continue
      if (!isBehind(cursor, start)) return true
      openWindow(cursor, { lookbackMs, end: start })
    }
  }

  private commit(cursor: Cursor, taken: { id: RecordId; stamp: Stamp }[]): void {
    this.written.push(...taken)
    this.saved = JSON.stringify(renderCursor(cursor))
  }

  /** What a statement for the rest of the window answers now. */
  private page({ mode, from, until, after }: Window, pageSize: number): { id: RecordId; stamp: Stamp }[] {
    const isAfter = (id: RecordId, stamp: Stamp) => {
      if (after === undefined) return true
      if (mode === 'full') return id > after.id
      return stamp > after.stamp! || (stamp === after.stamp && id > after.id)
    }
    return [...this.rows]
      .flatMap(([id, versions]) => {
        const stamp = versions.findLast((version) => version.visibleAt <= this.real)?.stamp
        if (stamp === undefined || (until !== undefined && stamp >= until) || (from !== undefined && stamp < from))
          return []
        return isAfter(id, stamp) ? [{ id, stamp }] : []
      })
      .toSorted((a, b) => (mode === 'incremental' ? order(a.stamp, b.stamp) : 0) || order(a.id, b.id))
      .slice(0, pageSize)
  }

  /** A row that waits for its transaction to commit is locked; two changes within a second carry one stamp. */
  private write(row: number, lateBy: number): void {
    const id = `001${String(row).padStart(12, '0')}AAA`
    const versions = this.rows.get(id) ?? []
    const last = versions.at(-1)
    if (last !== undefined && (last.visibleAt > this.real || last.stamp === toStamp(this.now))) return
    this.rows.set(id, [...versions, { stamp: toStamp(this.now), visibleAt: this.real + lateBy }])
  }

  private pass(seconds: number): void {
    this.now += seconds
    this.real += seconds
  }
}

function takeNew(cursor: Cursor, page: { id: RecordId; stamp: Stamp }[]): { id: RecordId; stamp: Stamp }[] {
  const fresh = page.filter(({ id, stamp }) => stamp < cursor.open!.until! && !cursor.overlap.has(id, stamp))
  noteWritten(
    cursor,
    fresh.map(({ id, stamp }) => [id, stamp]),
    lookbackMs,
  )
  return fresh
}

function toStamp(seconds: number): Stamp {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString()
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
