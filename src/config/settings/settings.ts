/**
 * Every setting, a row each; those of single objects are in object-settings.ts. The types of the configuration, the
 * reading of files, environment and flags, the checks, `.salesforcerc.example`, what `init` writes and the tables of the
 * documentation all come from here; so a new setting is a new row and the line that uses it.
 */
import type { SettingTable } from './setting.js'
import { outputSettings } from './output-settings.js'
import { loginSettings } from './login-settings.js'
import { defaultApiVersion, parseApiVersion } from '../values/api-version.js'
import { parseDomain, parseLoginUrl } from '../values/domain.js'
import { secret } from '../values/secret.js'
import { parseFileType } from '../values/file-type.js'
import {
  byteSize, choice, duration, list, parsedBy, reserve, text, toggle, wholeNumber,
} from '../values/setting-values.js'
import { parseSyncInterval } from '../intervals/sync-interval.js'
import { queueSettings, sharedLoadSettings } from './queue-settings.js'
import { targetSettings } from './target-settings.js'
import { parseCustomObject, parseStandardObject, standardObjects } from '../values/sobject-names.js'
import { waySettings } from './way-settings.js'

/** `connector[].config`; flat at the top of an rc file. */
export const connectorSettings = {
  domain: {
    property: 'loginUrl', check: parsedBy(parseDomain), type: 'text',
    variable: 'SF_EXTRACT_DOMAIN', example: 'mycompany',
    effect: 'Your org\'s My Domain: mycompany, mycompany--uat.sandbox, its host, or an address from the browser.',
    required: 'Setup > My Domain shows it',
  },
  client_id: {
    property: 'clientId', check: text, type: 'text', variable: 'SF_EXTRACT_CLIENT_ID', example: '${SF_CLIENT_ID}',
    effect: 'Consumer Key of the External Client App (Setup > External Client App Manager), or of a Connected App.',
  },
  client_secret: {
    property: 'clientSecret', check: secret, type: 'secret',
    variable: 'SF_EXTRACT_CLIENT_SECRET', example: '${SF_CLIENT_SECRET}',
    effect: 'Consumer Secret of the app. A secret is text, or { env: NAME }, { file: PATH } or { command: LINE }.',
  },
  login_url: {
    property: 'loginUrl', check: parsedBy(parseLoginUrl), type: 'address',
    variable: 'SF_EXTRACT_LOGIN_URL', example: 'https://mycompany.my.salesforce.com',
    effect: 'Where to log in, instead of the address that follows from domain. https, or http on this machine.',
  },
  ...loginSettings,
  api_version: {
    property: 'apiVersion', check: parsedBy(parseApiVersion), type: 'version', default: defaultApiVersion,
    variable: 'SF_EXTRACT_API_VERSION', example: 'latest',
    effect: 'Version of the Salesforce API; latest asks the org.',
  },
  ...waySettings,
  ...sharedLoadSettings,
} as const satisfies SettingTable

/** `datasource[].connector.config`, or beside `sync` in `datasource[]`; flat at the top of an rc file. */
export const datasourceSettings = {
  standard_objects_to_sync: {
    property: 'standardObjects', check: list(parsedBy(parseStandardObject)),
    type: 'list of object names', default: [...standardObjects],
    variable: 'SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC', example: '[Account, Case]',
    effect: 'Standard objects to sync; others such as Task are possible too.',
  },
  sync_custom_objects: {
    property: 'syncCustomObjects', check: toggle, type: 'true or false', default: false,
    variable: 'SF_EXTRACT_SYNC_CUSTOM_OBJECTS', example: 'true',
    effect: 'Whether custom objects are synced.',
  },
  custom_objects_to_sync: {
    property: 'customObjects', check: list(parsedBy(parseCustomObject)), type: 'list of object names', default: [],
    variable: 'SF_EXTRACT_CUSTOM_OBJECTS_TO_SYNC', example: '["*"]',
    effect: 'Custom objects to sync, with or without __c; "*" for all.',
  },
  watermark_field: {
    property: 'watermarkField', check: choice<string>('LastModifiedDate', 'SystemModstamp'),
    type: 'LastModifiedDate or SystemModstamp',
    default: 'LastModifiedDate',
    variable: 'SF_EXTRACT_WATERMARK_FIELD', example: 'SystemModstamp',
    effect: 'The field that makes a new version of a record. SystemModstamp moves with changes by the system too.',
  },
  lookback: {
    property: 'lookbackMs', check: duration(), type: 'duration', default: '10m',
    variable: 'SF_EXTRACT_LOOKBACK', example: '30m',
    effect: 'How far before the watermark each run reads again. No Apex transaction runs longer than ten minutes.',
  },
  cache_max_age: {
    property: 'cacheMaxAgeMs', check: duration(), type: 'duration', default: '0',
    variable: 'SF_EXTRACT_CACHE_MAX_AGE', example: '1h',
    effect: 'How long the field cache is trusted without asking the org; 0 asks in every run.',
  },
  deletes: {
    property: 'deletes', check: toggle, type: 'true or false', default: true,
    variable: 'SF_EXTRACT_DELETES', example: 'false',
    effect: 'Whether deleted records are written as tombstones.',
  },
  custom_fields: {
    property: 'customFields', check: toggle, type: 'true or false', default: true,
    variable: 'SF_EXTRACT_CUSTOM_FIELDS', example: 'false',
    effect: 'Whether standard objects are read with their custom fields and the names behind custom lookups.',
  },
  children: {
    property: 'children', check: toggle, type: 'true or false', default: true,
    variable: 'SF_EXTRACT_CHILDREN', example: 'false',
    effect: 'Whether records carry their comments, mails, feed items and files, and are written again when one changes.',
  },
  files: {
    property: 'files', check: choice('links', 'index', 'download'), type: 'links, index or download', default: 'links',
    variable: 'SF_EXTRACT_FILES', example: 'index',
    effect: 'Files: links in their records, documents of their own (index), or those with their text (download).',
  },
  file_types: {
    property: 'fileTypes', check: list(parsedBy(parseFileType)), type: 'list of file extensions', default: [],
    variable: 'SF_EXTRACT_FILE_TYPES', example: '[pdf, docx]',
    effect: 'Which files become documents, by their extensions; all of them where it is empty.',
  },
  max_file_size: {
    property: 'maxFileSize', check: byteSize('1kB', '2GB'), type: 'size from 1kB to 2GB', default: '10MB',
    variable: 'SF_EXTRACT_MAX_FILE_SIZE', example: '50MB',
    effect: 'Largest file that files: download fetches; a larger one has a document without its text.',
  },
  links_sweep: {
    property: 'linksSweepMs', check: duration(), type: 'duration', default: '1d',
    variable: 'SF_EXTRACT_LINKS_SWEEP', example: '7d',
    effect: 'How often all files are looked at for new links to records, where they are documents; 0 for never.',
  },
  transport: {
    property: 'transport', check: choice('auto', 'rest', 'bulk'), type: 'auto, rest or bulk', default: 'auto',
    variable: 'SF_EXTRACT_TRANSPORT', example: 'rest',
    effect: 'How first loads and full runs travel: by REST, by the Bulk API, or (auto) by that where it spares calls.',
  },
  schema: {
    property: 'schema', check: choice('keep', 'resync'), type: 'keep or resync', default: 'keep',
    variable: 'SF_EXTRACT_SCHEMA', example: 'resync',
    effect: 'What a changed field list does: keep goes on from the watermark, resync reads the object again.',
  },
} as const satisfies SettingTable

/** `datasource[]` itself; flat at the top of an rc file. */
export const switchSettings = {
  enabled: {
    property: 'enabled', check: toggle, type: 'true or false', default: true, example: 'false',
    effect: 'Whether the datasource is used. If switched off, it is synced only when named, with --force.',
  },
} as const satisfies SettingTable

/** `datasource[].sync`; `sync` in an rc file. */
export const syncSettings = {
  enabled: {
    property: 'syncEnabled', check: toggle, type: 'true or false', default: true,
    variable: 'SF_EXTRACT_SYNC_ENABLED', example: 'false',
    effect: 'The same: the Coco server has it in two places.',
  },
  interval: {
    property: 'syncInterval', check: parsedBy(parseSyncInterval), type: 'duration or cron expression', default: '30s',
    variable: 'SF_EXTRACT_SYNC_INTERVAL', example: '5m',
    effect: 'How often `run` syncs the datasource: 30s, 5m, 1h, 1d or a cron expression. `sync` runs once.',
  },
} as const satisfies SettingTable

/** `extract`; flat at the top of an rc file. */
export const extractSettings = {
  state: {
    property: 'state', check: text,
    type: 'file:, sqlite:, redis://, rediss:// or postgres:// address', default: 'file:.sf-extract',
    variable: 'SF_EXTRACT_STATE', example: 'redis://localhost:6379',
    effect: 'Where watermarks, field cache and locks are kept. Paths are relative to this file.',
  },
  ...targetSettings,
  ...queueSettings,
  concurrency: {
    property: 'concurrency', check: wholeNumber(1, 25), type: 'number from 1 to 25', default: 4,
    variable: 'SF_EXTRACT_CONCURRENCY', flag: '--concurrency <n>', example: '8',
    effect: 'Most calls in progress at once. An org takes 25 long ones from all its users together.',
  },
  request_timeout: {
    // A SOQL query ends after two minutes on the org's side, and a composite call holds several.
    property: 'requestTimeoutMs', check: duration('100ms', '1h'), type: 'duration', default: '5m',
    variable: 'SF_EXTRACT_REQUEST_TIMEOUT', example: '10m',
    effect: 'How long the org may take over a call before it is given up and tried again.',
  },
  max_answer_bytes: {
    // A page is there several times while it is read: as bytes, as text and as rows; and several calls are in progress.
    property: 'maxAnswerBytes', check: byteSize('1MB', '500MB'), type: 'size from 1MB to 500MB', default: '64MB',
    variable: 'SF_EXTRACT_MAX_ANSWER_BYTES', example: '200MB',
    effect: 'Longest answer to a call, unpacked, that is read. A longer page is requested again with fewer rows.',
  },
  quota_reserve: {
    property: 'quotaReserve', check: reserve, type: 'share or number of calls', default: '5%',
    variable: 'SF_EXTRACT_QUOTA_RESERVE', example: '10%',
    effect: 'API calls of the org\'s daily limit left alone for others: a share such as 10%, or a number.',
  },
  token_cache: {
    property: 'tokenCache', check: toggle, type: 'true or false', default: true,
    variable: 'SF_EXTRACT_TOKEN_CACHE', example: 'false',
    effect: 'Whether the token is kept between runs, in a file only its owner can read.',
  },
  page_size: {
    property: 'pageSize', check: wholeNumber(200, 2000), type: 'number from 200 to 2000', default: 2000,
    variable: 'SF_EXTRACT_PAGE_SIZE', example: '500',
    effect: 'Rows requested in one page.',
  },
  bulk_threshold: {
    property: 'bulkThreshold', check: wholeNumber(1, 1_000_000_000), type: 'number', default: 50_000,
    variable: 'SF_EXTRACT_BULK_THRESHOLD', example: '200000',
    effect: 'From how many rows on transport: auto takes the Bulk API for an object.',
  },
  bulk_wait: {
    property: 'bulkWaitMs', check: duration('1s', '7d'), type: 'duration', default: '30m',
    variable: 'SF_EXTRACT_BULK_WAIT', example: '2h',
    effect: 'How long a query job of the Bulk API may take before its rows are read by REST instead.',
  },
  range_threshold: {
    property: 'rangeThreshold', check: wholeNumber(1, 1_000_000_000), type: 'number', default: 200_000,
    variable: 'SF_EXTRACT_RANGE_THRESHOLD', example: '500000',
    effect: 'With a queue: first loads of so many rows are cut into ranges of Ids that workers read side by side.',
  },
  overlap_limit: {
    property: 'overlapLimit', check: wholeNumber(0, 10_000_000), type: 'number', default: 250_000,
    variable: 'SF_EXTRACT_OVERLAP_LIMIT', example: '1000000',
    effect: 'Most records of the last lookback remembered per object, so that they are not written twice.',
  },
  ...outputSettings,
} as const satisfies SettingTable

/** `extract.retry`. */
export const retrySettings = {
  attempts: {
    property: 'attempts', check: wholeNumber(1, 20), type: 'number from 1 to 20', default: 5,
    variable: 'SF_EXTRACT_RETRY_ATTEMPTS', example: '8',
    effect: 'How many times a call is tried, the first included.',
  },
  delay: {
    property: 'delayMs', check: duration('1ms', '1h'), type: 'duration', default: '500ms',
    variable: 'SF_EXTRACT_RETRY_DELAY', example: '1s',
    effect: 'Wait before the second try; it doubles from try to try.',
  },
  max_delay: {
    property: 'maxDelayMs', check: duration('1ms', '1h'), type: 'duration', default: '30s',
    variable: 'SF_EXTRACT_RETRY_MAX_DELAY', example: '1m',
    effect: 'Longest wait between two tries.',
  },
  budget: {
    property: 'budgetMs', check: duration('0', '1d'), type: 'duration', default: '15m',
    variable: 'SF_EXTRACT_RETRY_BUDGET', example: '30m',
    effect: 'Longest time all tries of one call may take together.',
  },
} as const satisfies SettingTable
