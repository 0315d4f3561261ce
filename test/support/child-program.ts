import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

/** The command line of a TypeScript program of the tests as a process of its own. */
export function programCommand(url: URL, ...args: string[]): [string, ...string[]] {
  const name = path.relative('test', fileURLToPath(url)).replace(/\.ts$/, '.mjs')
  return [process.execPath, path.join(inject('programs'), name), ...args]
}

export interface Program {
  child: ChildProcess
  /** Everything it printed, a line each. */
  lines: string[]
  /** Resolves with the line that has this start as soon as it was printed; rejects when the program ends without. */
  printed(start: string): Promise<string>
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

/** Starts such a program; what it prints to stderr goes to ours. */
export function startProgram(url: URL, ...args: string[]): Program {
  const [command, ...rest] = programCommand(url, ...args)
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  const printed = (start: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const line = lines.find((each) => each.startsWith(start))
        if (line !== undefined) resolve(line)
      }
      reader.on('line', look)
      void ended.then(() => reject(new Error(`the program ended without printing ${start}`)))
      look()
    })
  return { child, lines, printed, ended }
}
