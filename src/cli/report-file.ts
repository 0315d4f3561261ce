import { access, constants, stat } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder, replaceDurably } from '../durable-files.js'
import { diskError, isAFolder } from '../errors/disk-error.js'
import { redact } from '../errors/redact.js'

/**
 * Makes the report's folder and looks whether it takes a file, so that a wrong path fails before the run. Throws
 * OUTPUT_FAILED.
 */
export async function prepareReport(file: string): Promise<void> {
  await orOutputFailed(file, async () => {
    const folder = path.dirname(file)
    await makeFolder(folder)
    await access(folder, constants.W_OK)
    if (await isFolder(file)) throw isAFolder()
  })
}

/** Writes what was run as JSON: one object, or an array where there were several datasources. Throws OUTPUT_FAILED. */
export async function writeReport(file: string, results: unknown[]): Promise<void> {
  const value = results.length === 1 ? results[0] : results
  await orOutputFailed(file, () => replaceDurably(file, `${JSON.stringify(value, redactTexts, 2)}\n`))
}

/** What was run, with no secret in any text of it. */
export function redactReport(report: object): object {
  return JSON.parse(JSON.stringify(report, redactTexts)) as object
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}

async function orOutputFailed(file: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    const what = `The report ${file} can't be written`
    throw diskError('OUTPUT_FAILED', { what, place: file, otherwise: 'name another file with --report' }, cause)
  }
}

function redactTexts(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? redact(value) : value
}
