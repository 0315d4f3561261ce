/**
 * Every setting, a row each. The reading of files and environment, the checks, `.salesforcerc.example` and what `init`
 * writes all come from these tables; so a new setting is a new row and the place that uses it.
 */
import type { z } from 'zod'
import { defaultApiVersion, parseApiVersion } from '../values/api-version.js'
import { parseDomain, parseLoginUrl } from '../values/domain.js'
import { byteSize, choice, duration, list, parsedBy, reserve } from '../values/setting-values.js'
import { text, toggle, wholeNumber } from '../values/setting-values.js'
import { parseCustomObject, parseStandardObject, standardObjects } from '../values/sobject-names.js'

export interface Setting {
  value: z.ZodType
  /** The kind of value, in words. */
  type: string
  /** There where the setting has to be given: what to do when it isn't. */
  required?: string
  /** As it is written in a file; absent where the setting has none. */
  default?: unknown
  description: string
  env?: string
  flag?: string
  example: string
}

export type SettingTable = Record<string, Setting>

/** `connector[].config`; flat at the top of an rc file. */
export const connectorSettings = {
  domain: {
    value: parsedBy(parseDomain), type: 'text', env: 'SF_EXTRACT_DOMAIN', example: 'mycompany',
    description: 'Your org\'s My Domain: mycompany, mycompany--uat.sandbox, its host, or an address from the browser.',
    required: 'Setup > My Domain shows it',
  },
  client_id: {
    value: text, type: 'text', env: 'SF_EXTRACT_CLIENT_ID', example: '${SF_CLIENT_ID}',
    description: 'Consumer Key of the connected app (Setup > App Manager).',
    required: 'Setup > App Manager > your app shows it as Consumer Key',
  },
  client_secret: {
    value: text, type: 'text', env: 'SF_EXTRACT_CLIENT_SECRET', example: '${SF_CLIENT_SECRET}',
    description: 'Consumer Secret of the connected app. ${NAME} and $[[env.NAME]] are filled from the environment.',
    required: 'Setup > App Manager > your app shows it as Consumer Secret',
  },
  login_url: {
    value: parsedBy(parseLoginUrl), type: 'address',
    env: 'SF_EXTRACT_LOGIN_URL', example: 'https://mycompany.my.salesforce.com',
    description: 'Where to log in, instead of the address that follows from domain. https, or http on this machine.',
  },
  api_version: {
    value: parsedBy(parseApiVersion), type: 'version', default: defaultApiVersion,
    env: 'SF_EXTRACT_API_VERSION', example: 'latest',
    description: 'Version of the Salesforce API; latest asks the org.',
  },
} satisfies SettingTable

/** `datasource[].connector.config`, or beside `sync` in `datasource[]`; flat at the top of an rc file. */
export const datasourceSettings = {
  standard_objects_to_sync: {
    value: list(parsedBy(parseStandardObject)), type: 'list of object names', default: [...standardObjects],
    env: 'SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC', example: '[Account, Case]',
    description: 'Standard objects to sync; others such as Task are possible too.',
  },
  sync_custom_objects: {
    value: toggle, type: 'true or false', default: false, env: 'SF_EXTRACT_SYNC_CUSTOM_OBJECTS', example: 'true',
    description: 'Whether custom objects are synced.',
  },
  custom_objects_to_sync: {
    value: list(parsedBy(parseCustomObject)), type: 'list of object names', default: [],
    env: 'SF_EXTRACT_CUSTOM_OBJECTS_TO_SYNC', example: '["*"]',
    description: 'Custom objects to sync, with or without __c; "*" for all.',
  },
  watermark_field: {
    value: choice('LastModifiedDate', 'SystemModstamp'), type: 'LastModifiedDate or SystemModstamp',
    default: 'LastModifiedDate',
    env: 'SF_EXTRACT_WATERMARK_FIELD', example: 'SystemModstamp',
    description: 'The field that shows when a record changed. SystemModstamp moves with changes by the system too.',
  },
  lookback: {
    value: duration(), type: 'duration', default: '10m', env: 'SF_EXTRACT_LOOKBACK', example: '30m',
    description: 'How far before the watermark each run reads again. No Apex transaction runs longer than ten minutes.',
  },
  cache_max_age: {
    value: duration(), type: 'duration', default: '0', env: 'SF_EXTRACT_CACHE_MAX_AGE', example: '1h',
    description: 'How long the field cache is trusted without asking the org; 0 asks in every run.',
  },
  deletes: {
    value: toggle, type: 'true or false', default: true, env: 'SF_EXTRACT_DELETES', example: 'false',
    description: 'Whether deleted records are written as tombstones.',
  },
  children: {
    value: toggle, type: 'true or false', default: true, env: 'SF_EXTRACT_CHILDREN', example: 'false',
    description: 'Whether records carry their comments, mails, feed items and files, and are written again when one changes.',
  },
  files: {
    value: choice('links', 'index', 'download'), type: 'links, index or download', default: 'links',
    env: 'SF_EXTRACT_FILES', example: 'index',
    description: 'Files: links in their records, documents of their own (index), or those with their text (download).',
  },
  schema: {
    value: choice('keep', 'resync'), type: 'keep or resync', default: 'keep',
    env: 'SF_EXTRACT_SCHEMA', example: 'resync',
    description: 'What a changed field list does: keep goes on from the watermark, resync reads the object again.',
  },
} satisfies SettingTable

/** `datasource[]` itself; flat at the top of an rc file. */
export const switchSettings = {
  enabled: {
    value: toggle, type: 'true or false', default: true, example: 'false',
    description: 'Whether the datasource is used. If switched off, it is synced only when named, with --force.',
  },
} satisfies SettingTable

/** `datasource[].sync`; `sync` in an rc file. */
export const syncSettings = {
  enabled: {
    value: toggle, type: 'true or false', default: true, env: 'SF_EXTRACT_SYNC_ENABLED', example: 'false',
    description: 'The same: the Coco server has it in two places.',
  },
  interval: {
    value: duration(), type: 'duration', default: '30s', env: 'SF_EXTRACT_SYNC_INTERVAL', example: '5m',
    description: 'How often the Coco server syncs the datasource; `sync` runs once, when it is called.',
  },
} satisfies SettingTable

/** `objects.<sObject>` beside the settings above: extra wishes for one object. */
export const objectSettings = {
  fields: {
    value: list(text), type: 'list of field names', example: '[Name, Industry]',
    description: 'Fields to read instead of those chosen by the tool.',
  },
  exclude_fields: {
    value: list(text), type: 'list of field names', default: [], example: '[Fax]',
    description: 'Fields to leave out.',
  },
  where: {
    value: text, type: 'SOQL condition', example: "Type = 'Customer'",
    description: 'Only records that meet this condition.',
  },
  watermark_field: {
    value: choice('LastModifiedDate', 'SystemModstamp', 'CreatedDate'), type: 'field name', example: 'SystemModstamp',
    description: 'The field that shows when a record of this object changed.',
  },
} satisfies SettingTable

/** `extract`; flat at the top of an rc file. */
export const extractSettings = {
  state: {
    value: text, type: 'file:, sqlite:, redis:// or postgres:// address', default: 'file:.sf-extract',
    env: 'SF_EXTRACT_STATE', example: 'redis://localhost:6379',
    description: 'Where watermarks, field cache and locks are kept. Paths are relative to this file.',
  },
  concurrency: {
    value: wholeNumber(1, 25), type: 'number from 1 to 25', default: 4,
    env: 'SF_EXTRACT_CONCURRENCY', flag: '--concurrency', example: '8',
    description: 'Most calls in progress at once. An org takes 25 long ones from all its users together.',
  },
  request_timeout: {
    // A SOQL query ends after two minutes on the org's side, and a composite call holds several.
    value: duration('100ms', '1h'), type: 'duration', default: '5m', env: 'SF_EXTRACT_REQUEST_TIMEOUT', example: '10m',
    description: 'How long the org may take over a call before it is given up and tried again.',
  },
  max_answer_bytes: {
    // A page is there several times while it is read: as bytes, as text and as rows; and several calls are in progress.
    value: byteSize('1MB', '500MB'), type: 'size from 1MB to 500MB', default: '64MB',
    env: 'SF_EXTRACT_MAX_ANSWER_BYTES', example: '200MB',
    description: 'Longest answer to a call, unpacked, that is read. A longer page is requested again with fewer rows.',
  },
  quota_reserve: {
    value: reserve, type: 'share or number of calls', default: '5%', env: 'SF_EXTRACT_QUOTA_RESERVE', example: '10%',
    description: 'API calls of the org\'s daily limit left alone for others: a share such as 10%, or a number.',
  },
  token_cache: {
    value: toggle, type: 'true or false', default: true, env: 'SF_EXTRACT_TOKEN_CACHE', example: 'false',
    description: 'Whether the token is kept between runs, in a file only its owner can read.',
  },
  page_size: {
    value: wholeNumber(200, 2000), type: 'number from 200 to 2000', default: 2000,
    env: 'SF_EXTRACT_PAGE_SIZE', example: '500',
    description: 'Rows requested in one page.',
  },
  overlap_limit: {
    value: wholeNumber(0, 10_000_000), type: 'number', default: 250_000,
    env: 'SF_EXTRACT_OVERLAP_LIMIT', example: '1000000',
    description: 'Most records of the last lookback remembered per object, so that they are not written twice.',
  },
} satisfies SettingTable

/** `extract.retry`. */
export const retrySettings = {
  attempts: {
    value: wholeNumber(1, 20), type: 'number from 1 to 20', default: 5, env: 'SF_EXTRACT_RETRY_ATTEMPTS', example: '8',
    description: 'How many times a call is tried, the first included.',
  },
  delay: {
    value: duration('1ms', '1h'), type: 'duration', default: '500ms', env: 'SF_EXTRACT_RETRY_DELAY', example: '1s',
    description: 'Wait before the second try; it doubles from try to try.',
  },
  max_delay: {
    value: duration('1ms', '1h'), type: 'duration', default: '30s', env: 'SF_EXTRACT_RETRY_MAX_DELAY', example: '1m',
    description: 'Longest wait between two tries.',
  },
  budget: {
    value: duration('0', '1d'), type: 'duration', default: '15m', env: 'SF_EXTRACT_RETRY_BUDGET', example: '30m',
    description: 'Longest time all tries of one call may take together.',
  },
} satisfies SettingTable
