import path from 'node:path'
import { keepSecret } from '../../errors/redact.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import type { Secret } from '../values/secret.js'

/** The text of a secret that the environment holds; what is elsewhere is read when a login needs it. */
export function settleSecret(secret: Exclude<Secret, string>, at: string, context: ReadContext): string | undefined {
  if ('file' in secret) noteSecretFile(secret.file, at, context)
  if (!('env' in secret)) return undefined
  const text = context.lookUp(secret.env)?.trim()
  if (text) keepSecret(text)
  else addProblem(context.problems, at, `the environment variable ${secret.env} is not set`)
  return text
}

/** A file with a secret in it is looked at when all is read. */
export function noteSecretFile(file: string, at: string, { secretFiles, folder }: ReadContext): void {
  secretFiles.set(at, path.resolve(folder, file))
}
