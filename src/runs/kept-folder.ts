/** The folder of `files_dir` that one destination of a datasource has to itself. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Datasource } from '../config/config-types.js'
import { isErrno, makeFolder, writeDurably } from '../durable-files.js'
import { renderSegment } from '../sinks/files/folder-path.js'
import { validateWritable } from '../sinks/files/writable.js'
import { buildDestinationId, listDestinations, loadStateId, type Destination } from '../state/destinations.js'
import type { State } from '../state/state.js'
import { orKeepFailed, type KeptFolder } from '../sync/files/file-place.js'

/** Whose files are to be kept. */
export interface Keeper {
  datasource: Pick<Datasource, 'id' | 'files'>
  destination: Pick<Destination, 'id'>
  /** The state itself, with all its destinations. */
  state: State
}

/** Where files stay, and what the user should know of it. */
export interface Claim {
  /** Undefined where none are kept. */
  kept: KeptFolder | undefined
  notes: string[]
}

/**
 * The destination's folder in `filesDir`, with a mark in it: `<datasource>`, or `<datasource>-2` and so on where another
 * destination has that. One that is new, or was emptied so that its mark is gone, has a new id, by which the run knows
 * that every file is missing. Throws OUTPUT_FAILED.
 */
export async function claimKeptFolder(filesDir: string | undefined, keeper: Keeper): Promise<Claim> {
  if (filesDir === undefined || keeper.datasource.files !== 'download') return { kept: undefined, notes: [] }
  return orKeepFailed(filesDir, async () => {
    const { mark, isNew, names } = await findOwn(filesDir, keeper)
    const name = names.at(-1)!
    const folder = path.join(filesDir, name)
    await validateWritable(folder)
    const kept = { filesDir, name, id: mark.id }
    if (!isNew) return { kept, notes: [] }
    await makeFolder(folder)
    await writeDurably(path.join(folder, markName), `${JSON.stringify(mark)}\n`)
    const others = names.slice(0, -1).map((other) => path.join(filesDir, other))
    const note = `Files are kept in ${folder}: another destination has ${others.join(', ')}.`
    return { kept, notes: others.length === 0 ? [] : [note] }
  })
}

/** What a run would claim, without a trace. Throws OUTPUT_FAILED. */
export async function viewKeptFolder(filesDir: string | undefined, keeper: Keeper): Promise<KeptFolder | undefined> {
  if (filesDir === undefined || keeper.datasource.files !== 'download') return undefined
  const { names, mark } = await orKeepFailed(filesDir, () => findOwn(filesDir, keeper))
  return { filesDir, name: names.at(-1)!, id: mark.id }
}

interface KeptMark {
  version: 1
  id: string
  /** The id of the state that knows the destination. */
  state: string
  datasource: string
  destination: string
}

/** Not hidden: who empties the folder takes it along. */
const markName = 'kept-by.json'

/** The mark, and the names that were tried: the last is the destination's own. */
async function findOwn(filesDir: string, { state, datasource: { id: datasource }, destination }: Keeper) {
  const own = { state: await loadStateId(state), datasource, destination: destination.id }
  const known = new Set((await listDestinations(state, datasource)).map(({ id }) => id))
  const names: string[] = []
  for (;;) {
    names.push(renderSegment(names.length === 0 ? datasource : `${datasource}-${names.length + 1}`))
    const mark = await loadMark(path.join(filesDir, names.at(-1)!))
    if (mark !== undefined && isSame(mark, own)) return { names, mark, isNew: false }
    // A destination that was deleted, or emptied, needs its files no more.
    const isLeft = mark !== undefined && isSame({ ...mark, destination: own.destination }, own)
    if (mark === undefined || (isLeft && !known.has(mark.destination))) {
      return { names, mark: { version: 1 as const, id: buildDestinationId(), ...own }, isNew: true }
    }
  }
}

function isSame(mark: KeptMark, own: Omit<KeptMark, 'version' | 'id'>): boolean {
  return mark.state === own.state && mark.datasource === own.datasource && mark.destination === own.destination
}

/** Undefined too for what is no mark: then the files count as missing, and are fetched again. */
async function loadMark(folder: string): Promise<KeptMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(path.join(folder, markName), 'utf8')) as Partial<KeptMark> | null
    const isWhole = mark?.version === 1 && /^[0-9a-f]{16}$/.test(String(mark.id))
    return isWhole ? (mark as KeptMark) : undefined
  } catch (error) {
    if (error instanceof SyntaxError || isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}
