import type { DocumentPath } from '../config/enrichment/document-path.js'
import type { Template } from '../config/enrichment/template.js'
import { readField } from './fields.js'
import type { Fields } from './processor.js'

/**
 * A template filled in from a document. A text that is one placeholder alone is the value itself, undefined where the
 * document has none; among other text a value stands as text, a list with commas, and nothing where there is none.
 */
export function fillTemplate(template: Template, document: Fields): unknown {
  if ('value' in template) return template.value
  if ('list' in template) {
    return template.list.map((entry) => fillTemplate(entry, document)).filter((entry) => entry !== undefined)
  }
  if ('map' in template) {
    const entries = Object.entries(template.map).map(([key, value]) => [key, fillTemplate(value, document)])
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  }
  const { parts } = template
  if (parts.length === 1 && typeof parts[0] !== 'string') return readField(document, parts[0]!)
  return parts.map((part) => (typeof part === 'string' ? part : renderPlace(part, document))).join('')
}

/** A value as text. */
export function renderValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(renderValue).join(', ')
  return Object.getPrototypeOf(value) === Object.prototype ? JSON.stringify(value) : String(value)
}

function renderPlace(path: DocumentPath, document: Fields): string {
  return renderValue(readField(document, path))
}
