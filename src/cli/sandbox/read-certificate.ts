import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { validateCertificate } from '../../sandbox/routes/login/jwt-grant.js'

/** The PEM of the app's certificate or public key, as it stands in a file. Throws USAGE. */
export async function readCertificate(file: string, cwd: string): Promise<string> {
  const text = await readFile(path.resolve(cwd, file), 'utf8').catch((cause: Error) => {
    throw new ExtractError('USAGE', `--jwt-certificate ${file} can't be read: ${cause.message}`, { hint, cause })
  })
  try {
    validateCertificate(text)
  } catch (cause) {
    throw new ExtractError('USAGE', `--jwt-certificate ${file}: ${(cause as Error).message}`, { hint, cause })
  }
  return text
}

const hint =
  'Make a key and its certificate: openssl req -x509 -newkey rsa:2048 -noenc -days 365 -subj /CN=app -keyout app.key -out app.crt'
