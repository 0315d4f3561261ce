import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import type { RunReport } from '../../terms.js'
import { parseCount } from '../flags/flag-values.js'
import { openSandbox, type SandboxAddress } from '../sandbox/open-sandbox.js'
import { logLine, type Terminal } from '../terminal/terminal.js'

/** The command's own flags, as they were given. */
export interface DemoFlags {
  keep?: boolean
  seed?: string
  records?: string
}

/** An embedded org, a folder, and the real commands to run in it. */
export interface Stage {
  /** Where the org answers. */
  url: string
  /** Where the documents are written, below the folder. */
  output: string
  /** Writes the next lines of the story. */
  narrate(text: string): void
  /** Shows a command line and runs it, with what it prints. Throws BUG where it fails. */
  run(...args: string[]): Promise<void>
  /** Runs a sync into the output folder and gives its report. */
  sync(): Promise<RunReport>
  /** Asks the org's control API, behind the back of the extractor. */
  control(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

/**
 * Starts the org and makes the folder, which goes away with the stage unless it is to be kept. Throws USAGE for an org
 * too small to have what the story needs.
 */
export async function openStage({ keep, seed, records }: DemoFlags, terminal: Terminal): Promise<Stage> {
  parseCount('--records', records, 2000)
  const sandbox = await openSandbox({ seed, records }, terminal.cwd)
  const folder = await mkdtemp(path.join(tmpdir(), 'sf-extract-demo-'))
  const run = (...args: string[]) => runCommand(args, folder, sandbox.address, terminal)
  return {
    url: sandbox.address.url,
    output: path.join(folder, 'documents'),
    narrate: (text) => logLine(terminal, `\n${text}`),
    run,
    sync: async () => {
      await run('sync', '--output', 'documents', '--report', 'report.json')
      return JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')) as RunReport
    },
    control: (method, route, body) => askControl(`${sandbox.address.url}/sandbox${route}`, method, body),
    close: async () => {
      await sandbox.close()
      if (keep) logLine(terminal, `The configuration and the documents are in ${folder}.`)
      else await rm(folder, { recursive: true, force: true })
    },
  }
}

async function runCommand(
  args: string[],
  cwd: string,
  address: SandboxAddress,
  { self, env, signal, stderr }: Terminal,
): Promise<void> {
  const shown = args.map((arg) => (/^[\w./:=-]+$/.test(arg) ? arg : `"${arg}"`)).join(' ')
  stderr.write(`\n$ sf-extract ${shown}\n`)
  const [program, ...first] = self
  const child = spawn(program!, [...first, ...args], { cwd, env: environment(env, address), stdio: 'inherit' })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  const [code] = (await once(child, 'exit')) as [number | null]
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (code !== 0) throw new ExtractError('BUG', `\`sf-extract ${shown}\` ended with exit code ${code} in the demo.`)
}

/** The user's own settings would lead to the user's own org. */
function environment(env: NodeJS.ProcessEnv, { clientId, clientSecret }: SandboxAddress): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('SF_EXTRACT_'))
  return { ...Object.fromEntries(others), SF_EXTRACT_CLIENT_ID: clientId, SF_EXTRACT_CLIENT_SECRET: clientSecret }
}

async function askControl(url: string, method: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, { method, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new ExtractError('BUG', `The embedded org refused ${method} ${url}: ${text}`)
  return JSON.parse(text)
}
