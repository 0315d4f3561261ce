/** The words that flags and arguments of fixed choice take. --help loads them, so they stay light. */
import type { Auth } from '../../config/settings/login-settings.js'
import type { Compression } from '../../sinks/compress/compression.js'
import type { FormatName } from '../../sinks/formats/formats.js'
import type { rowFormats } from '../query/row-formats.js'
import type { SandboxOptions } from '../../sandbox/sandbox.js'
import type { Extra } from '../../sandbox/schema/extras.js'

export const transports = ['auto', 'rest', 'bulk'] as const

/** The most serious first. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const
export const logFormats = ['text', 'json'] as const

/** Where `login` puts secrets. */
export const secretPlaces = ['file', 'environment'] as const

export const cacheActions = ['show', 'clear'] as const
export const stateActions = ['export', 'import', 'repair'] as const
export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

export const rowFormatNames = wordsOf<keyof typeof rowFormats>({ ndjson: 1, json: 1, csv: 1, table: 1 })
export const formatNames = wordsOf<FormatName>({ document: 1, record: 1, bulk: 1, coco: 1, csv: 1 })
export const compressions = wordsOf<Compression>({ gzip: 1, zstd: 1 })
export const authNames = wordsOf<Auth>({
  client_credentials: 1,
  jwt: 1,
  refresh_token: 1,
  access_token: 1,
  sf_cli: 1,
})

/** What the embedded org has on request, and the languages of its messages. */
export const extraNames = wordsOf<Extra>({
  'person-accounts': 1,
  'state-codes': 1,
  'multi-currency': 1,
  'big-object': 1,
  'external-object': 1,
  namespace: 1,
})
export const languages = wordsOf<NonNullable<SandboxOptions['language']>>({ en: 1, ja: 1 })

/** The compiler asks for each word of the type: what the words are for would be too much to load. */
function wordsOf<Word extends string>(all: Record<Word, 1>): Word[] {
  return Object.keys(all) as Word[]
}
