import { ExtractError } from '../../errors/extract-error.js'

/** A size such as `64MB`, `500 kB` or a bare number of bytes → bytes. Throws CONFIG_INVALID. */
export function parseByteSize(given: unknown): number {
  const [, digits = '', unit = 'b'] = /^\s*(\d{1,15})\s*(b|kb|mb|gb)?\s*$/i.exec(String(given)) ?? []
  const bytes = Number(digits) * bytesOf[unit.toLowerCase() as keyof typeof bytesOf]
  if (digits !== '' && Number.isSafeInteger(bytes)) return bytes
  throw new ExtractError('CONFIG_INVALID', `${JSON.stringify(given)} is not a size: write it like 64MB`)
}

const bytesOf = { b: 1, kb: 1000, mb: 1_000_000, gb: 1_000_000_000 }
