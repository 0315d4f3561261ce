import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** What one run of a program cost. */
export interface Measured {
  wallSeconds: number
  cpuSeconds: number
  peakMb: number
  /** What it wrote to standard output. */
  bytes: number
  exitCode: number | null
  stderr: string
}

/** The best of several runs: what else the machine does only adds to them. */
export function best(runs: Measured[]): Measured {
  return runs.reduce((one, other) => ({
    ...one,
    wallSeconds: Math.min(one.wallSeconds, other.wallSeconds),
    cpuSeconds: Math.min(one.cpuSeconds, other.cpuSeconds),
    peakMb: Math.min(one.peakMb, other.peakMb),
  }))
}

/** Runs `node ARGS` with its output to a pipe that this process empties, or into /dev/null. */
export async function measure(
  args: string[],
  { env = {}, cwd, discard = false }: { env?: Record<string, string>; cwd?: string; discard?: boolean } = {},
): Promise<Measured> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', reporter, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', discard ? 'ignore' : 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  const [bytes, exitCode] = await Promise.all([discard ? 0 : drain(child), closed(child)])
  const used = JSON.parse(/USED (.*)/.exec(stderr)?.[1] ?? '{}') as Partial<NodeJS.ResourceUsage>
  return {
    wallSeconds: (performance.now() - started) / 1000,
    cpuSeconds: ((used.userCPUTime ?? 0) + (used.systemCPUTime ?? 0)) / 1e6,
    peakMb: (used.maxRSS ?? 0) / 1024,
    bytes,
    exitCode,
    stderr: stderr.replace(/\nUSED .*/, ''),
  }
}

/** Starts a program that says on its first line, in JSON, how it is reached. */
export async function start<T>(args: string[]): Promise<{ facts: T; child: ChildProcess }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const facts = await new Promise<T>((resolve, reject) => {
    let text = ''
    child.once('exit', () => reject(new Error(`${args.join(' ')} ended`)))
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(JSON.parse(text.split('\n')[0]!) as T)
    })
  })
  return { facts, child }
}

const reporter = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`\\nUSED ${JSON.stringify(process.resourceUsage())}\\n`))",
)}`

/** Reads to the end, through the kernel alone: what is measured is the other side. */
async function drain(child: ChildProcess): Promise<number> {
  let bytes = 0
  const sink = createWriteStream('/dev/null')
  child.stdout!.on('data', (chunk: Buffer) => (bytes += chunk.length))
  await pipeline(child.stdout!, sink)
  return bytes
}

function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve))
}
