/** A Redis of the test's own: in a folder, on loopback, gone afterwards. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { KeyPair } from '../authority.js'
import { freePort } from './free-port.js'

export interface RedisServer {
  /** The address with the password, without a database; with TLS where it has a certificate. */
  url: string
  /** Ends it at once, as a crash would: what it has answered is in its log. */
  crash(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/**
 * Where Redis is on this machine; undefined where it isn't: who runs the tests needs Node alone. With
 * SF_EXTRACT_NEEDS_REDIS it has to be there.
 */
export function findRedis(): string | undefined {
  const found = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'].find(
    (file) => existsSync(file),
  )
  if (found === undefined && process.env['SF_EXTRACT_NEEDS_REDIS']) {
    throw new Error('no Redis: install the package redis-server')
  }
  return found
}

export const redisPassword = 'pa/ss w@rd'

/** It appends each write to a file before it answers. With a certificate it speaks TLS alone. */
export async function startRedis(program: string, certificate?: KeyPair): Promise<RedisServer> {
  const base = await mkdtemp(path.join(tmpdir(), 'sf-extract-redis-'))
  const port = await freePort()
  const listening = certificate === undefined ? ['--port', String(port)] : await listenWithTls(port, certificate, base)
  const settings = [...listening, '--bind', '127.0.0.1', '--dir', base, '--requirepass', redisPassword]
  const durable = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
  const start = () =>
    new Promise<ReturnType<typeof spawn>>((resolve, reject) => {
      const child = spawn(program, [...settings, ...durable], { cwd: base })
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Ready to accept connections')) resolve(child)
      })
      child.once('exit', () => reject(new Error(said)))
    })
  let child = await start()
  const end = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  return {
    url: `${certificate === undefined ? 'redis' : 'rediss'}://:${encodeURIComponent(redisPassword)}@127.0.0.1:${port}`,
    crash: end,
    start: async () => void (child = await start()),
    close: async () => {
      await end()
      await rm(base, { recursive: true, force: true })
    },
  }
}

async function listenWithTls(port: number, { cert, key }: KeyPair, folder: string): Promise<string[]> {
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') }
  await Promise.all([writeFile(files.cert, cert), writeFile(files.key, key)])
  const own = ['--tls-cert-file', files.cert, '--tls-key-file', files.key, '--tls-ca-cert-file', files.cert]
  return ['--port', '0', '--tls-port', String(port), ...own, '--tls-auth-clients', 'no']
}
