import { readFileSync, statSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyvStoreAdapter, StoredData } from 'keyv'
import type { Clock } from '../../clock.js'
import { stagedSuffix, isErrno, makeFolder, removeDurably, writeDurably } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import { parseFileName, renderFileName } from './file-name.js'
import { stateBroken } from '../state-broken.js'
import { DamagedValue } from './seal.js'

/**
 * Makes the folder where it isn't there, and removes what crashed writes left in it.
 * Throws STATE_BROKEN when the folder can't be made or read.
 */
export async function openFileAdapter(folder: string, clock: Clock): Promise<FileAdapter> {
  try {
    await makeFolder(folder, 0o700)
    await removeLeftovers(folder, clock)
  } catch (cause) {
    throw stateBroken(folder, cause)
  }
  return new FileAdapter(folder)
}

/**
 * A Keyv storage adapter: one file per key, `{"key":…,"value":…}`, only its owner's to read, replaced as a whole.
 * It survives `kill -9` at any point, a power cut, and other processes on the same folder.
 * A file that isn't whole is an error, never an empty state: an empty state would read every object again.
 */
export class FileAdapter implements KeyvStoreAdapter {
  readonly opts: { url: string }
  namespace?: string | undefined

  constructor(private readonly folder: string) {
    this.opts = { url: `file:${folder}` }
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const path = this.pathOf(key)
    const entry = readEntry(path)
    if (entry === undefined) return undefined
    if (entry.key !== key) throw new DamagedValue(`${path} holds the key ${entry.key}`)
    return entry as StoredData<Value>
  }

  async set(key: string, { value }: { value: unknown }): Promise<void> {
    await writeDurably(this.pathOf(key), `${JSON.stringify({ key, value })}\n`, 0o600)
  }

  async delete(key: string): Promise<boolean> {
    await removeDurably(this.pathOf(key))
    return true
  }

  async clear(): Promise<void> {
    for (const key of await this.keys('')) await this.delete(key)
  }

  async keys(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for (const name of await readdir(this.folder)) {
      if (!name.endsWith(suffix)) continue
      const key = parseFileName(name.slice(0, -suffix.length)) ?? loadLongKey(join(this.folder, name))
      if (key?.startsWith(prefix)) keys.push(key)
    }
    return keys
  }

  /** Part of the adapter's shape; this adapter throws its errors and emits none. */
  on(): this {
    return this
  }

  private pathOf(key: string): string {
    return join(this.folder, renderFileName(key) + suffix)
  }
}

const suffix = '.state.json'

/**
 * A run reads some seventy files, few of them larger than a page: without a thread for each that takes a fifth of the
 * time. What is large is kept in pieces.
 */
function readEntry(path: string): { key: string; value: unknown } | undefined {
  let text: string
  try {
    const status = statSync(path, { throwIfNoEntry: false })
    if (status === undefined) return undefined
    // A pipe would be waited for without an end.
    if (!status.isFile()) throw new Error('it is no file')
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined
    throw stateBroken(path, cause)
  }
  try {
    const entry = JSON.parse(text) as { key: string; value: unknown } | null
    if (typeof entry?.key !== 'string' || !('value' in entry)) throw new Error('it has no key or no value')
    return entry
  } catch (cause) {
    throw new DamagedValue(`${path}: ${(cause as Error).message}`)
  }
}

/** The key of a file whose name is a hash. Nothing says what it was for where it is damaged. */
function loadLongKey(path: string): string | undefined {
  try {
    return readEntry(path)?.key
  } catch (error) {
    throw error instanceof DamagedValue ? fileBroken(path, error) : error
  }
}

function fileBroken(path: string, cause: unknown): ExtractError {
  return new ExtractError('STATE_BROKEN', `The state file ${path} can't be read: ${(cause as Error).message}`, {
    hint:
      'Restore it from a backup, or delete it: what it was for starts anew, for an object with a full read. ' +
      'A file another program changed, or a failing disk, are the usual causes.',
    cause,
  })
}

/** A write takes milliseconds; what is an hour old has no writer any more, on whatever machine it was. */
const leftoverAgeMs = 3_600_000

async function removeLeftovers(folder: string, clock: Clock): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(stagedSuffix)) continue
    const path = join(folder, name)
    const written = await stat(path).catch(() => undefined)
    if (written !== undefined && clock.now() - written.mtimeMs > leftoverAgeMs) await rm(path, { force: true })
  }
}
