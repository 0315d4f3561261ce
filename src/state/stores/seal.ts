import { crc32 } from 'node:zlib'
import { ExtractError } from '../../errors/extract-error.js'

/** A value as a store has it: with the version of its form, and a checksum over key and value. */
export interface Sealed {
  version: number
  crc32: string
  value: unknown
}

/** A value that isn't what was written. */
export class DamagedValue extends Error {}

/** What a store is given for a value, which is JSON. */
export function seal(key: string, value: unknown): Sealed {
  return { version, crc32: sum(key, value), value }
}

/** The value as it was sealed. Throws DamagedValue for one that isn't, STATE_NEWER for one of a later form. */
export function unseal(key: string, stored: unknown): unknown {
  const sealed = (typeof stored === 'object' ? stored : null) as Partial<Sealed> | null
  if (sealed === null || typeof sealed.version !== 'number') throw new DamagedValue('it has no version')
  if (sealed.version > version) throw stateNewer(sealed.version)
  if (sealed.crc32 !== sum(key, sealed.value)) throw new DamagedValue('its checksum is wrong')
  return sealed.value
}

const version = 1

function sum(key: string, value: unknown): string {
  return crc32(`${key}\n${JSON.stringify(value)}`)
    .toString(16)
    .padStart(8, '0')
}

function stateNewer(found: number): ExtractError {
  return new ExtractError('STATE_NEWER', `The state has form ${found}; this sf-extract knows forms up to ${version}.`, {
    hint: 'A newer sf-extract has written it. Run that one, or name another state with extract.state.',
  })
}
