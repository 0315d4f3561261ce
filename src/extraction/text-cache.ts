/** What files said, kept by their version, so that no file is fetched and read twice. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Clock } from '../clock.js'
import type { ErrorCode } from '../errors/codes.js'
import type { ExtractedText } from './extracted-text.js'

/** Which version of a file: each stands for bytes that never change. */
export interface FileVersion {
  /** The org's Id. */
  org: string
  /** The file's Id. */
  file: string
  version: string
}

/** What reading a file came to: its text, or what keeps it from being read whenever it is tried. */
export type KeptText = ExtractedText | { failure: { code: ErrorCode; message: string } }

/** Nothing in it is needed: what is lost is fetched and read again. */
export interface TextCache {
  read(version: FileVersion): Promise<KeptText | undefined>
  /** Keeps what a version says instead of what earlier ones of the file said. */
  write(version: FileVersion, kept: KeptText): Promise<void>
  /** Forgets a file. */
  remove(file: Omit<FileVersion, 'version'>): Promise<void>
  /** Keeps the cache within its bounds, where that is due: those kept longest go first. */
  bound(): Promise<void>
}

/** A cache in a folder that its owner alone can read. */
export function openTextCache(folder: string, clock: Clock, mostBytes = usualBytes): TextCache {
  const folderOf = ({ org, file }: Omit<FileVersion, 'version'>) => path.join(folder, name(org), name(file))
  const fileOf = (version: FileVersion) => path.join(folderOf(version), `${name(version.version)}${ending}`)
  let written = 0
  return {
    async read(version) {
      try {
        return JSON.parse(String(await unpack(await readFile(fileOf(version))))) as KeptText
      } catch {
        return undefined
      }
    },
    async write(version, kept) {
      const bytes = await pack(JSON.stringify(kept))
      written += bytes.length
      await orNothing(async () => {
        await rm(folderOf(version), { recursive: true, force: true })
        await mkdir(folderOf(version), { recursive: true, mode: 0o700 })
        const staged = `${fileOf(version)}.${randomBytes(6).toString('hex')}`
        await writeFile(staged, bytes, { mode: 0o600 })
        await rename(staged, fileOf(version))
      })
    },
    remove: (file) => orNothing(() => rm(folderOf(file), { recursive: true, force: true })),
    bound: () =>
      orNothing(async () => {
        const mark = path.join(folder, 'bounded')
        const boundedMs = await stat(mark).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        )
        if (written === 0 || (written < mostBytes / 10 && clock.now() - boundedMs < dayMs)) return
        await removeOldest(folder, mostBytes)
        await writeFile(mark, '')
        await utimes(mark, clock.now() / 1000, clock.now() / 1000)
      }),
  }
}

/** Changes with what the readers make of files: what an earlier release kept is read anew. */
const ending = '.1.gz'
const usualBytes = 500_000_000
const dayMs = 86_400_000
const pack = promisify<string, Buffer>(gzip)
const unpack = promisify<Buffer, Buffer>(gunzip)

/** Ids come from the org, and are no paths. */
function name(id: string): string {
  return id.replaceAll(/[^\w-]/g, '_')
}

/** A disk that is full or read-only costs the cache and nothing else. */
async function orNothing(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined)
}

async function removeOldest(folder: string, mostBytes: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const kept = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name)
        const { size, mtimeMs } = await stat(file)
        return { file, size, mtimeMs }
      }),
  )
  let total = kept.reduce((sum, { size }) => sum + size, 0)
  for (const { file, size } of kept.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= mostBytes) return
    await rm(path.dirname(file), { recursive: true, force: true })
    total -= size
  }
}
