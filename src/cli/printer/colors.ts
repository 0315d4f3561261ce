import picocolors from 'picocolors'
import type { Terminal } from '../terminal/terminal.js'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Colours for stderr: on a terminal only; NO_COLOR switches them off, FORCE_COLOR on (`0` or `false`: off). */
export function openColors({ stderr, env }: Pick<Terminal, 'stderr' | 'env'>): Colors {
  return picocolors.createColors(hasColors(stderr.isTTY === true, env))
}

function hasColors(isTerminal: boolean, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTerminal && TERM !== 'dumb'
}
