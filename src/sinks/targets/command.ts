import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { shorten } from '../../errors/shorten.js'
import { targetFailed } from './target-failed.js'
import type { Target, TargetContext, TargetPlace } from './target.js'

/**
 * A command line that takes the documents on its standard input. It is started with the first of them, and has taken
 * them when it ends with exit code 0: a run without documents doesn't start it.
 */
export function openCommandTarget({ name, location }: TargetPlace, context: TargetContext): Target {
  let command: Command | undefined
  let last: Promise<unknown> = Promise.resolve()
  const write = async (pieces: Iterable<Buffer | string>) => {
    command ??= startCommand(location, context)
    let bytes = 0
    for (const piece of pieces) {
      bytes += Buffer.byteLength(piece)
      // A piece is valid until the next one is asked for.
      if (!(await command.write(piece))) throw await command.failure(name, context)
    }
    return bytes
  }
  return {
    write: (documents) => {
      // Lines of lanes that write side by side don't mix.
      const turn = last.then(() => write(context.format.render(documents)))
      last = turn.catch(() => undefined)
      return turn.then((bytes) => ({ bytes, refused: [] }))
    },
    check: async () => 'the first run with documents starts it',
    settle: async () => {
      await last
      if (command === undefined) return
      const code = await command.end(context)
      if (code !== 0 || command.isRefusing()) throw await command.failure(name, context)
    },
    close: async () => {
      await last
      await command?.kill()
    },
  }
}

interface Command {
  /** False where it takes no more. */
  write(piece: Buffer | string): Promise<boolean>
  isRefusing(): boolean
  /** Tells it that nothing more comes, and gives its exit code, or the signal that ended it, when it has ended. */
  end(context: TargetContext): Promise<number | string>
  /** What it ended with, and its last words. */
  failure(name: string, context: TargetContext): Promise<Error>
  kill(): Promise<void>
}

function startCommand(line: string, { env, cwd, stdout, stderr }: TargetContext): Command {
  // In a group of its own: a Ctrl-C ends the run, and the command ends with what it got.
  const isGroup = process.platform !== 'win32'
  const child = spawn(line, { shell: true, detached: isGroup, env, cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  let isRefusing = false
  child.stdin.on('error', () => (isRefusing = true))
  const lastWords = keepLastWords(child.stderr)
  pass(child.stdout, stdout)
  pass(child.stderr, stderr)
  const ended = watchEnd(child)
  const signal = (name: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, name)
      else child.kill(name)
    } catch {
      // It has ended already.
    }
  }
  const end = async (context: TargetContext) => {
    child.stdin.end()
    return endInTime(ended, signal, context)
  }
  return {
    write: async (piece) => {
      if (isRefusing || child.stdin.destroyed) return false
      await new Promise<void>((resolve) => child.stdin.write(piece, () => resolve()))
      return !isRefusing
    },
    isRefusing: () => isRefusing,
    end,
    failure: async (name, context) => {
      const code = await end(context)
      const how = typeof code === 'number' ? `ended with exit code ${code}` : code
      const early = code === 0 ? ' before it had taken everything' : ''
      const words = lastWords()
      return targetFailed(name, `${how}${early}${words === '' ? '' : `, and said: ${words}`}`, rolledBack)
    },
    kill: async () => {
      child.stdin.destroy()
      signal('SIGKILL')
      await ended
    },
  }
}

const rolledBack = 'Its run is rolled back: the next one hands over the same documents again.'

/** Waits for the end; when the run is interrupted, only for a moment. */
async function endInTime(
  ended: Promise<number | string>,
  signal: (name: 'SIGTERM' | 'SIGKILL') => void,
  { clock, signal: interrupted }: TargetContext,
): Promise<number | string> {
  const over = new AbortController()
  const done = ended.finally(() => over.abort())
  const hurry = async () => {
    if (!interrupted.aborted) await once(interrupted, 'abort', { signal: over.signal })
    await clock.sleep(patienceMs, over.signal)
    signal('SIGTERM')
    await clock.sleep(patienceMs, over.signal)
    signal('SIGKILL')
  }
  hurry().catch(() => {})
  return done
}

const patienceMs = 5_000

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Its streams are read to their end: its last words come late. */
async function watchEnd(child: Child): Promise<number | string> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    return code ?? `was ended by ${signal}`
  } catch (error) {
    return `could not be started (${(error as NodeJS.ErrnoException).code})`
  }
}

function pass(from: Readable, to: Writable | undefined): void {
  if (to === undefined) return void from.resume()
  from.pipe(to, { end: false })
  // Where nobody reads what it prints, it goes on all the same.
  to.once('error', () => {
    from.unpipe(to)
    from.resume()
  })
}

function keepLastWords(stderr: Readable): () => string {
  let words = ''
  stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-keptUnits)
  })
  return () => shorten(words.trim().split('\n').slice(-lastLines).join(' / ').slice(-longestWords), longestWords)
}

const keptUnits = 8_000
const lastLines = 5
const longestWords = 400
