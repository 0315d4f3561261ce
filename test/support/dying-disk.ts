import type { FileHandle } from 'node:fs/promises'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { dirname } from 'node:path'

export type Death = 'kill' | 'power cut'

/**
 * Runs the action on a disk that serves it `steps` changes and then nothing more, as if the process had died there;
 * the change it dies in is half done where that is possible. After a power cut what was not flushed is gone too:
 * contents of files, and names in folders. Says whether the action got to its end.
 */
export async function runOnDyingDisk(steps: number, death: Death, action: () => Promise<void>): Promise<boolean> {
  const disk = new DyingDisk(steps, death)
  const real = { ...fs }
  Object.assign(fs, disk.replacements(real))
  syncBuiltinESMExports()
  try {
    await action()
    return true
  } catch (error) {
    if (disk.isAlive) throw error
    return false
  } finally {
    Object.assign(fs, real)
    syncBuiltinESMExports()
    await disk.closeWindow()
  }
}

interface Unflushed {
  folder: string
  undo(): Promise<unknown>
}

interface Content {
  /** Absent where it was removed, or replaced by another. */
  path: string | undefined
  flushedBytes: number
}

class DyingDisk {
  isAlive = true
  private readonly handles = new Set<FileHandle>()
  /** Where the contents written to a path are now. */
  private readonly contents = new Map<string, Content>()
  private unflushed: Unflushed[] = []

  constructor(
    private stepsLeft: number,
    private readonly death: Death,
  ) {}

  replacements(real: typeof fs): Partial<typeof fs> {
    const guard =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      (...args: A) =>
        this.isAlive ? call(...args) : Promise.reject(new Error('the process is dead'))
    return {
      readFile: guard(real.readFile) as typeof real.readFile,
      readdir: guard(real.readdir) as typeof real.readdir,
      access: guard(real.access),
      stat: guard(real.stat) as typeof real.stat,
      open: async (path, flags, mode) => {
        const isNew = flags !== 'r'
        await this.step(isNew)
        const file = await real.open(path, flags, mode)
        this.handles.add(file)
        if (isNew) this.note(dirname(String(path)), () => real.rm(path, { force: true }))
        return this.watch(file, String(path), isNew ? real : undefined)
      },
      rename: async (from, to) => {
        await this.step()
        const old = await real.readFile(to).catch(() => undefined)
        await real.rename(from, to)
        const replaced = this.take(String(to))
        const content = this.contents.get(String(from))
        if (content !== undefined) content.path = String(to)
        this.note(dirname(String(to)), async () => {
          await real.rename(to, from)
          if (content !== undefined) content.path = String(from)
          if (old !== undefined) await real.writeFile(to, old)
          if (replaced !== undefined) replaced.path = String(to)
        })
      },
      rm: async (path, options) => {
        await this.step()
        const old = await real.readFile(path).catch(() => undefined)
        await real.rm(path, options)
        const removed = this.take(String(path))
        if (old === undefined) return
        this.note(dirname(String(path)), async () => {
          await real.writeFile(path, old)
          if (removed !== undefined) removed.path = String(path)
        })
      },
      mkdir: (async (path: string, mode?: number | { recursive?: boolean; mode?: number }) => {
        const options = typeof mode === 'object' ? mode : { mode }
        await this.step()
        const first = await real.mkdir(path, options)
        const made = options?.recursive === true ? first && listFolders(first, path) : [path]
        for (const folder of made ?? []) {
          this.note(dirname(folder), () => real.rm(folder, { recursive: true, force: true }))
        }
        return first
      }) as typeof real.mkdir,
    }
  }

  /** What the world looks like after the end. */
  async closeWindow(): Promise<void> {
    for (const file of this.handles) await file.close().catch(() => undefined)
    if (this.isAlive || this.death === 'kill') return
    // Of two that made one folder the later took it back: what stood in it needs no undoing.
    for (const { undo } of this.unflushed.toReversed()) await undo().catch(ignoreMissing)
  }

  private watch(file: FileHandle, path: string, real: typeof fs | undefined): FileHandle {
    const close = file.close.bind(file)
    const writeFile = file.writeFile.bind(file)
    const content: Content = { path, flushedBytes: 0 }
    this.contents.set(path, content)
    if (real !== undefined) {
      this.note(contentsOf(path), async () => {
        if (content.path !== undefined) await real.truncate(content.path, content.flushedBytes).catch(() => undefined)
      })
    }
    return Object.assign(file, {
      writeFile: async (data: string | Buffer) => {
        const bytes = Buffer.from(data as string)
        if (this.stepsLeft === 0 && this.isAlive) await writeFile(bytes.subarray(0, bytes.length / 2))
        await this.step()
        await writeFile(bytes)
      },
      // Nothing needs to reach the real disk.
      sync: async () => {
        await this.step()
        content.flushedBytes = (await file.stat()).size
        this.unflushed = this.unflushed.filter(({ folder }) => folder !== path)
      },
      close: async () => {
        await close()
        this.handles.delete(file)
        if (!this.isAlive) throw new Error('the process is dead')
      },
    })
  }

  /** The contents that stand at the path no longer do. */
  private take(path: string): Content | undefined {
    const content = [...this.contents.values()].find((each) => each.path === path)
    if (content !== undefined) content.path = undefined
    return content
  }

  private note(folder: string, undo: () => Promise<unknown>): void {
    this.unflushed.push({ folder, undo })
  }

  private async step(isCounted = true): Promise<void> {
    if (isCounted) this.stepsLeft -= 1
    if (this.stepsLeft < 0) this.isAlive = false
    if (!this.isAlive) throw new Error('the process is dead')
  }
}

/** No folder's flush flushes the contents of the files in it. */
function contentsOf(path: string): string {
  return `contents of ${path}`
}

/** The folder, and those above it up to the first. */
function listFolders(first: string, folder: string): string[] {
  return folder === first ? [folder] : [...listFolders(first, dirname(folder)), folder]
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
