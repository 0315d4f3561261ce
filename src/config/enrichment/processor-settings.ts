/** The processors of enrichment pipelines and their options. A new processor begins with its table here. */
import type { ObjectSettingTable } from '../settings/setting.js'
import { choice, toggle } from '../values/setting-values.js'
import { chunk, redact, remove, rename, set, truncate } from './field-processors.js'
import { command, extractText, http, lookup, script } from './outside-processors.js'

/** What every processor takes besides `when`. */
export const commonSettings = {
  on_failure: {
    property: 'onFailure',
    check: choice('fail', 'skip_document', 'pass'),
    type: 'fail, skip_document or pass',
    default: 'fail',
    example: 'skip_document',
    effect: 'What a document it cannot take does: fails its object, is left out, or goes on as it was.',
  },
  tombstones: {
    property: 'tombstones',
    check: toggle,
    type: 'true or false',
    default: false,
    example: 'true',
    effect: 'Whether it sees tombstones too.',
  },
} as const satisfies ObjectSettingTable

/** Each processor by the name it has in a pipeline. */
export const processorSettings = {
  set,
  remove,
  rename,
  redact,
  truncate,
  lookup,
  extract_text: extractText,
  chunk,
  script,
  command,
  http,
} as const satisfies Record<string, ObjectSettingTable>
