import type { Datasource, ExtractSettings } from '../../config/config-types.js'
import { ExtractError } from '../../errors/extract-error.js'
import { validateCompression, type Compression } from '../../sinks/compress/compression.js'
import type { FolderForm } from '../../sinks/files/mark.js'
import type { Format } from '../../sinks/formats/format.js'
import { openFormat } from '../../sinks/formats/formats.js'

/** How a run's documents are written, to files and to a stream. */
export interface Form {
  format: Format
  compress: Compression | undefined
}

/** What is written in a form, and where. */
export interface FormUse {
  datasource: Datasource
  /** Those of the datasource that the run is for; all of them without. */
  objects?: readonly string[] | undefined
  isStream: boolean
}

/** The form that the settings ask for, or what is given instead. Throws CONFIG_INVALID, and USAGE without zstd. */
export function openForm(
  settings: Pick<ExtractSettings, 'format' | 'compress' | 'index'>,
  given: { format?: Format | undefined; compress?: Compression | undefined } = {},
): Form {
  const format = given.format ?? openFormat(settings.format, settings)
  const compress = given.compress ?? settings.compress
  validateCompression(compress)
  return { format, compress }
}

/** Throws CONFIG_INVALID or USAGE where a datasource can't be written so. */
export function validateForm({ format }: Form, { datasource, objects, isStream }: FormUse): void {
  format.validate?.(datasource.id)
  if (format.isOfRecords && makesPassagesAlone(datasource)) throw recordsLost(format)
  if (isStream && format.openFile !== undefined && !isOfOneObject(datasource, objects)) throw severalHeaders(format)
}

/** As the mark of a folder has it. */
export function describeForm({ format, compress }: Form): FolderForm {
  return { format: format.name, ...(compress === undefined ? {} : { compress }) }
}

/** Records that were cut into passages come out as these alone. */
function makesPassagesAlone({ enrichment }: Datasource): boolean {
  return enrichment?.processors.some((each) => each.name === 'chunk' && !each.options.parent) ?? false
}

function recordsLost({ name }: Format): ExtractError {
  return new ExtractError('USAGE', `The format ${name} has no place for passages, and the pipeline makes them alone.`, {
    hint: 'Let `chunk` keep the document that passages are of (parent: true), or write in another format.',
  })
}

function isOfOneObject(datasource: Datasource, objects: readonly string[] | undefined): boolean {
  const { standardObjects, customObjects, files } = datasource
  const read = objects ?? [...standardObjects, ...customObjects]
  return read.length === 1 && read[0] !== '*' && files === 'links'
}

/** Also for several runs into one stream. */
export function severalHeaders({ name }: Format): ExtractError {
  return new ExtractError('USAGE', `${name} has a header for each object, and stdout takes one.`, {
    hint: 'Name one object with --object and keep files: links, or write to a folder with --output DIR.',
  })
}
