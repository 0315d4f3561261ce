/** Values with `{{field}}` in them. */
import { ExtractError } from '../../errors/extract-error.js'
import { isMap } from '../sources/map.js'
import { parsedBy } from '../values/setting-values.js'
import { changeablePath, parseDocumentPath, type DocumentPath } from './document-path.js'

/** A value to be filled in: the parts of a text in their order, a list, a map, or what stands as it is. */
export type Template =
  | { parts: (string | DocumentPath)[] }
  | { list: Template[] }
  | { map: Record<string, Template> }
  | { value: number | boolean }

export interface Assignment {
  path: DocumentPath
  value: Template
}

/** A map of fields and the values they are given. */
export const assignments = parsedBy((given): Assignment[] => {
  if (!isMap(given) || Object.keys(given).length === 0) throw invalid('must be a map of fields and their values')
  return Object.entries(given).map(([name, value]) => ({ path: readPath(name), value: parseTemplate(value, name) }))
})

function readPath(name: string): DocumentPath {
  const result = changeablePath.safeParse(name)
  if (result.success) return result.data
  throw invalid(`${name}: ${result.error.issues[0]!.message}`)
}

/** Throws CONFIG_INVALID for braces that don't close, and for what can't stand in a document. */
function parseTemplate(given: unknown, name: string): Template {
  if (typeof given === 'string') return { parts: parseText(given, name) }
  if (typeof given === 'number' || typeof given === 'boolean') return { value: given }
  if (Array.isArray(given)) return { list: given.map((entry) => parseTemplate(entry, name)) }
  if (!isMap(given)) throw invalid(`${name} has no value; the processor "remove" takes fields away`)
  // To YAML {{field}} is a map in a map, with nothing in it.
  if (Object.keys(given).length === 0) throw invalid(`${name} holds nothing; a placeholder needs quotes: "{{field}}"`)
  const entries = Object.entries(given).map(([key, value]) => [key, parseTemplate(value, `${name}.${key}`)])
  return { map: Object.fromEntries(entries) as Record<string, Template> }
}

function parseText(text: string, name: string): (string | DocumentPath)[] {
  const parts: (string | DocumentPath)[] = []
  let from = 0
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', from)) {
    const close = text.indexOf('}}', open)
    if (close === -1) throw invalid(`${name}: "{{" is not closed by "}}"`)
    if (open > from) parts.push(text.slice(from, open))
    parts.push(readPlaceholder(text.slice(open + 2, close), name))
    from = close + 2
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

function readPlaceholder(text: string, name: string): DocumentPath {
  try {
    return parseDocumentPath(text.trim())
  } catch {
    throw invalid(`${name}: "{{${text}}}" must hold a field of the document, such as {{payload.Owner.Name}}`)
  }
}

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
