import { ExtractError } from '../../errors/extract-error.js'

/** A file's extension as `FileExtension` is compared: `PDF` and `.pdf` are `pdf`. Throws CONFIG_INVALID. */
export function parseFileType(given: unknown): string {
  const type = String(given)
    .trim()
    .replace(/^\*?\./, '')
    .toLowerCase()
  if (/^[\p{L}\p{N}_+~-]{1,40}$/u.test(type)) return type
  throw new ExtractError('CONFIG_INVALID', `${JSON.stringify(given)} is no file extension: write it like pdf`)
}
