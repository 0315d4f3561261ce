// Clients in Python at work with an org, by a Python that has them.
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js'
import type { StepEnd } from '../../test/support/clients/steps.js'

const run = promisify(execFile)

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const REFRESH_TOKEN = 'a-refresh-token'

/** The clients speak TLS alone; one of them logs in with a key, the other with a refresh token. */
export const pythonOrg: SandboxOptions = { tls: true, certificate: publicKey, refreshToken: REFRESH_TOKEN }

/** Takes the steps of a script beside this file. The org is in this process: it answers while the script runs. */
export async function takePythonSteps(python: string, client: string, sandbox: Sandbox): Promise<StepEnd[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-conformance-'))
  try {
    const trusted = path.join(folder, 'org.pem')
    const keyFile = path.join(folder, 'key.pem')
    writeFileSync(trusted, sandbox.certificate!)
    writeFileSync(keyFile, privateKey, { mode: 0o600 })
    const script = path.join(import.meta.dirname, `${client}.py`)
    const { url, clientId, clientSecret } = sandbox
    const { stdout } = await run(python, [script, url, clientId, clientSecret, keyFile, REFRESH_TOKEN], {
      env: { ...process.env, REQUESTS_CA_BUNDLE: trusted, PYTHONDONTWRITEBYTECODE: '1' },
      maxBuffer: 64 * 2 ** 20,
    })
    const lines = stdout.trim().split('\n')
    return lines.map((line) => JSON.parse(line) as StepEnd)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
