import type { DispatcherListener } from './dispatcher-listener.js'

/** One listener that tells all of them, in their order. */
export function combineListeners(...listeners: DispatcherListener[]): Required<DispatcherListener> {
  const all = (name: keyof DispatcherListener) => (event: never) => {
    for (const listener of listeners) (listener[name] as ((event: never) => void) | undefined)?.call(listener, event)
  }
  return Object.fromEntries(names.map((name) => [name, all(name)])) as unknown as Required<DispatcherListener>
}

/** The compiler asks for each of them. */
const events: Record<keyof DispatcherListener, true> = {
  datasourcesChosen: true,
  runAwaited: true,
  runPlanned: true,
  runFinished: true,
  queueCounted: true,
  queueLost: true,
  queueBack: true,
  settingsRead: true,
  draining: true,
  runStarted: true,
  objectStarted: true,
  pageDone: true,
  objectEnded: true,
  retried: true,
  runEnded: true,
  folded: true,
  note: true,
  warning: true,
}
const names = Object.keys(events) as (keyof DispatcherListener)[]
