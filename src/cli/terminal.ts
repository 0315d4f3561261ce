import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../clock.js'
import { redact } from '../errors/redact.js'

/** What a command gets to know of the process it runs in. */
export interface Terminal {
  stdin: Readable & { isTTY?: boolean }
  stdout: Writable & { isTTY?: boolean }
  stderr: Writable & { isTTY?: boolean }
  env: NodeJS.ProcessEnv
  cwd: string
  clock: Clock
  /** Aborts on the first SIGINT or SIGTERM with an INTERRUPTED ExtractError as its reason. */
  signal: AbortSignal
  /** The program and first arguments that start this CLI once more. */
  self: string[]
}

/** Says a line or more to the person, on stderr. Every secret is blotted out. */
export function say(terminal: Pick<Terminal, 'stderr'>, text: string): void {
  terminal.stderr.write(`${redact(text)}\n`)
}
