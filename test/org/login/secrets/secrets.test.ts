import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { redact } from '../../../../src/errors/redact.js'
import { readPrivateKey } from '../../../../src/org/login/secrets/private-key.js'
import { readSecret } from '../../../../src/org/login/secrets/read-secret.js'
import { appKey, makeKey } from '../../../support/login-org.js'
import { buildConnector } from '../../../support/scripted-org.js'
import { makeTempFolder } from '../../../support/temp-folder.js'

const context = async (options: { timeoutMs?: number; signal?: AbortSignal } = {}) => ({
  folder: await makeTempFolder(),
  env: { ...process.env, WORD: 'word-of-the-environment' },
  ...options,
})

describe('a secret', () => {
  test('comes from a file, beside the configuration, without the line end behind it', async () => {
    const { folder, env } = await context()
    await writeFile(path.join(folder, 'secret.txt'), 'word-of-a-file\r\n')
    expect(await readSecret({ file: 'secret.txt' }, 'client_secret', { folder, env })).toBe('word-of-a-file')
    expect(redact('it is word-of-a-file')).toBe('it is [redacted]')
  })

  test('comes from a command, with the environment, in the folder of the configuration', async () => {
    const { folder, env } = await context()
    const line = 'printf "%s in %s\\n\\n" "$WORD" "$PWD"; echo "to stderr" >&2'
    const text = await readSecret({ command: line }, 'client_secret', { folder, env })
    expect(text).toBe(`word-of-the-environment in ${folder}`)
    expect(redact(text)).toBe('[redacted]')
  })

  test.each([
    ['false', 'ended with exit code 1'],
    ['no-such-program-anywhere', 'ended with exit code 127'],
    ['kill -9 $$', 'was ended by a signal'],
    ['yes', 'wrote too much'],
  ])('is not had from `%s`: what it wrote is never shown', async (command, said) => {
    const line = `echo half-a-secret; echo half-a-secret >&2; ${command === 'yes' ? 'yes | head -c 1100000' : command}`
    const error = readSecret({ command: line }, 'client_secret', await context())
    await expect(error).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
      hint: expect.stringContaining('by hand') as string,
    })
    await expect(error).rejects.toThrow(said)
  })

  test('is given up where the command never ends, with all that it started', async () => {
    const error = readSecret({ command: 'sleep 600 | cat' }, 'client_secret', await context({ timeoutMs: 200 }))
    await expect(error).rejects.toThrow('took too long and was ended')
  })

  test('is not waited for after an interruption', async () => {
    const controller = new AbortController()
    const reading = readSecret({ command: 'sleep 600 | cat' }, 'x', await context({ signal: controller.signal }))
    setImmediate(() => controller.abort())
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  test.each([[{ command: 'true' }], [{ command: 'echo' }], [{ env: 'NO_SUCH_VARIABLE' }], ['']])(
    'that is empty is an error: %o',
    async (secret) => {
      const error = readSecret(secret, 'refresh_token', await context())
      await expect(error).rejects.toThrow(/^refresh_token can't be read: .* is empty$/)
    },
  )

  test('in a file that is gone is an error with the file', async () => {
    const error = readSecret({ file: 'gone.txt' }, 'access_token', await context())
    await expect(error).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' })
    await expect(error).rejects.toThrow(/gone\.txt/)
  })
})

describe('a private key', () => {
  const { encryptedKey, publicKey, passphrase } = appKey()
  const curve = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey

  test.each([
    [{ privateKey: encryptedKey }, 'it is encrypted', 'private_key_passphrase'],
    [{ privateKey: encryptedKey, privateKeyPassphrase: 'other words' }, 'does not open it', 'private_key_passphrase'],
    [{ privateKey: publicKey }, 'it is a public key', 'The app has the certificate'],
    [
      { privateKey: '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----' },
      'it is a certificate',
      'the private key',
    ],
    [{ privateKey: curve }, 'of the kind ec', 'rsa:2048'],
    [{ privateKey: makeKey(1024).privateKey }, '1024 bits', 'rsa:2048'],
    [{ privateKey: 'no key at all' }, 'it is no PEM', 'openssl req'],
    [{ privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' }, 'it is damaged', 'openssl req'],
  ])('that is of no use is told with the cure: %#', async (settings, said, hint) => {
    const error = readPrivateKey({ ...buildConnector('https://x.my.salesforce.com'), ...settings }, await context())
    await expect(error).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
      message: expect.stringContaining(said) as string,
      hint: expect.stringContaining(hint) as string,
    })
  })

  test('and its passphrase are in no text from then on', async () => {
    const settings = { privateKey: encryptedKey, privateKeyPassphrase: passphrase }
    await readPrivateKey({ ...buildConnector('https://x.my.salesforce.com'), ...settings }, await context())
    expect(redact(`${encryptedKey.trim()} and ${passphrase}`)).toBe('[redacted] and [redacted]')
  })
})
