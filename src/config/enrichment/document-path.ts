/** Places in documents, as settings of enrichment name them: `payload.Owner.Name`. */
import { ExtractError } from '../../errors/extract-error.js'
import { isMap } from '../sources/map.js'
import { parsedBy } from '../values/setting-values.js'

/** The keys on the way to a value. */
export type DocumentPath = string[]

/** A place that is read: any. */
export const documentPath = parsedBy(parseDocumentPath)

/** A place that may be given another value: not what tells which document it is, and where it lies. */
export const changeablePath = parsedBy((given) => refuseFixed(parseDocumentPath(given), fixed))

/** A place that may be taken away: a document has a title, whatever becomes of it. */
export const removablePath = parsedBy((given) => refuseFixed(parseDocumentPath(given), [...fixed, 'title']))

/** A map of old places and new ones. */
export const renamedPaths = parsedBy((given): { from: DocumentPath; to: DocumentPath }[] => {
  if (!isMap(given) || Object.keys(given).length === 0) throw invalid('must be a map of old and new names')
  return Object.entries(given).map(([from, to]) => ({
    from: refuseFixed(parseDocumentPath(from), [...fixed, 'title']),
    to: refuseFixed(parseDocumentPath(to), fixed),
  }))
})

/** Throws CONFIG_INVALID for what is no path. */
export function parseDocumentPath(given: unknown): DocumentPath {
  const path = typeof given === 'string' ? given.split('.').map((key) => key.trim()) : []
  if (path.length > 0 && path.every((key) => key !== '' && key !== '__proto__' && !/[{}]/.test(key))) return path
  const shown = typeof given === 'object' ? 'this' : `"${String(given)}"`
  throw invalid(`${shown} must be a field of a document, such as title or payload.Owner.Name`)
}

/** Throws CONFIG_INVALID where the path leads into one of the names. */
export function refuseFixed(path: DocumentPath, names: string[]): DocumentPath {
  if (!names.includes(path[0]!)) return path
  if (path[0] === 'title') throw invalid('every document keeps a title: set another one')
  throw invalid(`${path[0]} stays as it is: it tells which document this is, and where it lies`)
}

/** What no setting changes. */
export const fixed = ['id', 'source', 'system', 'deleted']

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
