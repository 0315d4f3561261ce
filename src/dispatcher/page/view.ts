import type { PageData } from '../status/snapshot.js'
import { el } from './dom.js'
import { clockTime, relative, wholeTime } from './words.js'

/** What every part of the page is drawn with. */
export interface View extends PageData {
  /** Milliseconds since 1970, by the dispatcher's clock. */
  nowMs: number
  /** False while the dispatcher can't be heard. */
  isHeard: boolean
}

/** A moment: how long ago where the page is live, the time itself in a file, which may be read another day. */
export function time(stamp: string, { nowMs, isLive }: View): HTMLElement {
  const atMs = Date.parse(stamp)
  const text = isLive ? relative(atMs, nowMs) : clockTime(atMs, nowMs)
  return el('time', { datetime: stamp, title: wholeTime(atMs) }, text)
}
