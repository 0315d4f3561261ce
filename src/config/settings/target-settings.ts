import type { SettingTable } from './setting.js'
import { secret } from '../values/secret.js'
import { parsedBy, text } from '../values/setting-values.js'
import { validateTargetAddress } from '../targets/target-address.js'

/** Rows of `extract`: where documents go. */
export const targetSettings = {
  to: {
    property: 'to', check: parsedBy(validateTargetAddress), type: 'address of a target',
    variable: 'SF_EXTRACT_TO', flag: '--to <target>', example: 'sqlite:documents.db',
    effect: 'Where documents go instead of stdout: an index, a database, a bucket, a command. A path is relative to this file.',
  },
  to_username: {
    property: 'toUsername', check: text, type: 'text', variable: 'SF_EXTRACT_TO_USERNAME', example: 'indexer',
    effect: 'The user for the target, where its address names none.',
  },
  to_password: {
    property: 'toPassword', check: secret, type: 'secret', variable: 'SF_EXTRACT_TO_PASSWORD', example: '${ES_PASSWORD}',
    effect: 'That user\'s password, where the address has none: text, { env: NAME }, { file: PATH } or { command: LINE }.',
  },
  to_api_key: {
    property: 'toApiKey', check: secret, type: 'secret', variable: 'SF_EXTRACT_TO_API_KEY',
    example: '{ command: vault read -field=key secret/search }',
    effect: 'An API key for the target, where neither user nor password is given.',
  },
} as const satisfies SettingTable
