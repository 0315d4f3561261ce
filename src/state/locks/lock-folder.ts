import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock.js'
import { stagedSuffix, isErrno, makeFolder } from '../../durable-files.js'
import { renderFileName } from '../stores/file-name.js'
import type { Fence } from './fence.js'
import { isAlive, parseHolder } from './lock-holder.js'
import type { Claim, Held, Holder } from './lock-holder.js'
import { stateBroken } from '../state-broken.js'

/**
 * Claims the lock `name` below `folder`, whatever number of processes try at once.
 *
 * A lock is a row of numbered folders, `crm.1`, `crm.2`, …, of which the highest counts. It says who holds the lock,
 * or that it was released. Nobody takes a lock away from the highest: one makes the next number, by renaming a folder
 * that is complete already, which only one can do. The highest is never removed, so the numbers never begin again;
 * one who was slow, and made a number that others had left behind meanwhile, sees a higher one when it looks again,
 * and tries anew. Throws STATE_BROKEN when the folder can't be used.
 */
export async function claimLockFolder(folder: string, name: string, me: Holder, clock: Clock): Promise<Claim> {
  const row = rowOf(folder, name)
  try {
    await makeFolder(row.folder, 0o700)
    for (;;) {
      const top = await findTop(row)
      const last = top === 0 ? undefined : await loadHolder(pathOf(row, top))
      if (last !== undefined && (await isAlive(last.holder, me, clock.now() - last.beatMs)))
        return { heldBy: last.holder }
      if (await makeNumber(row, top + 1, me, clock)) {
        if ((await findTop(row)) === top + 1) {
          await removeOthers(row, top + 1)
          return holdNumber(row, { name, number: top + 1, nonce: '' }, clock)
        }
        await rm(pathOf(row, top + 1), { recursive: true, force: true })
      }
    }
  } catch (cause) {
    throw stateBroken(row.folder, cause)
  }
}

/** Whether nobody has taken the lock below `folder` since. Throws STATE_BROKEN when the folder can't be used. */
export async function isStillHeld(folder: string, { name, number }: Fence): Promise<boolean> {
  const row = rowOf(folder, name)
  try {
    return (await findTop(row)) === number
  } catch (cause) {
    throw stateBroken(row.folder, cause)
  }
}

interface Row {
  folder: string
  name: string
}

function rowOf(folder: string, name: string): Row {
  return { folder: join(folder, 'locks'), name: renderFileName(name) }
}

const holderFile = 'holder.json'
const releasedFile = 'released.json'

function pathOf({ folder, name }: Row, number: number): string {
  return join(folder, `${name}.${number}`)
}

/** The highest number in the row; 0 for a lock that nobody ever held. */
async function findTop(row: Row): Promise<number> {
  const numbers = (await listRow(row)).map(Number).filter(Number.isInteger)
  return Math.max(0, ...numbers)
}

/** What follows `name.` in the folder: numbers, and folders not yet in place. A longer name's row is left out. */
async function listRow({ folder, name }: Row): Promise<string[]> {
  const entries = (await readdir(folder)).filter((entry) => entry.startsWith(`${name}.`))
  return entries.map((entry) => entry.slice(name.length + 1)).filter((rest) => /^(?:\d+|[0-9a-f]+\.tmp)$/.test(rest))
}

async function loadHolder(path: string): Promise<{ holder: Holder; beatMs: number } | undefined> {
  const file = join(path, holderFile)
  try {
    const { mtimeMs } = await stat(file)
    // A power cut may leave it empty.
    return { holder: parseHolder(await readFile(file, 'utf8')), beatMs: mtimeMs }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

async function makeNumber(row: Row, number: number, me: Holder, clock: Clock): Promise<boolean> {
  const staged = join(row.folder, `${row.name}.${randomBytes(6).toString('hex')}${stagedSuffix}`)
  try {
    await mkdir(staged, { mode: 0o700 })
    await writeFile(join(staged, holderFile), `${JSON.stringify(me)}\n`, { mode: 0o600 })
    await touch(join(staged, holderFile), clock)
    await rename(staged, pathOf(row, number))
    return true
  } catch (error) {
    await rm(staged, { recursive: true, force: true })
    // Taken (Windows says EPERM), or swept away by the one who took it.
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return false
    if (isErrno(error, 'EPERM') && (await findTop(row)) >= number) return false
    throw error
  }
}

async function removeOthers(row: Row, mine: number): Promise<void> {
  for (const entry of await listRow(row)) {
    if (Number(entry) < mine || entry.endsWith(stagedSuffix)) {
      // What can't be removed now counts for nothing and goes next time.
      await rm(join(row.folder, `${row.name}.${entry}`), { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

function holdNumber(row: Row, fence: Fence, clock: Clock): Held {
  const { number } = fence
  const path = pathOf(row, number)
  return {
    fence,
    beat: async () => {
      if ((await findTop(row)) !== number) return false
      await touch(join(path, holderFile), clock)
      return true
    },
    release: async () => {
      try {
        await rename(join(path, holderFile), join(path, releasedFile))
      } catch (cause) {
        // Gone: another has taken over and swept up.
        if (!isErrno(cause, 'ENOENT')) throw stateBroken(path, cause)
      }
    },
  }
}

async function touch(file: string, clock: Clock): Promise<void> {
  const seconds = clock.now() / 1000
  await utimes(file, seconds, seconds)
}
