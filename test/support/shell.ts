import { spawn } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cliPath, type CliEnd } from './run-cli.js'

export interface ShellOptions {
  cwd: string
  env: NodeJS.ProcessEnv
}

/** Runs a line of bash in which `sf-extract` is the command line as built, as where it is installed. */
export async function runShell(script: string, { cwd, env }: ShellOptions): Promise<CliEnd> {
  const bin = path.join(cwd, 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(path.join(bin, 'sf-extract'), `#!/bin/sh\nexec '${process.execPath}' '${cliPath}' "$@"\n`)
  await chmod(path.join(bin, 'sf-extract'), 0o755)
  const child = spawn('bash', ['-c', script], {
    cwd,
    env: { ...env, PATH: `${bin}:${process.env['PATH']}`, HOME: cwd },
  })
  const printed = { stdout: '', stderr: '' }
  child.stdin.end()
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code: code ?? signal, ...printed })))
}
