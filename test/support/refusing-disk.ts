/** Why a file system refuses; `unreadable` refuses reading too, with EACCES, and `EIO` reading. */
export type Refusal = 'ENOSPC' | 'EACCES' | 'EROFS' | 'EMFILE' | 'EIO' | 'unreadable'

/**
 * The environment of a process whose file system refuses what has to do with the paths that match: to a user who may
 * all, as tests may run, no real one refuses anything. A full disk still makes files, with no room for content.
 * Modules, which are loaded by their URL, are not refused.
 */
export function refusingDisk(refusal: Refusal, place: RegExp): NodeJS.ProcessEnv {
  const program = `
    import fs from 'node:fs/promises'
    import { existsSync } from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const code = '${refusal === 'unreadable' ? 'EACCES' : refusal}'
    const refuse = (path, syscall) => {
      if (typeof path !== 'string' || !${String(place)}.test(path)) return
      throw Object.assign(new Error(code + ': refused, ' + syscall + " '" + path + "'"), { code, syscall })
    }
    const guard = (names, pathOf = (path) => path) => {
      for (const name of names) {
        const real = fs[name]
        fs[name] = async (...given) => {
          refuse(pathOf(...given), name)
          return real(...given)
        }
      }
    }
    ${refusals[refusal]}
    syncBuiltinESMExports()`
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` }
}

const readOnly = `
  guard(['mkdir', 'writeFile', 'appendFile'])
  guard(['rm', 'rmdir', 'unlink', 'chmod', 'utimes'], (path) => (existsSync(path) ? path : ''))
  guard(['rename'], (from, to) => to)
  guard(['open'], (path, flags = 'r') => (flags === 'r' ? '' : path))
  guard(['access'], (path, mode) => ((mode & fs.constants.W_OK) === 0 ? '' : path))`

const refusals: Record<Refusal, string> = {
  EACCES: readOnly,
  EROFS: readOnly,
  EMFILE: `guard(['open', 'readFile', 'readdir', 'writeFile', 'appendFile'])`,
  EIO: `guard(['readFile'])`,
  unreadable: `guard(['open', 'readFile', 'readdir', 'stat', 'access'])`,
  ENOSPC: `
    guard(['mkdir', 'writeFile', 'appendFile'])
    const { open } = fs
    fs.open = async (path, flags, mode) => {
      const file = await open(path, flags, mode)
      for (const name of flags === 'r' ? [] : ['writeFile', 'appendFile']) {
        const real = file[name].bind(file)
        file[name] = async (...given) => {
          refuse(path, 'write')
          return real(...given)
        }
      }
      return file
    }`,
}
