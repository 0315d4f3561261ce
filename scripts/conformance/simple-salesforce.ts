// simple-salesforce at work with an org, by a Python that has it.
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

/** simple-salesforce speaks TLS alone, and logs in with a key among others. */
export const simpleSalesforceOrg: SandboxOptions = { tls: true, certificate: publicKey }

/** Takes the steps of `simple-salesforce.py`. The org is in this process: it answers while the script runs. */
export async function takeSimpleSalesforceSteps(python: string, sandbox: Sandbox): Promise<StepEnd[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-conformance-'))
  try {
    const trusted = path.join(folder, 'org.pem')
    const keyFile = path.join(folder, 'key.pem')
    writeFileSync(trusted, sandbox.certificate!)
    writeFileSync(keyFile, privateKey, { mode: 0o600 })
    const script = path.join(import.meta.dirname, 'simple-salesforce.py')
    const { stdout } = await run(python, [script, sandbox.url, sandbox.clientId, sandbox.clientSecret, keyFile], {
      env: { ...process.env, REQUESTS_CA_BUNDLE: trusted },
      maxBuffer: 64 * 2 ** 20,
    })
    const lines = stdout.trim().split('\n')
    return lines.map((line) => JSON.parse(line) as StepEnd)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
