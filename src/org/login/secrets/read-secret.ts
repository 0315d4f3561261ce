import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Secret } from '../../../config/values/secret.js'
import { diskError } from '../../../errors/disk-error.js'
import { ExtractError } from '../../../errors/extract-error.js'
import { keepSecret } from '../../../errors/redact.js'
import { shorten } from '../../../errors/shorten.js'
import { runProgram, type ProgramEnd } from './run-program.js'

export interface SecretContext {
  /** What paths are relative to, and where commands run. */
  folder: string
  env: NodeJS.ProcessEnv
  signal?: AbortSignal | undefined
  /** How long a command may take: a minute, since a person may have to unlock something. */
  timeoutMs?: number
}

/**
 * The text of a secret, without the line ends behind it; `name` is the setting's. From here on no output shows it.
 * Throws SECRET_UNREADABLE, INTERRUPTED.
 */
export async function readSecret(secret: Secret, name: string, context: SecretContext): Promise<string> {
  const text = (await fetchText(secret, name, context)).replace(/[\r\n]+$/, '')
  if (text.trim() === '') throw refuse(name, `${describe(secret)} is empty`)
  keepSecret(text)
  return text
}

async function fetchText(secret: Secret, name: string, context: SecretContext): Promise<string> {
  if (typeof secret === 'string') return secret
  if ('env' in secret) return context.env[secret.env] ?? ''
  if ('file' in secret) return readSecretFile(path.resolve(context.folder, secret.file), name)
  const end = await runProgram(secret.command, { timeoutMs: longestCommandMs, ...context })
  if ('exitCode' in end && end.exitCode === 0) return end.stdout
  // What it wrote may be the secret, in whole or in part.
  throw refuse(name, `\`${shorten(secret.command, 200)}\` ${describeEnd(end)}`, byHand)
}

const longestCommandMs = 60_000

const byHand = 'Run the command by hand to see why: what it writes is not shown here, since it may hold the secret.'

/** The text of a file with a secret in it. Throws SECRET_UNREADABLE. */
export async function readSecretFile(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const work = { what: `${name} can't be read`, place: file, otherwise: 'name another file' }
    throw diskError('SECRET_UNREADABLE', work, cause)
  }
}

function describe(secret: Secret): string {
  if (typeof secret === 'string') return 'the setting'
  if ('env' in secret) return `the environment variable ${secret.env}`
  return 'file' in secret ? `the file ${secret.file}` : `what \`${shorten(secret.command, 200)}\` wrote`
}

function describeEnd(end: ProgramEnd): string {
  if ('exitCode' in end) return end.exitCode === null ? 'was ended by a signal' : `ended with exit code ${end.exitCode}`
  const texts = { absent: 'could not be started', late: 'took too long and was ended', loud: 'wrote too much' }
  return texts[end.failure]
}

function refuse(
  name: string,
  what: string,
  hint = 'A secret is text, { env: NAME }, { file: PATH } or { command: LINE }.',
) {
  return new ExtractError('SECRET_UNREADABLE', `${name} can't be read: ${what}`, { hint })
}
