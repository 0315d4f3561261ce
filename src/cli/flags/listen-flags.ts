import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { keepSecret } from '../../errors/redact.js'
import type { Flag } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

/** The flags of the status server. */
export interface ListenFlags {
  listen?: string
  listenToken?: string
  listenTokenFile?: string
  /** False with --no-auth. */
  auth?: boolean
}

export const listenFlags: readonly Flag[] = [
  ['--listen <address>', 'serve health, metrics and a status page: on a port of this machine (9108), or an address'],
  ['--listen-token <token>', 'what who looks has to know; SF_EXTRACT_LISTEN_TOKEN keeps it out of the process list'],
  ['--listen-token-file <file>', 'the same, from the first line of a file'],
  ['--no-auth', 'listen on any address without a token: whoever reaches it sees names, errors and records'],
]

/** Where to listen and for whom. */
export interface Listening {
  address: string
  token?: string | undefined
  isOpen: boolean
}

/** Undefined without --listen. The token is from now on a secret. Throws USAGE. */
export async function parseListenFlags(
  { listen, listenToken, listenTokenFile, auth = true }: ListenFlags,
  { env, cwd }: Pick<Terminal, 'env' | 'cwd'>,
): Promise<Listening | undefined> {
  if (listenToken !== undefined && listenTokenFile !== undefined) {
    throw new ExtractError('USAGE', '--listen-token and --listen-token-file exclude each other')
  }
  if (listen === undefined) {
    if (listenToken === undefined && listenTokenFile === undefined && auth) return undefined
    throw new ExtractError('USAGE', '--listen-token, --listen-token-file and --no-auth are for --listen', {
      hint: 'Say where to listen: --listen 127.0.0.1:9108.',
    })
  }
  const fromFile = listenTokenFile === undefined ? undefined : await readToken(path.resolve(cwd, listenTokenFile))
  const token = listenToken ?? fromFile ?? (env['SF_EXTRACT_LISTEN_TOKEN'] || undefined)
  if (token !== undefined) keepSecret(token)
  return { address: listen, token, isOpen: !auth }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).split('\n')[0]!.trim()
  } catch (cause) {
    throw new ExtractError('USAGE', `--listen-token-file ${file} can't be read: ${(cause as Error).message}`, {
      hint: 'Name a file that this user may read, with the token in its first line.',
      cause,
    })
  }
}
