import { ExtractError } from '../../errors/extract-error.js'

/** The version asked for where the configuration names none. */
export const defaultApiVersion = '62.0'

/** The oldest version whose REST API has all that the extractor asks. */
const oldest = 40

/** `62`, `62.0`, `v62.0` → `62.0`; `latest` stays. Throws CONFIG_INVALID naming the value. */
export function parseApiVersion(given: unknown): string {
  const text = String(given).trim().toLowerCase()
  if (text === 'latest') return text
  const version = /^v?(\d{1,3})(?:\.0)?$/.exec(text)?.[1]
  if (version === undefined) {
    throw invalid(`"${text}" is not an API version: write it like ${defaultApiVersion}, or latest`)
  }
  if (Number(version) < oldest) {
    throw invalid(`API version ${text} is too old: ${oldest}.0 is the oldest this tool speaks`)
  }
  return `${Number(version)}.0`
}

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
