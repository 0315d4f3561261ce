/** The options of processors that work with something outside: a file, a program, a service. */
import type { ObjectSettingTable } from '../settings/setting.js'
import { byteSize, duration, text, toggle, wholeNumber } from '../values/setting-values.js'
import { changeablePath, documentPath } from './document-path.js'
import { columns, commandLine, headers, serviceAddress } from './outside-values.js'

const version = {
  property: 'version',
  check: text,
  type: 'text',
  example: '2024-11',
  effect: 'Another version means other documents: every record is read again.',
} as const

/** `lookup`. */
export const lookup = {
  file: {
    property: 'file',
    check: text,
    type: 'path',
    required: 'file: regions.csv names a .csv, .tsv, .json or .ndjson file',
    example: 'regions.csv',
    effect: 'A CSV (or TSV) file with a header, a JSON list or map of rows, or NDJSON. Read once a run.',
  },
  key: {
    property: 'key',
    check: text,
    type: 'text',
    default: 'key',
    example: 'Country',
    effect: 'The column that is looked in; of a JSON map its keys.',
  },
  field: {
    property: 'field',
    check: documentPath,
    type: 'field of the document',
    required: 'field: payload.BillingAddress.country is what is looked up',
    example: 'payload.BillingAddress.country',
    effect: 'What is looked up. A document that has no such value, or finds no row, stays as it is.',
  },
  into: {
    property: 'into',
    check: changeablePath,
    type: 'field of the document',
    example: 'metadata.region',
    effect: 'Where the row goes, whole.',
  },
  columns: {
    property: 'columns',
    check: columns,
    type: 'map of fields and columns',
    example: '{ metadata.region: Region }',
    effect: 'Where single columns of the row go.',
  },
  required: {
    property: 'isRequired',
    check: toggle,
    type: 'true or false',
    default: false,
    example: 'true',
    effect: 'Whether a value that finds no row is a failure.',
  },
} as const satisfies ObjectSettingTable

/** `extract_text`. */
export const extractText = {
  file: {
    property: 'file',
    check: documentPath,
    type: 'field of the document',
    default: 'metadata.file_path',
    example: 'payload.Scan_Path__c',
    effect: 'What holds the path of a file below files_dir. A document that has no such value stays as it is.',
  },
  base64: {
    property: 'base64',
    check: documentPath,
    type: 'field of the document',
    example: 'payload.Contract__c',
    effect: 'What holds the file itself, as base64; in place of file.',
  },
  name: {
    property: 'name',
    check: documentPath,
    type: 'field of the document',
    default: 'title',
    example: 'payload.Contract_Name__c',
    effect: 'What a file from base64 is called: its extension counts where the content leaves its kind open.',
  },
  into: {
    property: 'into',
    check: changeablePath,
    type: 'field of the document',
    default: 'content',
    example: 'payload.Scan_Text',
    effect: 'Where the text goes.',
  },
  max_chars: {
    property: 'maxChars',
    check: wholeNumber(1, 1_000_000),
    type: 'number from 1 to 1000000',
    default: 1_000_000,
    example: '50000',
    effect: 'Where the text is cut. What comes after is not read.',
  },
} as const satisfies ObjectSettingTable

/** `script`. */
export const script = {
  file: {
    property: 'file',
    check: text,
    type: 'path',
    required: 'file: enrich.mjs exports a function by default',
    example: 'enrich.mjs',
    effect: 'An ES module. Its default export takes a document and gives one, a list of them, or nothing.',
  },
  timeout: {
    property: 'timeoutMs',
    check: duration('1ms', '1h'),
    type: 'duration',
    default: '30s',
    example: '1m',
    effect: 'How long it may take over a document.',
  },
  concurrency: {
    property: 'concurrency',
    check: wholeNumber(1, 100),
    type: 'number from 1 to 100',
    default: 8,
    example: '1',
    effect: 'Most documents it works on at once.',
  },
  version,
} as const satisfies ObjectSettingTable

/** `command`. */
export const command = {
  run: {
    property: 'run',
    check: commandLine,
    type: 'list of words, or a line',
    required: 'run: [python3, enrich.py] is the program with its arguments',
    example: '[python3, enrich.py]',
    effect:
      'The program and its arguments; a text alone is a line for the shell. It starts in the folder of this file.',
  },
  timeout: {
    property: 'timeoutMs',
    check: duration('1ms', '1h'),
    type: 'duration',
    default: '1m',
    example: '5m',
    effect: 'How long it may take over a document.',
  },
  version,
} as const satisfies ObjectSettingTable

/** `http`. */
export const http = {
  url: {
    property: 'url',
    check: serviceAddress,
    type: 'address',
    required: 'url: https://embeddings.example.com/documents is where documents are posted',
    example: 'http://127.0.0.1:8080/embed',
    effect: 'Where a JSON list of documents is posted. https, or http on this machine.',
  },
  headers: {
    property: 'headers',
    check: headers,
    type: 'map of names and values',
    default: {},
    example: '{ Authorization: "Bearer ${EMBED_TOKEN}" }',
    effect: 'Further headers. Their values are secrets: none is ever printed.',
  },
  batch: {
    property: 'batch',
    check: wholeNumber(1, 1000),
    type: 'number from 1 to 1000',
    default: 50,
    example: '100',
    effect: 'Most documents in a request.',
  },
  concurrency: {
    property: 'concurrency',
    check: wholeNumber(1, 25),
    type: 'number from 1 to 25',
    default: 2,
    example: '4',
    effect: 'Most requests at once.',
  },
  timeout: {
    property: 'timeoutMs',
    check: duration('1ms', '1h'),
    type: 'duration',
    default: '30s',
    example: '2m',
    effect: 'How long a request may take.',
  },
  attempts: {
    property: 'attempts',
    check: wholeNumber(1, 20),
    type: 'number from 1 to 20',
    default: 5,
    example: '8',
    effect:
      'How many times a request is tried that gets no answer, 429 or 5xx. Retry-After is kept, up to five minutes.',
  },
  max_answer_bytes: {
    property: 'maxAnswerBytes',
    check: byteSize('1kB', '500MB'),
    type: 'size from 1kB to 500MB',
    default: '64MB',
    example: '200MB',
    effect: 'Longest answer that is read.',
  },
  version,
} as const satisfies ObjectSettingTable
