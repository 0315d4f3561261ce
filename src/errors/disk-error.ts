import type { ErrorCode } from './codes.js'
import { ExtractError } from './extract-error.js'

/** What was to be done where. */
export interface DiskWork {
  /** A sentence that names the place, without its end: "The report /a/b.json can't be written". */
  what: string
  /** The path or address. */
  place: string
  /** How the user gets along without that place, in the imperative. */
  otherwise: string
  /** What follows from it, a sentence. */
  comfort?: string
}

/**
 * What the file system refused, as `code`, with a hint that follows from its reason; FILES_EXHAUSTED where the process
 * may not open another file, which is nothing of that place's.
 */
export function diskError(
  code: ErrorCode,
  { what, place, otherwise, comfort }: DiskWork,
  cause: unknown,
): ExtractError {
  const message = `${what}: ${cause instanceof Error ? cause.message : String(cause)}`
  const { code: reason } = (cause ?? {}) as { code?: unknown }
  if (reason === 'EMFILE' || reason === 'ENFILE') {
    return new ExtractError('FILES_EXHAUSTED', message, { hint: raiseTheLimit, cause })
  }
  const remedy = remedies[String(reason)] ?? lookThere
  const advice = `${remedy(place)}, or ${otherwise}; then run again.`
  return new ExtractError(code, message, { hint: comfort === undefined ? advice : `${advice} ${comfort}`, cause })
}

/** The refusal of a path that is needed as a folder and is none: the system's own words differ by the call. */
export function notAFolder(path: string): Error {
  return Object.assign(new Error(`${path} is a file, not a folder`), { code: 'ENOTDIR' })
}

/** The refusal of a path that is needed as a file and is a folder. */
export function isAFolder(): Error {
  return Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
}

const raiseTheLimit = 'Raise the limit (`ulimit -n 1024`, LimitNOFILE= of systemd) and run the command again.'

type Remedy = (place: string) => string

const makeRoom: Remedy = (place) => `Make room on the disk of ${place}`
const letUser: Remedy = (place) => `Let this user read and write ${place}`
const clearPath: Remedy = (place) => `Move away the file that stands where ${place} needs a folder`
const lookThere: Remedy = (place) => `Check that ${place} is there, has room, and that this user may read and write it`

/** By errno(3): what the names mean is the same wherever Node runs. */
const remedies: Record<string, Remedy> = {
  ENOSPC: makeRoom,
  EDQUOT: makeRoom,
  EFBIG: makeRoom,
  EACCES: letUser,
  EPERM: letUser,
  EROFS: (place) => `Mount the disk of ${place} for writing`,
  ENOTDIR: clearPath,
  EEXIST: clearPath,
  EISDIR: (place) => `Name a file in ${place}`,
}
