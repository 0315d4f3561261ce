import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import type { Ledger } from './ledger.js'

export interface CommandOptions {
  folder: string
  args: string[]
  sandbox: Pick<Sandbox, 'url' | 'clientId' | 'clientSecret'>
  /** Takes what comes through the pipe. */
  ledger: Ledger | undefined
  killAfterMs?: number | undefined
  mayFail?: boolean | undefined
}

/**
 * Runs a command line and kills it after a while; `isKilled` where the kill came before its end. Throws where it ends
 * as it must not.
 */
export async function runAndKill(options: CommandOptions): Promise<{ isKilled: boolean }> {
  const { folder, args, sandbox, ledger, killAfterMs, mayFail = false } = options
  const child = spawn(process.execPath, [path.resolve('bin/sf-extract.js'), ...args, '--quiet'], {
    cwd: folder,
    env: {
      ...process.env,
      SF_EXTRACT_LOGIN_URL: sandbox.url,
      SF_EXTRACT_CLIENT_ID: sandbox.clientId,
      SF_EXTRACT_CLIENT_SECRET: sandbox.clientSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const taken = ledger === undefined ? Promise.resolve(child.stdout.resume()) : ledger.takeStream(child.stdout)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stop = new AbortController()
  if (killAfterMs !== undefined) {
    void delay(killAfterMs, undefined, { signal: stop.signal }).then(
      () => child.kill('SIGKILL'),
      () => {},
    )
  }
  const code = await ended
  stop.abort()
  await taken
  const isKilled = child.signalCode === 'SIGKILL'
  const isExpected = code === 0 || (mayFail && code !== 1)
  if (!isKilled && !isExpected) throw new Error(`${args.join(' ')} ended with ${code}: ${errors}`)
  return { isKilled }
}
