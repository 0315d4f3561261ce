import type { Listener } from '../../terms.js'

/** A listener for commands that look without running. */
export const silentListener: Listener = {
  runStarted: () => {},
  objectStarted: () => {},
  pageDone: () => {},
  objectEnded: () => {},
  runEnded: () => {},
  note: () => {},
  warning: () => {},
}
