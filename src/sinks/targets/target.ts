/** What `--to` names: where documents go that are neither for stdout nor for a folder. */
import type { Writable } from 'node:stream'
import type { Clock } from '../../clock.js'
import type { ExtractSettings } from '../../config/config-types.js'
import type { TargetAddress } from '../../config/targets/target-address.js'
import type { Way } from '../../network/way.js'
import type { Document, Retry } from '../../terms.js'
import type { Compression } from '../compress/compression.js'
import type { Format } from '../formats/format.js'

export interface Target {
  /**
   * Takes documents, in their order, and resolves when the target has them for good or has refused them. Lanes call it
   * side by side. Throws TARGET_FAILED where the target takes nothing any more, and INTERRUPTED.
   */
  write(documents: Document[]): Promise<Taken>
  /**
   * Whether a run can begin: the target answers, takes the login, and what is there is fit. Writes nothing, and tells
   * what it found, a sentence without its end. Throws TARGET_FAILED and CONFIG_INVALID.
   */
  check(): Promise<string>
  /** Whether nothing of earlier runs can be in it: it is new, or was deleted. Absent where the target can't tell. */
  isMissing?(): Promise<boolean>
  /**
   * There where the target has documents for good only when the run is over: waits for that. Watermarks stay pending
   * until then. Throws TARGET_FAILED where it has not taken them.
   */
  settle?(): Promise<void>
  close(): Promise<void>
}

export interface Taken {
  /** As they were sent. */
  bytes: number
  refused: Refusal[]
}

/** A document that the target refuses for what is in it: it would another time. */
export interface Refusal {
  document: Document
  /** In the target's words. */
  reason: string
}

/** An address with the texts of its secrets. */
export interface TargetPlace extends Omit<TargetAddress, 'login'> {
  login: { user?: string | undefined; password?: string | undefined; apiKey?: string | undefined }
}

export interface TargetContext {
  /** How a target has documents that takes them as they come, and how objects are compressed. */
  format: Format
  compress?: Compression | undefined
  retry: ExtractSettings['retry']
  clock: Clock
  /** Ends waits. */
  signal: AbortSignal
  /** What a command finds in its environment, and where it is started. */
  env: NodeJS.ProcessEnv
  cwd?: string | undefined
  /** Where a command's own output goes. */
  stdout?: Writable | undefined
  stderr?: Writable | undefined
  /** Hears of each further try before the wait for it. */
  retried?: ((retry: Retry) => void) | undefined
  /** How every host is reached. */
  way: Way
}
