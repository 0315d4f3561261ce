import type { Journey } from './journey.js'
import { startCli, type CliEnd } from './run-cli.js'

/**
 * A run as a process of its own that power leaves between two steps of a commit into files: the manifest is on the
 * disk, and the part it names is still staged, or has its name already.
 */
export function killAtCommit(journey: Journey, point: 'staged' | 'moved', ...args: string[]): Promise<CliEnd> {
  const program = `
    import fs from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    const { rename } = fs
    fs.rename = async (from, to) => {
      const isPart = String(from).endsWith('.part')
      if (isPart && '${point}' === 'staged') process.kill(process.pid, 'SIGKILL')
      await rename(from, to)
      if (isPart) process.kill(process.pid, 'SIGKILL')
    }
    syncBuiltinESMExports()`
  const env = { ...journey.env, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` }
  journey.pass(1)
  return startCli(['sync', ...args], { cwd: journey.folder, env }).ended
}
