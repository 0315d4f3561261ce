import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { ExtractError } from '../errors/extract-error.js'
import { redact } from '../errors/redact.js'

/** Makes the report's folder, so that a wrong path is told before the run and not after it. Throws OUTPUT_FAILED. */
export async function prepareReport(file: string): Promise<void> {
  await orOutputFailed(file, () => mkdir(path.dirname(file), { recursive: true }))
}

/** Writes what was run as JSON: one object, or an array where there were several datasources. Throws OUTPUT_FAILED. */
export async function writeReport(file: string, results: unknown[]): Promise<void> {
  const value = results.length === 1 ? results[0] : results
  await orOutputFailed(file, () => writeFileAtomic(file, `${JSON.stringify(value, redactTexts, 2)}\n`))
}

async function orOutputFailed(file: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    throw new ExtractError('OUTPUT_FAILED', `The report ${file} can't be written: ${(cause as Error).message}`, {
      cause,
    })
  }
}

function redactTexts(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? redact(value) : value
}
