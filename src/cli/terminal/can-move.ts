import type { Terminal } from './terminal.js'

/** Whether lines may move: not in a build's log, and not where the width is unknown (0), where nobody knows a line's end. */
export function canMove({ stderr, env }: Pick<Terminal, 'stderr' | 'env'>): boolean {
  return stderr.isTTY === true && stderr.columns !== 0 && env['TERM'] !== 'dumb' && env['CI'] === undefined
}
