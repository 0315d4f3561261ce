import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import type { Journey } from './journey.js'
import type { CliEnd } from './run-cli.js'

type Real = typeof fs
type Call = (...paths: string[]) => Promise<unknown>

/** What happens to a run that commits a part of an output folder: what a function of the file system does instead. */
const oddities = {
  /** Power goes: the manifest is on the disk, the part still staged. */
  'killed before the part is moved': (real: Real, die: () => never) => ({
    rename: onPart(real.rename, async () => die()),
  }),
  /** Power goes: the part has its name already. */
  'killed after the part is moved': (real: Real, die: () => never) => ({
    rename: onPart(real.rename, async (from, to) => {
      await real.rename(from, to)
      die()
    }),
  }),
  /** Another program was there since the part was written. */
  'the part is gone': (real: Real) => ({
    stat: onPart(real.stat, async (file) => {
      await real.rm(file, { force: true })
      return real.stat(file)
    }),
  }),
  'the part has shrunk': (real: Real) => ({
    stat: onPart(real.stat, async (file) => {
      await real.truncate(file, 10)
      return real.stat(file)
    }),
  }),
}

export interface OddEnd extends CliEnd {
  isKilled: boolean
}

/**
 * A run on a disk where that happens. One that is killed changes nothing on the disk any more, and is not there to
 * those who look at its locks.
 */
export async function runOnOddDisk(
  { folder, run }: Journey,
  oddity: keyof typeof oddities,
  ...args: string[]
): Promise<OddEnd> {
  const real = { ...fs }
  let isKilled = false
  const die = (): never => {
    isKilled = true
    Object.assign(fs, refuseAll(real))
    syncBuiltinESMExports()
    throw dead()
  }
  Object.assign(fs, oddities[oddity](real, die))
  syncBuiltinESMExports()
  try {
    return { ...(await run('sync', ...args)), isKilled }
  } finally {
    Object.assign(fs, real)
    syncBuiltinESMExports()
    if (isKilled) await disownLocks(folder)
  }
}

/** `call`, but `instead` where it is about a part of an output folder. */
function onPart(call: unknown, instead: Call): Call {
  return (...paths: string[]) => (paths[0]!.endsWith('.part') ? instead(...paths) : (call as Call)(...paths))
}

/** Modules, which are loaded by their URL, are not refused. */
function refuseAll(real: Real): Record<string, unknown> {
  const calls = Object.entries(real as unknown as Record<string, (...given: unknown[]) => unknown>)
  return Object.fromEntries(calls.flatMap(([name, call]) => (typeof call === 'function' ? [[name, refuse(call)]] : [])))
}

function refuse(call: (...given: unknown[]) => unknown) {
  return async (...given: unknown[]) => {
    if (typeof given[0] === 'string') throw dead()
    return call(...given)
  }
}

function dead(): Error {
  return new Error('the process is dead')
}

/** Locks of this process become those of one that had its id before. */
async function disownLocks(folder: string): Promise<void> {
  const names = await fs.readdir(folder, { recursive: true })
  for (const name of names.filter((each) => path.basename(each) === 'holder.json')) {
    const file = path.join(folder, name)
    const holder = JSON.parse(await fs.readFile(file, 'utf8')) as object
    await fs.writeFile(file, JSON.stringify({ ...holder, start: 'an earlier one' }))
  }
}
