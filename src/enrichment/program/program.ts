/** A program that takes documents on its standard input and gives them back on its standard output. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { CommandLine } from '../../config/enrichment/outside-values.js'
import { shorten } from '../../errors/shorten.js'
import { renderJson } from '../../exact-json.js'
import { inTime } from '../in-time.js'
import { outsideEnv } from '../outside-env.js'
import type { Failure, Fields, Outcome, ProcessorContext } from '../processor.js'
import { readAnswerLine } from './answer-line.js'
import { splitLines } from './lines.js'

export interface Program {
  /**
   * Writes a line for each document, and calls `take` with what came back for it, in their order. Gives what ended it
   * before: then the program is of no use any more.
   */
  exchange(documents: Fields[], take: (outcome: Outcome) => void): Promise<Failure | undefined>
  /** Tells it that nothing more comes, and waits for its end; not for ever. */
  close(): Promise<void>
  /** Ends it at once. */
  stop(): Promise<void>
}

export interface ProgramContext extends Pick<ProcessorContext, 'folder' | 'env' | 'clock' | 'log' | 'signal'> {
  /** The longest wait for an answer. */
  timeoutMs: number
}

/** Starts a program in the folder of the configuration. What it writes to its standard error goes into the log. */
export function startProgram(run: CommandLine, context: ProgramContext): Program {
  const child = spawnProgram(run, context)
  const name = 'line' in run ? run.line : run.words.join(' ')
  const ended = watchEnd(child)
  const lastWords = logErrors(child, context)
  const lines = splitLines(child.stdout)
  const describe = (what: string, isPassing: boolean): Failure => {
    const words = lastWords()
    return { message: `\`${name}\` ${what}${words === '' ? '' : `, and said "${words}"`}`, isPassing }
  }
  return {
    async exchange(documents, take) {
      void writeAll(child, documents, ended)
      for (const document of documents) {
        const line = await inTime(lines.next(), context)
        if (line === undefined)
          return describe(
            `gave no answer for ${context.timeoutMs} ms (it has to flush its output after each line)`,
            true,
          )
        if (line.done) return describe((await inTime(ended, context)) ?? 'closed its standard output', true)
        const answer = readAnswerLine(line.value, document)
        if ('fault' in answer) return describe(answer.fault, false)
        take(answer)
      }
      return undefined
    },
    async close() {
      child.stdin.end()
      const isEnded = await inTime(ended, { ...context, signal: new AbortController().signal, timeoutMs: patienceMs })
      if (isEnded === undefined) await kill(child, ended)
      child.stdout.destroy()
    },
    stop: () => kill(child, ended),
  }
}

/** How long a program may take to end by itself. */
const patienceMs = 5_000

/**
 * In a group of its own, so that a Ctrl-C for this process is not one for the program, and so that what it starts ends
 * with it.
 */
function spawnProgram(run: CommandLine, { folder, env }: ProgramContext): ChildProcessWithoutNullStreams {
  const options = { cwd: folder, env: outsideEnv(env), detached: process.platform !== 'win32', stdio: 'pipe' as const }
  if ('line' in run) return spawn(run.line, { ...options, shell: true })
  return spawn(run.words[0]!, run.words.slice(1), options)
}

/** How it ended, as soon as it has. */
async function watchEnd(child: ChildProcessWithoutNullStreams): Promise<string> {
  // Whoever writes to a program that ended meanwhile learns it from its end.
  child.stdin.on('error', () => {})
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
  } catch (error) {
    return `could not be started (${(error as NodeJS.ErrnoException).code})`
  }
}

/** Gives the last line it wrote to its standard error. */
function logErrors({ stderr, pid }: ChildProcessWithoutNullStreams, { log }: ProgramContext): () => string {
  let last = ''
  stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    for (const line of lines) log.debug({ processor: 'command', pid }, shorten(line, longestWords))
    last = lines.at(-1) ?? last
  })
  return () => shorten(last, longestWords)
}

const longestWords = 300

async function writeAll({ stdin }: ChildProcessWithoutNullStreams, documents: Fields[], ended: Promise<string>) {
  for (const document of documents) {
    if (stdin.destroyed) return
    if (!stdin.write(`${renderJson(document)}\n`)) await Promise.race([once(stdin, 'drain').catch(() => {}), ended])
  }
}

async function kill(child: ChildProcessWithoutNullStreams, ended: Promise<string>): Promise<void> {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended already.
  }
  child.stdout.destroy()
  await ended
}
