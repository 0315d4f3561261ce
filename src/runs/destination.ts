import { realpath } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../clock.js'
import { isTargetName } from '../config/targets/target-forms.js'
import { ExtractError, isExtractError } from '../errors/extract-error.js'
import { validateFolder, validateWritable } from '../sinks/files/writable.js'
import {
  isBare,
  isCopied,
  loadMark,
  ownFolder,
  plainForm,
  writeMark,
  type FolderForm,
  type FolderMark,
} from '../sinks/files/mark.js'
import { outputFailed } from '../sinks/output-failed.js'
import type { Target } from '../sinks/targets/target.js'
import {
  buildDestinationId,
  destinationState,
  findDestination,
  findTarget,
  keepDestination,
  loadStateId,
  pipe,
  type Destination,
} from '../state/destinations.js'
import { keysBelow } from '../state/keys.js'
import { claimLockFolder } from '../state/locks/lock-folder.js'
import type { Holder } from '../state/locks/lock-holder.js'
import { acquireLock, type Lock, type LockOptions } from '../state/locks/lock.js'
import type { State } from '../state/state.js'
import { markForm, validateSameForm } from './forms/folder-form.js'

/** A destination that a run has to itself. */
export interface HeldDestination {
  destination: Destination
  /** The state as runs into it see it. */
  state: State
  /** What the user should know of it. */
  notes: string[]
  /** Aborts where another took it over. */
  lost?: AbortSignal
  release(): Promise<void>
}

export interface DestinationContext {
  /** The state itself, with all its destinations. */
  state: State
  /** The datasource's id. */
  datasource: string
  clock: Clock
  /** Takes over a folder that another state has written to. */
  full: boolean
  /** How the files of a folder are to be written; absent for who only looks. */
  form?: FolderForm
}

/**
 * The destination of a run, by its folder or its name, and what runs into it know. A folder that is new, or was emptied
 * so that its mark is gone, is a new destination and gets everything; one that was moved goes on by its mark. A folder
 * is locked: two states may name the same. Throws OUTPUT_FAILED, OUTPUT_OWNED, OUTPUT_FORMAT and LOCK_HELD.
 */
export async function holdDestination(
  { folder, name, target }: Place,
  context: DestinationContext,
  options: LockOptions = {},
): Promise<HeldDestination> {
  if (target !== undefined) return claimTarget(target, context)
  if (folder === undefined) {
    const destination = programPlace(name)
    if (name !== undefined) await keepDestination(context.state, context.datasource, destination)
    return { destination, state: destinationState(context.state, destination), notes: [], release: async () => {} }
  }
  const lock = await lockFolder(folder, { name: context.datasource, clock: context.clock }, options)
  try {
    const { destination, notes } = await claimFolder(folder, context)
    return { destination, state: destinationState(context.state, destination), notes, ...lock }
  } catch (error) {
    await lock.release()
    throw outputFailed(folder, error)
  }
}

/** The place that a program calls so; without a name standard output's. */
export function programPlace(name: string | undefined): Destination {
  return name === undefined ? pipe : { id: `program-${name}` }
}

/** Where the documents of a run go. */
interface Place {
  folder?: string | undefined
  /** What a program calls a place of its own. */
  name?: string | undefined
  target?: HeldTarget | undefined
}

export interface HeldTarget extends Pick<Target, 'isMissing'> {
  /** Its address without credentials. */
  name: string
}

/** What stands for standard output where a folder may be named. */
export const stdoutPlace = '-'

/** Throws OUTPUT_FAILED where what is to be the output folder is none, or lies below what is none. */
export async function validateOutput(folder: string | undefined): Promise<void> {
  if (folder === undefined || folder === stdoutPlace || isTargetName(folder)) return
  await validateFolder(folder).catch((cause: unknown) => {
    throw outputFailed(folder, cause)
  })
}

/**
 * What a run into a folder, or a target by its name, would know, without leaving a trace in it. Throws OUTPUT_FAILED
 * and OUTPUT_OWNED.
 */
export async function viewDestination(
  folder: string | undefined,
  context: DestinationContext,
): Promise<Pick<HeldDestination, 'destination' | 'state'>> {
  const isPipe = folder === undefined || folder === stdoutPlace
  if (!isPipe && isTargetName(folder)) {
    const known = await findTarget(context.state, context.datasource, folder)
    const destination = known ?? { id: buildDestinationId(), target: folder }
    return { destination, state: destinationState(context.state, destination) }
  }
  const destination = isPipe ? pipe : { id: (await loadOwnMark(folder, context))?.id ?? buildDestinationId() }
  return { destination, state: destinationState(context.state, destination) }
}

/**
 * The destination that a folder, the name of a target, or `-`, is of a datasource; undefined where this state has never
 * written to it. Throws OUTPUT_FAILED where the folder is a file.
 */
export async function findFolder(folder: string, datasource: string, state: State): Promise<Destination | undefined> {
  if (folder === stdoutPlace) return pipe
  if (isTargetName(folder)) return findTarget(state, datasource, folder)
  await validateOutput(folder)
  const mark = await loadMark(folder, datasource)
  return mark && findDestination(state, datasource, mark.id)
}

/** A target is known by its address. One that was deleted or emptied is a new destination, and gets everything. */
async function claimTarget({ name, isMissing }: HeldTarget, context: DestinationContext): Promise<HeldDestination> {
  const { state, datasource } = context
  const known = await findTarget(state, datasource, name)
  const isGone = known !== undefined && (await isMissing?.()) === true && (await isWrittenTo(known, context))
  const destination = known === undefined || isGone ? { id: buildDestinationId(), target: name } : known
  await keepDestination(state, datasource, destination)
  const notes = isGone ? [`${name} holds nothing any more: everything is written to it again.`] : []
  return { destination, state: destinationState(state, destination), notes, release: async () => {} }
}

/**
 * Locks what a datasource, or a handed object of it, has in a folder. `key` is what the lock goes by there: `name`,
 * what users know it by, where it isn't given. Throws OUTPUT_FAILED and LOCK_HELD.
 */
export async function lockFolder(
  folder: string,
  { name, key = name, clock }: { name: string; key?: string; clock: Clock },
  options: LockOptions = {},
): Promise<Lock> {
  try {
    await validateWritable(folder)
    const place = path.join(folder, ownFolder, 'folder')
    const claim = (me: Holder) => claimLockFolder(place, key, me, clock)
    return await acquireLock(`${name} in ${folder}`, claim, clock, options)
  } catch (error) {
    throw outputFailed(folder, isExtractError(error, 'STATE_BROKEN', 'FILES_EXHAUSTED') ? error.cause : error)
  }
}

async function claimFolder(
  folder: string,
  context: DestinationContext,
): Promise<{ destination: Destination; notes: string[] }> {
  const { state, datasource, form = plainForm } = context
  const place = await realpath(folder)
  const mark = await loadOwnMark(folder, context)
  const known = mark && (await findDestination(state, datasource, mark.id))
  const isCopy =
    mark !== undefined &&
    known?.folder !== undefined &&
    known.folder !== place &&
    (await isCopied(place, known.folder, datasource, mark.id))
  const isNew = mark === undefined || isCopy
  const own = { id: isNew ? buildDestinationId() : mark.id, folder: place }
  const isSpool = !isNew && !context.full && (known?.isSpool ?? (await isEmptied(own, context)))
  const destination: Destination = isSpool ? { ...own, isSpool } : own
  if (isNew) {
    const stateId = await loadStateId(state)
    await writeMark(folder, datasource, { version: 1, id: destination.id, state: stateId, ...markForm(form) })
  }
  const left = await keepDestination(state, datasource, destination)
  const notes = [
    ...(isCopy ? [`${folder} is a copy of ${known!.folder}: from now on it is a destination of its own.`] : []),
    ...(left > 0 ? [`${folder} has been emptied, its mark is gone: everything is written to it again.`] : []),
    ...(isSpool && !known?.isSpool ? [`${folder} ${emptiedNote}`] : []),
  ]
  return { destination, notes }
}

/** Whether nothing is left in the folder of what was written to it. */
async function isEmptied(destination: Destination & { folder: string }, context: DestinationContext) {
  return (await isBare(destination.folder)) && isWrittenTo(destination, context)
}

async function isWrittenTo(destination: Destination, { state, datasource }: DestinationContext): Promise<boolean> {
  return (await destinationState(state, destination).keys(keysBelow('written-index', datasource))).length > 0
}

/** Told once: a spool is found so by every run. */
const emptiedNote =
  'holds none of the documents written to it, so it counts as a spool and gets only what changes. ' +
  'To have everything there again, run `sf-extract sync --full` or delete the folder wholly, .sf-extract in it too.'

/**
 * The folder's mark, where it is this state's and its files are written in this form; undefined too for another's that is
 * to be taken over.
 */
async function loadOwnMark(folder: string, context: DestinationContext): Promise<FolderMark | undefined> {
  const { state, datasource, full, form } = context
  const mark = await loadMark(folder, datasource)
  if (mark === undefined) return undefined
  if (form !== undefined) validateSameForm(mark, form, { folder, datasource })
  if (mark.state === (await loadStateId(state))) return mark
  if ((await findDestination(state, datasource, mark.id)) !== undefined) return mark
  if (full) return undefined
  throw new ExtractError('OUTPUT_OWNED', `What "${datasource}" has written to ${folder} is known to another state.`, {
    hint:
      'Run with the state it was written with (extract.state or SF_EXTRACT_STATE), or name another folder with --output. ' +
      'Where that state is lost, delete the folder wholly, .sf-extract in it too, and run again; or let ' +
      '`sf-extract sync --full` take it over, which writes everything to it again, but no tombstones for what was ' +
      'deleted meanwhile.',
  })
}
