/** The settings in `extract` of what is written, and where. */
import type { SettingTable } from './setting.js'
import { choice, text, wholeNumber } from '../values/setting-values.js'

export const outputSettings = {
  format: {
    property: 'format',
    check: choice('document', 'record', 'bulk', 'coco', 'csv'),
    type: 'document, record, bulk, coco or csv',
    default: 'document',
    variable: 'SF_EXTRACT_FORMAT',
    flag: '--format <name>',
    example: 'record',
    effect: 'The form of the documents: document, record, bulk, coco or csv.',
  },
  compress: {
    property: 'compress',
    check: choice('gzip', 'zstd'),
    type: 'gzip or zstd',
    variable: 'SF_EXTRACT_COMPRESS',
    flag: '--compress <way>',
    example: 'gzip',
    effect: 'Compress what is written: gzip, or zstd with Node 22.15, 23.8 or later. Files and stdout alike.',
  },
  index: {
    property: 'index',
    check: text,
    type: 'name, with {datasource} and {object}',
    default: 'sf-{datasource}-{object}',
    variable: 'SF_EXTRACT_INDEX',
    flag: '--index <name>',
    example: 'crm',
    effect: 'The index that lines of bulk name, in lower case; {datasource} and {object} may stand in it.',
  },
  files_dir: {
    property: 'filesDir',
    check: text,
    type: 'folder',
    variable: 'SF_EXTRACT_FILES_DIR',
    flag: '--files-dir <dir>',
    example: '/var/lib/crm/files',
    effect: 'Keep the files themselves in this folder, where files: download fetches them. Relative to this file.',
  },
  compact_over: {
    property: 'compactOver',
    check: wholeNumber(1, 1_000_000),
    type: 'number',
    variable: 'SF_EXTRACT_COMPACT_OVER',
    flag: '--compact-over <n>',
    example: '50',
    effect: 'After a run into a folder, directories of more files than this become one file, as `compact` does it.',
  },
} as const satisfies SettingTable
