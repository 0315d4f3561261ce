import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { isErrno } from '../../../durable-files.js'
import { validateNotInterrupted } from '../../../errors/interruption.js'

export interface ProgramOptions {
  /** Where it runs. */
  folder: string
  env: NodeJS.ProcessEnv
  /** The longest time it may take, in milliseconds. */
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export type ProgramEnd =
  | { exitCode: number | null; stdout: string; stderr: string }
  /** `absent`: there is no such program. `late`: it was ended after its time. `loud`: it wrote more than is read. */
  | { failure: 'absent' | 'late' | 'loud' }

/**
 * Runs a line of the shell, or a program with its arguments, to its end, without anything on its standard input.
 * Throws INTERRUPTED (or the signal's own ExtractError) where the signal aborts.
 */
export async function runProgram(run: string | string[], options: ProgramOptions): Promise<ProgramEnd> {
  const { signal, timeoutMs } = options
  validateNotInterrupted(signal)
  const overdue = AbortSignal.timeout(timeoutMs)
  const child = start(run, options)
  const stop = () => endGroup(child)
  const ends = signal === undefined ? [overdue] : [overdue, signal]
  for (const each of ends) each.addEventListener('abort', stop, { once: true })
  const [stdout, stderr] = [collect(child.stdout!), collect(child.stderr!)]
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null]
    validateNotInterrupted(signal)
    if (overdue.aborted) return { failure: 'late' }
    if (stdout.isTooLong()) return { failure: 'loud' }
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'ENOTDIR')) return { failure: 'absent' }
    throw error
  } finally {
    for (const each of ends) each.removeEventListener('abort', stop)
  }
}

/** In a group of its own, so that what it starts ends with it. */
function start(run: string | string[], { folder, env }: ProgramOptions): ChildProcess {
  const isWindows = process.platform === 'win32'
  const options = { cwd: folder, env, detached: !isWindows, stdio: ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[] }
  if (typeof run === 'string') return spawn(run, { ...options, shell: true })
  // Programs that npm installs are scripts of the shell there.
  return spawn(run[0]!, run.slice(1), { ...options, shell: isWindows })
}

/** What it writes, as far as a secret or an answer in JSON goes. */
function collect(stream: Readable): { text(): string; isTooLong(): boolean } {
  const chunks: Buffer[] = []
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= longestOutput) chunks.push(chunk)
  })
  return { text: () => Buffer.concat(chunks).toString('utf8'), isTooLong: () => length > longestOutput }
}

const longestOutput = 1_000_000

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended already.
  }
  child.stdout?.destroy()
  child.stderr?.destroy()
}
