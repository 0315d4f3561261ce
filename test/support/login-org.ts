import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Connector } from '../../src/config/config-types.js'
import type { Clock } from '../../src/clock.js'
import { openOrg } from '../../src/org/open-org.js'
import type { Org } from '../../src/org/org.js'
import { openRefreshTokens } from '../../src/org/login/refresh-tokens.js'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import { openManualClock } from './manual-clock.js'
import { buildConnector, usualExtract } from './scripted-org.js'
import { makeTempFolder } from './temp-folder.js'

/** A key as people have it, and what the app has of it. */
export interface AppKey {
  /** PKCS#8. */
  privateKey: string
  /** PKCS#1. */
  rsaPrivateKey: string
  /** PKCS#8, encrypted with `passphrase`. */
  encryptedKey: string
  passphrase: string
  publicKey: string
}

let appKeys: AppKey | undefined

/** Made once: it takes a moment. */
export function appKey(): AppKey {
  return (appKeys ??= makeKey())
}

export function makeKey(bits = 2048): AppKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const key = createPrivateKey(privateKey)
  const passphrase = 'the words of the key'
  const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  const rsa = key.export({ type: 'pkcs1', format: 'pem' })
  return { privateKey, publicKey, passphrase, encryptedKey: String(encrypted), rsaPrivateKey: String(rsa) }
}

export interface LoginOrg {
  sandbox: Sandbox
  /** What paths of the connector are relative to. */
  folder: string
  /** The username of the org's first user. */
  username: string
  /** Opens the org with these settings; each time as another run would. */
  open(connector: Partial<Connector>, options?: { env?: NodeJS.ProcessEnv; clock?: Clock }): Org
}

/** An embedded org that takes every way to log in, without records. */
export async function openLoginOrg(options: SandboxOptions = {}): Promise<LoginOrg> {
  const sandbox = await startSandbox({
    records: 0,
    certificate: appKey().publicKey,
    refreshToken: 'refresh-token-of-a-person',
    ...options,
  })
  onTestFinished(() => sandbox.close())
  const folder = await makeTempFolder()
  const refreshTokens = openRefreshTokens(path.join(folder, 'tokens'))
  const usual = { ...buildConnector(sandbox.url), folder, clientId: sandbox.clientId }
  return {
    sandbox,
    folder,
    username: usernameIn(sandbox),
    open(connector, { env = {}, clock = openManualClock({ startMs: Date.now() }) } = {}) {
      const all = { ...usual, clientSecret: undefined, ...connector } as Connector
      const log = { debug: () => {} }
      const org = openOrg({ connector: all, extract: usualExtract, clock, log, env, refreshTokens })
      onTestFinished(() => org.close())
      return org
    },
  }
}

export function usernameIn({ store }: Sandbox): string {
  const [user] = store.rows('User')
  return String(user!.values['Username'])
}

/** A stand-in for the Salesforce CLI, on a PATH of its own. `answers` has what each command writes, by its words. */
export async function installSf(folder: string, answers: Record<string, unknown>): Promise<NodeJS.ProcessEnv> {
  const bin = path.join(folder, 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(path.join(bin, 'answers.json'), JSON.stringify(answers))
  const script = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const words = process.argv.slice(2)
appendFileSync(${JSON.stringify(path.join(bin, 'calls.txt'))}, words.join(' ') + '\\n')
const answers = JSON.parse(readFileSync(${JSON.stringify(path.join(bin, 'answers.json'))}, 'utf8'))
const answer = answers[words.filter((word) => !word.startsWith('--')).slice(0, -1).join(' ')]
console.error('Warning: an update is available')
if (typeof answer === 'string') console.log(answer)
else console.log(JSON.stringify(answer ?? { status: 1, name: 'CommandNotFound', message: 'no such command' }))
process.exitCode = answer?.status ?? 0
`
  await writeFile(path.join(bin, 'sf'), script)
  await chmod(path.join(bin, 'sf'), 0o755)
  return { PATH: bin }
}
