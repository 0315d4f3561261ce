import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'

export const bin = path.resolve('bin/sf-extract.js')

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

export interface Surroundings {
  cwd?: string
  env?: Record<string, string>
}

/** Runs the built command line in a process of its own, and prints what it cost. */
export async function printMeasured(title: string, args: string[], around: Surroundings): Promise<void> {
  const measured = await measure([bin, ...args], around)
  console.log(`${title.padEnd(32)} ${renderMeasured(measured)}`)
  if (measured.exitCode !== 0) console.log(measured.stderr)
}

export function renderMeasured({ exitCode, wallSeconds, cpuSeconds, peakMb }: Measured): string {
  return `exit ${exitCode}  ${wallSeconds.toFixed(2)} s  cpu ${cpuSeconds.toFixed(2)} s  peak ${Math.round(peakMb)} MB`
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

/** Runs `node ARGS` with its output into a pipe that this process empties. */
export async function measure(args: string[], { cwd, env }: Surroundings = {}): Promise<Measured> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', reporter, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  let bytes = 0
  child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length))
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
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
  "process.on('exit', () => process.stderr.write(`\\nUSED ${JSON.stringify({ ...process.resourceUsage() })}\\n`))",
)}`
