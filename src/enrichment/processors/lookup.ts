import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { ExtractError } from '../../errors/extract-error.js'
import { parseJson } from '../../exact-json.js'
import { isMap, readField, writeField } from '../fields.js'
import { eachDocument, type Fields, type Processor, type ProcessorContext } from '../processor.js'
import { renderValue } from '../templates.js'

/** Adds to documents the row of a file. Throws CONFIG_INVALID where the file can't be read or isn't what its name says. */
export async function openLookup(
  options: ProcessorOptions<'lookup'>,
  { folder }: ProcessorContext,
): Promise<Processor> {
  const { file, key, field, into, columns = [], isRequired } = options
  const text = await loadText(path.resolve(folder, file))
  const rows = await parseRows(text, file, key)
  const { process } = eachDocument((document) => {
    const value = renderValue(readField(document, field))
    const row = value === '' ? undefined : rows.get(value)
    if (row === undefined && isRequired) throw new Error(`${file} has no row for ${field.join('.')} "${value}"`)
    if (row === undefined) return document
    const whole = into === undefined ? document : writeField(document, into, row)
    return columns.reduce((changed, { path: at, column }) => {
      return isMap(row) && row[column] !== undefined ? writeField(changed, at, row[column]) : changed
    }, whole)
  })
  return { process, identity: { ...options, hash: createHash('sha256').update(text).digest('base64url') } }
}

async function loadText(place: string): Promise<string> {
  try {
    return await readFile(place, 'utf8')
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : "can't be read"
    throw new ExtractError('CONFIG_INVALID', `${place} ${reason}`, { cause })
  }
}

async function parseRows(text: string, file: string, key: string): Promise<Map<string, unknown>> {
  const form = path.extname(file).toLowerCase()
  try {
    const rows = await parsers[form]?.(text)
    if (rows === undefined) throw new Error('its name has to end in .csv, .tsv, .json or .ndjson')
    return isMap(rows) ? new Map(Object.entries(rows)) : byKey(rows, key)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new ExtractError('CONFIG_INVALID', `${file}: ${message}`)
  }
}

const parsers: Record<string, (text: string) => Promise<unknown[]> | unknown[] | Fields> = {
  '.csv': (text) => parseCsv(text, ','),
  '.tsv': (text) => parseCsv(text, '\t'),
  '.ndjson': (text) =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(parseJson),
  '.json': (text) => {
    const value = parseJson(text)
    if (Array.isArray(value) || isMap(value)) return value
    throw new Error('it holds neither a list nor a map of rows')
  },
}

async function parseCsv(text: string, delimiter: string): Promise<unknown[]> {
  const { parse } = await import('csv-parse/sync')
  return parse(text, { columns: true, bom: true, delimiter, skip_empty_lines: true, trim: true })
}

function byKey(rows: unknown[], key: string): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const row of rows) {
    if (!isMap(row)) throw new Error('it holds something that is no row')
    if (!Object.hasOwn(row, key)) throw new Error(`it has no column "${key}"; there are ${Object.keys(row).join(', ')}`)
    const value = renderValue(row[key])
    if (found.has(value)) throw new Error(`two rows have "${value}" as ${key}`)
    found.set(value, row)
  }
  return found
}
