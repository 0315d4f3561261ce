import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { callCli } from './call-cli.js'
import type { Ledger } from './ledger.js'

export interface CommandOptions {
  folder: string
  args: string[]
  sandbox: Pick<Sandbox, 'url' | 'clientId' | 'clientSecret'>
  /** Takes what comes through the pipe. */
  ledger?: Ledger | undefined
  /** Infinity for a process whose time is taken, and which nobody kills. */
  killAfterMs?: number | undefined
  mayFail?: boolean | undefined
  /** What nobody kills stays in this process, which costs far less than one of its own. */
  isQuick?: boolean
}

/**
 * Runs a command line and kills it after a while; `isKilled` where the kill came before its end. Throws where it ends
 * as it must not.
 */
export async function runAndKill(options: CommandOptions): Promise<{ isKilled: boolean }> {
  const { args, killAfterMs, isQuick = false, mayFail = false } = options
  const isCalled = isQuick && killAfterMs === undefined
  const { isKilled, code, errors } = await (isCalled ? call(options) : startAndKill(options))
  const isExpected = code === 0 || (mayFail && code !== 1)
  if (!isKilled && !isExpected) throw new Error(`${args.join(' ')} ended with ${code}: ${errors}`)
  return { isKilled }
}

interface CommandEnd {
  isKilled: boolean
  code: number | string | null
  errors: string
}

async function call({ folder, args, sandbox, ledger }: CommandOptions): Promise<CommandEnd> {
  const { code, stdout, stderr } = await callCli([...args, '--quiet'], { cwd: folder, env: credentialsOf(sandbox) })
  for (const line of stdout.split('\n').slice(0, -1)) ledger?.take(line)
  return { isKilled: false, code, errors: stderr }
}

async function startAndKill({
  folder,
  args,
  sandbox,
  ledger,
  killAfterMs = Infinity,
}: CommandOptions): Promise<CommandEnd> {
  const child = spawn(process.execPath, [path.resolve('bin/sf-extract.js'), ...args, '--quiet'], {
    cwd: folder,
    env: { ...process.env, ...credentialsOf(sandbox) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const taken = ledger === undefined ? Promise.resolve(child.stdout.resume()) : ledger.takeStream(child.stdout)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stop = new AbortController()
  if (killAfterMs !== Infinity) {
    void delay(killAfterMs, undefined, { signal: stop.signal }).then(
      () => child.kill('SIGKILL'),
      () => {},
    )
  }
  const code = await ended
  stop.abort()
  await taken
  return { isKilled: child.signalCode === 'SIGKILL', code, errors }
}

function credentialsOf({ url, clientId, clientSecret }: CommandOptions['sandbox']): NodeJS.ProcessEnv {
  return { SF_EXTRACT_LOGIN_URL: url, SF_EXTRACT_CLIENT_ID: clientId, SF_EXTRACT_CLIENT_SECRET: clientSecret }
}
