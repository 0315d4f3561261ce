import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'

export interface CliOptions {
  /** The working directory: where a configuration is looked for. */
  cwd: string
  env?: NodeJS.ProcessEnv
  /** What stdin holds; without it stdin is empty. */
  stdin?: string
  /** The program that is run, where it isn't the one built here. */
  program?: string
}

export interface CliEnd {
  /** The exit code, or the name of the signal that ended it. */
  code: number | NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunningCli {
  child: ChildProcess
  /** What it has printed so far. */
  printed: { stdout: string; stderr: string }
  /** Resolves as soon as the text has been printed to either stream; rejects where the process ends without it. */
  saw(text: string): Promise<void>
  ended: Promise<CliEnd>
}

/** Starts the command line as built, a process of its own without a shell and without the settings of this machine. */
export function startCli(args: string[], { cwd, env = {}, stdin = '', program = cliPath }: CliOptions): RunningCli {
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...plainEnvironment(), ...env } })
  const printed = { stdout: '', stderr: '' }
  child.stdin.on('error', () => {})
  child.stdin.end(stdin)
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  const ended = new Promise<CliEnd>((resolve) => {
    child.on('close', (code, signal) => resolve({ code: code ?? signal, ...printed }))
  })
  return { child, printed, ended, saw: (text) => sawText(text, child, printed, ended) }
}

/** Runs the command line to its end. */
export function runCli(args: string[], options: CliOptions): Promise<CliEnd> {
  return startCli(args, options).ended
}

/** For tests that start many processes: each is a second of computing, and machines may be busy. */
export const processTimeoutMs = 240_000

/** The command line as a release has it; `npm test` builds it first. */
export const cliPath = path.resolve('bin/sf-extract.js')

function plainEnvironment(): NodeJS.ProcessEnv {
  const own = /^(?:SF_|SF_EXTRACT_|FORCE_COLOR$|NO_COLOR$|LC_|LANG$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

function sawText(
  text: string,
  { stdout, stderr }: ChildProcess,
  printed: RunningCli['printed'],
  ended: Promise<CliEnd>,
) {
  return new Promise<void>((resolve, reject) => {
    const look = () => {
      if (printed.stdout.includes(text) || printed.stderr.includes(text)) resolve()
    }
    stdout?.on('data', look)
    stderr?.on('data', look)
    void ended.then(({ stderr: said }) => reject(new Error(`ended without printing ${text}: ${said}`)))
    look()
  })
}
