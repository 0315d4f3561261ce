import type { ServerResponse } from 'node:http'
import type { Clock } from '../../clock.js'

/** The watchers of a page, who hear of what changed. */
export interface Events {
  /** Makes a watcher of the one who asked; false where there are too many. */
  add(response: ServerResponse): boolean
  close(): void
}

export interface EventsOptions {
  clock: Clock
  /** What a watcher is told, whole, each time. */
  render(): string
  subscribe(changed: () => void): () => void
}

/**
 * Server-sent events, at most one a second, and a word every 15 seconds where nothing changes. A watcher has at most
 * one message waiting: who doesn't take it is told nothing more, and dropped after half a minute.
 */
export function openEvents(options: EventsOptions): Events {
  return new WatcherEvents(options)
}

interface Watcher {
  response: ServerResponse
  /** Since when it has not taken what it was told. */
  waitsSinceMs?: number | undefined
  /** Something has changed that it was not told yet. */
  isBehind: boolean
}

class WatcherEvents implements Events {
  private readonly watchers = new Set<Watcher>()
  private readonly stops: (() => void)[]
  private spokenMs: number

  constructor(private readonly options: EventsOptions) {
    const { clock, subscribe } = options
    this.spokenMs = clock.now()
    const noteChange = () => {
      for (const watcher of this.watchers) watcher.isBehind = true
    }
    this.stops = [clock.every(tickMs, () => this.tick()), subscribe(noteChange)]
  }

  add(response: ServerResponse): boolean {
    if (this.watchers.size >= mostWatchers) return false
    const watcher: Watcher = { response, isBehind: false }
    this.watchers.add(watcher)
    response.on('close', () => this.watchers.delete(watcher)).on('error', () => this.drop(watcher))
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    this.tell(watcher, `retry: 3000\n\n${renderMessage(this.options.render())}`)
    return true
  }

  close(): void {
    for (const stop of this.stops) stop()
    for (const { response } of this.watchers) response.end()
    this.watchers.clear()
  }

  private tick(): void {
    const nowMs = this.options.clock.now()
    for (const watcher of this.watchers) if (nowMs - (watcher.waitsSinceMs ?? nowMs) >= mostWaitMs) this.drop(watcher)
    const ready = [...this.watchers].filter(({ waitsSinceMs }) => waitsSinceMs === undefined)
    const behind = ready.filter(({ isBehind }) => isBehind)
    const isSilent = nowMs - this.spokenMs >= heartbeatMs
    if (behind.length > 0) {
      const message = renderMessage(this.options.render())
      for (const watcher of behind) this.tell(watcher, message)
    }
    if (isSilent) for (const watcher of ready) if (!behind.includes(watcher)) this.tell(watcher, ': still here\n\n')
    if (isSilent || behind.length > 0) this.spokenMs = nowMs
  }

  private tell(watcher: Watcher, text: string): void {
    watcher.isBehind = false
    if (watcher.response.write(text)) return
    watcher.waitsSinceMs = this.options.clock.now()
    watcher.response.once('drain', () => {
      watcher.waitsSinceMs = undefined
    })
  }

  private drop(watcher: Watcher): void {
    this.watchers.delete(watcher)
    watcher.response.destroy()
  }
}

const tickMs = 1000
const heartbeatMs = 15_000
const mostWaitMs = 30_000
const mostWatchers = 32

/** JSON has no line ends outside of texts, and escapes those within. */
function renderMessage(json: string): string {
  return `event: status\ndata: ${json}\n\n`
}
