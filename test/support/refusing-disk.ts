import syncFs, { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

/** Why a file system refuses; `unreadable` refuses reading too, with EACCES, and `EIO` reading. */
export type Refusal = 'ENOSPC' | 'EACCES' | 'EROFS' | 'EMFILE' | 'EIO' | 'unreadable'

/**
 * Runs the action on a file system that refuses what has to do with the paths that match: to a user who may all, as
 * tests may run, no real one refuses anything. A full disk still makes files, with no room for content.
 */
export async function onRefusingDisk<T>(refusal: Refusal, place: RegExp, action: () => Promise<T>): Promise<T> {
  const real = { ...fs }
  const { readFileSync } = syncFs
  const code = refusal === 'unreadable' ? 'EACCES' : refusal
  Object.assign(fs, refusals[refusal](buildGuard(code, place)))
  if (refusesReading.has(refusal)) Object.assign(syncFs, { readFileSync: refuse(readFileSync, code, place) })
  syncBuiltinESMExports()
  try {
    return await action()
  } finally {
    Object.assign(fs, real)
    Object.assign(syncFs, { readFileSync })
    syncBuiltinESMExports()
  }
}

const refusesReading = new Set<Refusal>(['EMFILE', 'EIO', 'unreadable'])

type Call = (...given: never[]) => Promise<unknown>
type Calls = Record<string, Call>
/** The functions of these names, refused where the path that is given, or made of what is given, matches. */
type Guard = (calls: Calls, pathOf?: (...given: string[]) => unknown) => Calls

function buildGuard(code: string, place: RegExp): Guard {
  return (calls, pathOf = (path) => path) =>
    Object.fromEntries(
      Object.entries(calls).map(([syscall, real]) => [
        syscall,
        async (...given: never[]) => {
          refuseAt(place, pathOf(...given), { code, syscall })
          return real(...given)
        },
      ]),
    )
}

function refuse(real: typeof syncFs.readFileSync, code: string, place: RegExp) {
  return (...given: Parameters<typeof real>) => {
    refuseAt(place, given[0], { code, syscall: 'open' })
    return real(...given)
  }
}

function refuseAt(place: RegExp, path: unknown, { code, syscall }: { code: string; syscall: string }): void {
  if (typeof path === 'string' && place.test(path))
    throw Object.assign(new Error(`${code}: refused, ${syscall} '${path}'`), { code, syscall })
}

const refusals: Record<Refusal, (guard: Guard) => Calls> = {
  EACCES: refuseChanges,
  EROFS: refuseChanges,
  EMFILE: (guard) => guard(pick('open', 'readFile', 'readdir', 'writeFile', 'appendFile')),
  EIO: (guard) => guard(pick('readFile')),
  unreadable: (guard) => guard(pick('open', 'readFile', 'readdir', 'stat', 'access')),
  ENOSPC: (guard) => ({
    ...guard(pick('mkdir', 'writeFile', 'appendFile')),
    open: refuseContent(guard, fs.open),
  }),
}

function refuseChanges(guard: Guard): Calls {
  return {
    ...guard(pick('mkdir', 'writeFile', 'appendFile')),
    ...guard(pick('rm', 'rmdir', 'unlink', 'chmod', 'utimes'), (path = '') => (existsSync(path) ? path : undefined)),
    ...guard(pick('rename'), (_from, to) => to),
    ...guard(pick('open'), (path, flags = 'r') => (flags === 'r' ? undefined : path)),
    ...guard(pick('access'), (path, mode) => (isWriting(mode) ? path : undefined)),
  }
}

function isWriting(mode: unknown): boolean {
  return (Number(mode) & fs.constants.W_OK) !== 0
}

function refuseContent(guard: Guard, open: typeof fs.open): Call {
  return async (path: string, flags: string, mode?: number) => {
    const file = await open(path, flags, mode)
    if (flags === 'r') return file
    const { write } = guard({ write: async () => undefined }, () => path)
    for (const name of ['writeFile', 'appendFile'] as const) {
      const real = file[name].bind(file) as Call
      Object.assign(file, {
        [name]: async (...given: never[]) => {
          await write!()
          return real(...given)
        },
      })
    }
    return file
  }
}

function pick(...names: (keyof typeof fs)[]): Calls {
  return Object.fromEntries(names.map((name) => [name, fs[name] as Call]))
}
