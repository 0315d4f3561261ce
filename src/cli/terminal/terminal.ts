import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../../clock.js'
import { redact } from '../../errors/redact.js'
import { isLogged, parseLogOptions, type LogFlags } from '../flags/log-options.js'
import { printable, printableJson } from './printable.js'

/** What a command gets to know of the process it runs in. */
export interface Terminal {
  stdin: Readable & { isTTY?: boolean }
  stdout: Writable & { isTTY?: boolean; fd?: unknown }
  stderr: Writable & { isTTY?: boolean; columns?: number; rows?: number }
  env: NodeJS.ProcessEnv
  cwd: string
  clock: Clock
  /** Aborts on the first SIGINT or SIGTERM with an INTERRUPTED ExtractError as its reason. */
  signal: AbortSignal
  /** Calls back at each SIGHUP, which then no longer ends the process, until the function it gives is called. */
  onHangup(heard: () => void): () => void
  /** The program and first arguments that start this CLI once more. */
  self: string[]
}

/** A terminal that listens for signals until it is closed. */
export interface OpenTerminal extends Terminal {
  /** The exit code with a SIGTERM's 143 in the place of 130, where it was that. */
  exitCode(code: number): number
  close(): void
}

/** Writes a line or more to stderr, for the person, as `printable` leaves it. */
export function logLine(terminal: Pick<Terminal, 'stderr'>, text: string): void {
  terminal.stderr.write(`${printable(text)}\n`)
}

/**
 * Logs what is neither data, warning nor error, where the log level lets it through, and as a JSON object where that
 * is the log format.
 */
export function logNote(terminal: Pick<Terminal, 'stderr' | 'clock'>, flags: LogFlags, text: string): void {
  logText(terminal, flags, { level: 'info', event: 'note', text, line: text })
}

/** The same for what may be amiss. */
export function logWarning(terminal: Pick<Terminal, 'stderr' | 'clock'>, flags: LogFlags, text: string): void {
  logText(terminal, flags, { level: 'warn', event: 'warning', text, line: `warning: ${text}` })
}

interface LoggedText {
  level: 'info' | 'warn'
  event: string
  text: string
  /** The text as a person reads it. */
  line: string
}

function logText(
  terminal: Pick<Terminal, 'stderr' | 'clock'>,
  flags: LogFlags,
  { level, event, text, line }: LoggedText,
): void {
  const options = parseLogOptions(flags)
  if (!isLogged(level, options)) return
  if (options.format !== 'json') return logLine(terminal, line)
  const time = new Date(terminal.clock.now()).toISOString()
  terminal.stderr.write(`${printableJson({ level, time, event, msg: redact(text) })}\n`)
}
