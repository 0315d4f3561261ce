import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, removeDurably, syncFolder } from '../../durable-files.js'
import { isExtractError, type ExtractError } from '../../errors/extract-error.js'
import { holdState } from '../../state/hold.js'
import { resetKey, writerKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { Document } from '../../terms.js'
import { groupByFolder, renderSegment } from './folder-path.js'
import { markHeld } from './held-mark.js'
import { dropLaneFolder, laneFolder } from './lane-folders.js'
import { manifestSuffix, moveParts, settleManifest, takeBack, validateStaged, writeManifest } from './manifest.js'
import type { Manifest } from './manifest.js'
import { nameParts, type Naming } from './name-parts.js'
import { endingOf, type Compression } from '../compress/compression.js'
import { document } from '../formats/document.js'
import type { Format } from '../formats/format.js'
import { countLaneBytes } from '../lane-bytes.js'
import { lockLostOrFailed, outputFailed } from '../output-failed.js'
import { closePart, sealPart } from './part.js'
import { recoverFiles, recoverLane, stagedFolder } from './recovery.js'
import type { Sink } from '../sink.js'
import { stageDocuments, type Lane as StagedLane } from './staged-lane.js'
import { validateWritable } from './writable.js'

export interface FilesSinkOptions {
  /** The output folder, DIR. */
  folder: string
  /** The run's id: no other run into this folder has it, of whatever datasource, and a later one's is later as text. */
  run: string
  datasource: string
  /** The id of the destination that the state is of. */
  destination?: string
  /** The state itself, also of a held run. */
  state: State
  /** What the commits change stays pending until `commit`; see Manifest. */
  held?: boolean
  /** The handed object that the run has to itself, beside other runs into the folder. */
  lane?: Manifest['lane'] | undefined
  format?: Format
  compress?: Compression | undefined
  /** Size at which a part is full and the next begins. */
  partBytes?: number
}

/**
 * A sink that writes `DIR/<parent path>/<run>-<n>` with the endings of format and compression, each document exactly
 * once whatever happens.
 *
 * Parts are staged. A commit flushes those of its lane and names them, with the state changes, in a manifest;
 * once that is renamed into place the commit holds, and what is left to do is done again by whoever comes next: this
 * sink's next commit, or the next start. Begins with recoverFiles, and a look whether the folder can be written to
 * before anything is read for it. Throws OUTPUT_FAILED, and STATE_BROKEN from the state.
 */
export async function openFilesSink(options: FilesSinkOptions): Promise<Sink> {
  const { folder, datasource, destination, state, held = false, format = document, lane } = options
  // Before the state is held: what an earlier run left is for the state itself.
  const left = { folder, datasource, destination, state }
  await (lane === undefined ? recoverFiles(left) : recoverLane(left, lane.object))
  await validateWritable(folder).catch((cause) => {
    throw outputFailed(folder, cause)
  })
  const resetMark = await state.read(resetKey(datasource))
  const view = held ? holdState(state, datasource) : state
  const writer = (await state.read(writerKey(datasource, lane?.object))) ?? null
  const sink = new FilesSink({ ...options, state: view, held, format }, { resetMark, writer, lane })
  // Before any file of the run is there: by it others know that files of earlier names than theirs may still come.
  if (lane !== undefined) await sink.begin()
  return sink
}

class FilesSink implements Sink {
  private readonly lanes = new Map<string, StagedLane>()
  private readonly written = countLaneBytes()
  private readonly naming: Naming
  private readonly place: string
  private readonly runFolder: string
  private readonly manifestPath: string
  private partCount = 0
  private commits: Promise<unknown> = Promise.resolve()
  /** A commit that holds and isn't finished. */
  private unfinished: Manifest | undefined
  /** A commit has kept that this run writes. */
  private isKnown = false
  /** Its parts are at their places. */
  private isMoved = false
  /** Why a commit doesn't hold, or nobody knows whether it does: the next start finds out, so all stays as it is. */
  private doubt: ExtractError | undefined

  /** No reset comes between the start and a commit: it needs the lock that the run holds. */
  constructor(
    private readonly options: FilesSinkOptions & { held: boolean; format: Format },
    private readonly begun: Pick<Manifest, 'resetMark' | 'writer' | 'lane'>,
  ) {
    const { folder: root, datasource, lane, run, format, compress } = options
    this.naming = { root, run, ending: format.extension + endingOf(compress), lastNumber: 0 }
    this.place = lane === undefined ? stagedFolder(datasource) : laneFolder(datasource, lane.object)
    this.runFolder = join(this.place, renderSegment(run))
    this.manifestPath = join(options.folder, this.runFolder + manifestSuffix)
  }

  async begin(): Promise<void> {
    await makeFolder(join(this.options.folder, this.runFolder)).catch((cause) => {
      throw outputFailed(this.options.folder, cause)
    })
  }

  expectFields(laneName: string, fields: readonly string[]): void {
    this.laneOf(laneName).fields = fields
  }

  async write(laneName: string, documents: Document[]): Promise<void> {
    const lane = this.laneOf(laneName)
    if (lane.failure !== undefined) throw lane.failure
    const { folder: outputFolder, format, compress, partBytes = defaultPartBytes } = this.options
    const staging = { outputFolder, format, compress, partBytes, nextPath: () => this.nextStagedPath() }
    try {
      for (const [folder, group] of groupByFolder(documents)) {
        for await (const bytes of stageDocuments(lane, folder, group, staging)) this.written.add(laneName, bytes)
      }
    } catch (cause) {
      // The last line may be cut short: nothing of this lane can be committed any more.
      lane.failure = await lockLostOrFailed(this.options, cause)
      throw lane.failure
    }
  }

  async commit(laneName: string, changes: StateChange[]): Promise<void> {
    const lane = this.laneOf(laneName)
    if (lane.failure !== undefined) throw lane.failure
    const turn = this.commits.then(() => this.commitLane(lane, changes))
    this.commits = turn.catch(() => undefined)
    try {
      await turn
    } catch (cause) {
      throw await lockLostOrFailed(this.options, cause)
    }
  }

  bytes(lane?: string): number {
    return this.written.of(lane)
  }

  async close(): Promise<void> {
    await this.commits
    try {
      await this.finish()
    } catch (cause) {
      throw await lockLostOrFailed(this.options, cause)
    } finally {
      for (const { parts } of this.lanes.values()) for (const part of parts) await closePart(part)
    }
    if (this.doubt !== undefined) return
    await rm(join(this.options.folder, this.runFolder), { recursive: true, force: true })
    if (this.options.lane !== undefined) await dropLaneFolder(this.options.folder, this.place)
  }

  private async nextStagedPath(): Promise<string> {
    const { held, datasource, run } = this.options
    await makeFolder(join(this.options.folder, this.runFolder))
    if (held && this.partCount === 0) await markHeld(this.options.folder, datasource, run)
    this.partCount += 1
    return join(this.runFolder, `${this.partCount}.part`)
  }

  private async commitLane(staged: StagedLane, changes: StateChange[]): Promise<void> {
    if (this.doubt !== undefined) throw this.doubt
    await this.finish()
    if (staged.parts.length === 0) {
      if (changes.length > 0) await this.options.state.write(changes)
      return
    }
    for (const part of staged.parts) await sealPart(part)
    await syncFolder(join(this.options.folder, this.runFolder))
    const { run, datasource, destination, held, lane } = this.options
    await this.validateParts(staged)
    const parts = await nameParts(staged.parts, this.naming)
    // Where the run has lost its lock nothing gets its name any more.
    await this.options.state.write([])
    const all = held || this.isKnown ? changes : [...changes, { key: writerKey(datasource, lane?.object), value: run }]
    const kept = (await this.options.state.inPieces?.(all)) ?? all
    await this.writeManifest({ run, datasource, destination, parts, changes: kept, held, ...this.begun })
    this.isKnown = true
    staged.parts = []
    await this.finish()
  }

  /** What was staged is all there still, or nothing of the lane can be committed any more. */
  private async validateParts(lane: StagedLane): Promise<void> {
    try {
      await validateStaged(this.options.folder, lane.parts)
    } catch (cause) {
      lane.failure = outputFailed(this.options.folder, cause)
      throw lane.failure
    }
  }

  /** Where this fails the commit doesn't hold: it is made sure that no manifest is left. */
  private async writeManifest(manifest: Manifest): Promise<void> {
    try {
      await writeManifest(this.manifestPath, manifest)
    } catch (cause) {
      await removeDurably(this.manifestPath).catch(() => {
        this.doubt = outputFailed(this.options.folder, cause)
      })
      throw cause
    }
    this.unfinished = manifest
    this.isMoved = false
  }

  private async finish(): Promise<void> {
    if (this.unfinished === undefined) return
    if (!this.isMoved) await this.moveNew(this.unfinished)
    this.isMoved = true
    await settleManifest(this.manifestPath, this.unfinished, this.options.state)
    this.unfinished = undefined
  }

  /**
   * Where a part was lost the commit is taken back, and all later ones fail with it. Where another has taken the lock
   * over it has moved the parts to finish the commit: then it is theirs.
   */
  private async moveNew({ parts }: Manifest): Promise<void> {
    const { folder } = this.options
    try {
      await moveParts(this.manifestPath, folder, parts, true)
    } catch (cause) {
      if (!isExtractError(cause)) throw cause
      this.doubt = cause
      await this.options.state.write([])
      await takeBack(this.manifestPath, folder, parts)
      this.unfinished = undefined
      throw cause
    }
  }

  private laneOf(name: string): StagedLane {
    const lane: StagedLane = this.lanes.get(name) ?? { parts: [] }
    this.lanes.set(name, lane)
    return lane
  }
}

const defaultPartBytes = 64 * 1024 * 1024
