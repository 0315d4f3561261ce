import type { Journey } from './journey.js'
import { startCli, type CliEnd } from './run-cli.js'

/** What happens to a run that commits a part of an output folder. */
const oddities = {
  /** Power goes: the manifest is on the disk, the part still staged. */
  'killed before the part is moved': rename(`if (isPart) die()`),
  /** Power goes: the part has its name already. */
  'killed after the part is moved': rename('', 'if (isPart) die()'),
  /** Another program was there since the part was written. */
  'the part is gone': stat(`if (isPart) await fs.rm(path, { force: true })`),
  'the part has shrunk': stat(`if (isPart) await fs.truncate(path, 10)`),
}

/** A run as a process of its own, on a disk where that happens. */
export function runOnOddDisk(journey: Journey, oddity: keyof typeof oddities, ...args: string[]): Promise<CliEnd> {
  const program = `
    import fs from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    const { rename, stat } = fs
    const die = () => process.kill(process.pid, 'SIGKILL')
    ${oddities[oddity]}
    syncBuiltinESMExports()`
  const env = { ...journey.env, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` }
  journey.pass(1)
  return startCli(['sync', ...args], { cwd: journey.folder, env }).ended
}

function rename(before: string, after = ''): string {
  return `fs.rename = async (path, to) => {
    const isPart = String(path).endsWith('.part')
    ${before}
    await rename(path, to)
    ${after}
  }`
}

function stat(before: string): string {
  return `fs.stat = async (path, options) => {
    const isPart = String(path).endsWith('.part')
    ${before}
    return stat(path, options)
  }`
}
