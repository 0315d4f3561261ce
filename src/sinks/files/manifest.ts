import { access, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno, makeFolder, removeDurably, syncFolder, writeDurably } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { State, StateChange } from '../../state/state.js'

/** A part and the name it gets in the output. Paths are relative to the output folder. */
export interface NamedPart {
  staged: string
  target: string
  bytes: number
}

/**
 * What a commit is about to do. Once this is on the disk under its name the commit holds: whoever comes next finishes
 * it, and finishing it twice is the same as once. Paths are relative to the output folder.
 */
export interface Manifest {
  run: string
  datasource: string
  parts: NamedPart[]
  /** Large values in pieces, as the state keeps them. */
  changes: StateChange[]
  /** The run was held: the next start drops what it left pending, so these changes are not for the state itself. */
  held: boolean
  /** The id of the destination: these changes are for no other, should another state have taken the folder over. */
  destination?: string
  /** The value of resetKey: after another reset these changes are no longer for the state. */
  resetMark?: unknown
  /** The run that had written last, by writerKey; null for none. After a third one the changes are void. */
  writer?: unknown
  /** The handed object that it is of: once that is taken back the changes are void. */
  lane?: { object: string; token: string } | undefined
}

export const manifestSuffix = '.manifest.json'

/** The commit point: resolves when the manifest is on the disk. The parts it names have been flushed. */
export async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  await writeDurably(path, `${JSON.stringify(manifest)}\n`)
}

/** A manifest of the form its writer gave it. Throws OUTPUT_FAILED for a file that isn't one. */
export async function loadManifest<Form = Manifest>(path: string): Promise<Form> {
  const text = await readFile(path, 'utf8')
  try {
    return JSON.parse(text) as Form
  } catch (cause) {
    throw new ExtractError('OUTPUT_FAILED', `${path} is damaged: ${(cause as Error).message}`, {
      hint:
        'A failing disk or another program changed it. Delete it and run again; ' +
        'the documents of the commit it was for may come twice.',
      cause,
    })
  }
}

/** Throws OUTPUT_FAILED where a staged part is gone, or has another size than was written to it. */
export async function validateStaged(folder: string, parts: Pick<NamedPart, 'staged' | 'bytes'>[]): Promise<void> {
  for (const { staged, bytes } of parts) {
    const path = join(folder, staged)
    const size = await sizeOf(path)
    if (size !== bytes) throw partBroken(path, bytes, size)
  }
}

/**
 * Finishes a commit that a crash cut short: moves the parts to their names, applies the changes, and removes the
 * manifest, each lastingly before the next. A part that is nowhere was moved, and its reader has taken it away since;
 * but not where one that is moved before it is still staged. Throws as moveParts does.
 */
export async function finishManifest(path: string, folder: string, manifest: Manifest, state: State): Promise<void> {
  let isMoving = false
  for (const part of manifest.parts) {
    const isStaged = await exists(join(folder, part.staged))
    if (!isStaged && isMoving && !(await isInPlace(folder, part))) {
      throw partBroken(join(folder, part.staged), part.bytes, undefined, path)
    }
    isMoving ||= isStaged
  }
  await moveParts(path, folder, manifest.parts)
  await settleManifest(path, manifest, state)
}

/** Applies the changes, and removes the manifest, whose parts have been moved. */
export async function settleManifest(path: string, manifest: Manifest, state: State): Promise<void> {
  if (manifest.changes.length > 0) await state.write(manifest.changes)
  await removeDurably(path)
}

/**
 * Moves the parts of the manifest at `path` to their names, lastingly. A part that is no longer staged was moved
 * already, and its reader may have taken it away since; but not where all that was staged is gone, nor where the
 * manifest `isNew`: nothing but this has moved its parts. Throws OUTPUT_FAILED for a part that isn't whole.
 */
export async function moveParts(path: string, folder: string, parts: NamedPart[], isNew = false): Promise<void> {
  const touched = new Set<string>()
  const [first] = parts
  if (first !== undefined && !(await exists(join(folder, dirname(first.staged))))) {
    throw partBroken(join(folder, first.staged), first.bytes, undefined, path)
  }
  for (const part of parts) {
    await makeFolder(join(folder, dirname(part.target)))
    const isMoved = (await moveOnce(folder, part, path)) || (await isInPlace(folder, part))
    if (isNew && !isMoved) throw partBroken(join(folder, part.staged), part.bytes, undefined)
    touched.add(join(folder, dirname(part.target)))
  }
  for (const each of touched) await syncFolder(each)
}

/** False where the part is no longer staged. */
async function moveOnce(folder: string, { staged, target, bytes }: NamedPart, manifest: string): Promise<boolean> {
  const path = join(folder, staged)
  const size = await sizeOf(path)
  if (size === undefined) return false
  if (size !== bytes) throw partBroken(path, bytes, size, manifest)
  await rename(path, join(folder, target))
  return true
}

async function isInPlace(folder: string, { target, bytes }: NamedPart): Promise<boolean> {
  return (await sizeOf(join(folder, target))) === bytes
}

/**
 * Takes a commit back whose parts could not all be moved. The manifest goes first: a crash in between leaves documents
 * that come again, and none that are lost.
 */
export async function takeBack(path: string, folder: string, parts: NamedPart[]): Promise<void> {
  await removeDurably(path)
  for (const { target } of parts) await rm(join(folder, target), { force: true })
}

/** The size of a file in bytes; undefined where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

function partBroken(path: string, bytes: number, size: number | undefined, manifest?: string): ExtractError {
  const found = size === undefined ? 'it is gone' : `it has ${size} of them`
  const first = manifest === undefined ? '' : `Delete ${manifest} first: the commit it is for is made again then. `
  return new ExtractError('OUTPUT_FAILED', `The part ${path} should have ${bytes} bytes, but ${found}.`, {
    hint:
      `${first}Another program, or a failing disk, has changed what was staged. Run again: nothing was lost, ` +
      'the next run goes on from the last commit.',
  })
}

/** True where there is something at the path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}
