import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Config } from '../../src/config/config-types.js'
import { loadConfig, type LoadOptions } from '../../src/config/config.js'
import { ExtractError } from '../../src/errors/extract-error.js'

/** A folder of its own with these files, gone when the test ends. Contents that are no text are written as JSON. */
export async function openFolder(files: Record<string, unknown> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sf-extract-config-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content), {
      mode: 0o600,
    })
  }
  return folder
}

/** Loads what these files say. */
export async function loadFiles(files: Record<string, unknown>, options: Partial<LoadOptions> = {}): Promise<Config> {
  return loadConfig({ cwd: await openFolder(files), env: {}, ...options })
}

/** The error of a promise that has to fail with an ExtractError. */
export async function errorOf(promise: Promise<unknown>): Promise<ExtractError> {
  const outcome: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof ExtractError) return outcome
  throw new Error(`expected an ExtractError, got ${String(outcome)}`)
}

/** The problems of a configuration by their path. */
export async function problemsOf(promise: Promise<unknown>): Promise<Record<string, string>> {
  const { details } = await errorOf(promise)
  return Object.fromEntries((details.problems ?? []).map((line) => line.split(' - ') as [string, string]))
}

export const credentials = { domain: 'mycompany', client_id: 'key-of-the-app', client_secret: 'secret-of-the-app' }

export const environment = {
  SF_EXTRACT_DOMAIN: 'fromenv',
  SF_EXTRACT_CLIENT_ID: 'env-key',
  SF_EXTRACT_CLIENT_SECRET: 'env-secret',
}

export const salesforceConnector = {
  id: 'salesforce',
  name: 'Salesforce Connector',
  processor: { enabled: true, name: 'salesforce' },
  config: credentials,
}
