/** Why a file's text can't be read: each a code that the document and the report name. */
import { ExtractError } from '../errors/extract-error.js'

export const fileLocked = (what = 'it is protected by a password') => new ExtractError('FILE_LOCKED', what)

export const fileDamaged = (what: string, cause?: unknown) => new ExtractError('FILE_DAMAGED', what, { cause })

export const fileTooComplex = (what: string) => new ExtractError('FILE_TOO_COMPLEX', what)
