/** What is in a file: fetched, kept where the user wants to have it, and read. */
import { readableTypes } from '../../extraction/file-kind.js'
import { fileTooLarge } from '../../org/http/save-body.js'
import { and, type Condition } from '../../soql/conditions.js'
import type { Row } from '../../terms.js'
import type { ObjectSync } from '../run/object-context.js'
import type { Run, WritingRun } from '../run/run.js'
import { keptPlace, passingPlace } from './file-place.js'
import type { FileTable, StoredFile } from './file-tables.js'

/** As the document of the file has it. */
export interface FileContent {
  text?: string | undefined
  isCut?: true | undefined
  /** Below `files_dir`. */
  path?: string | undefined
  /** Why there is no text, where there should be one. */
  error?: unknown
}

/** The files that are fetched, as a condition on their rows. */
export function isFetched(table: FileTable, { kept, datasource: { maxFileSize } }: Run): Condition {
  const isSmall = table.isAtMost(maxFileSize)
  return kept === undefined ? and(table.hasExtension([...readableTypes]), isSmall) : isSmall
}

/**
 * The content of a file, from its row. Nothing is fetched of a link, of what is too large, of what is neither read nor
 * kept, and of a version that was fetched and read before. What goes wrong is the content's `error`.
 */
export async function fetchContent(row: Row, { run, plan }: ObjectSync): Promise<FileContent> {
  const file = fileOf(row, plan.files!)
  if (file === undefined || run.texts === undefined) return {}
  const isRead = readableTypes.has(file.extension)
  if (!isRead && run.kept === undefined) return {}
  if (file.size === 0) return isRead ? { text: '' } : {}
  const { maxFileSize } = run.datasource
  if (file.size !== undefined && file.size > maxFileSize) return { error: fileTooLarge(maxFileSize) }
  const place = run.kept === undefined ? passingPlace() : keptPlace(run.kept, file)
  const fetch = () => place.fill((path) => save(path, file, run))
  try {
    // A text may be known without its file, but a file that is to stay has to be there.
    if (place.shown !== undefined && (await fetch()) === undefined) return {}
    const content = isRead ? await readContent(file, fetch, run) : {}
    return { ...content, path: place.shown }
  } catch (error) {
    return { error }
  } finally {
    await place.release()
  }
}

/** What a row says of its file; undefined for a link, which has no bytes here. */
export function fileOf(row: Row, { sobject, read }: FileTable): FetchedFile | undefined {
  const { stored, extension = '', size } = read(row)
  if (stored === undefined) return undefined
  return { ...stored, sobject, id: String(row['Id']), extension: extension.toLowerCase(), size }
}

interface FetchedFile extends StoredFile {
  sobject: string
  id: string
  extension: string
  size: number | undefined
}

async function save(path: string, { blob, sobject }: FetchedFile, { org, datasource }: WritingRun): Promise<boolean> {
  const target = { path, maxBytes: datasource.maxFileSize, sobject }
  return (await org.saveFile(blob, target)) !== undefined
}

async function readContent(
  { id, version, extension }: FetchedFile,
  fetch: () => Promise<string | undefined>,
  { org, texts }: WritingRun,
): Promise<FileContent> {
  try {
    const { orgId } = await org.session()
    const source = async () => {
      const path = await fetch()
      return path === undefined ? undefined : { name: `file.${extension}`, path }
    }
    const read = await texts!.read({ org: orgId, file: id, version }, source)
    return { text: read?.text, isCut: read?.isCut }
  } catch (error) {
    return { error }
  }
}
