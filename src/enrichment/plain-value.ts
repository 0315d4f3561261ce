import { ExactNumber } from '../exact-json.js'
import { isMap } from './fields.js'

/**
 * A deep copy that is JSON: what user's code is handed, so that it can change it, and what it gave back. Dates become
 * texts, what is undefined goes. Throws for what JSON doesn't have, and for what holds itself.
 */
export function copyPlain(value: unknown, depth = 0): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value instanceof ExactNumber) return value
  if (depth > deepest) throw new Error('it gave a document that holds itself, or nests too deep')
  if (Array.isArray(value)) return value.map((entry) => copyPlain(entry ?? null, depth + 1))
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || !isMap(value)) throw new Error(`it gave a ${nameOf(value)}, which JSON doesn't have`)
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  return Object.fromEntries(entries.map(([key, entry]) => [key, copyPlain(entry, depth + 1)]))
}

/** Records come with a few levels; a JSON reader takes more than this. */
const deepest = 500

function nameOf(value: unknown): string {
  return typeof value === 'object' ? (value?.constructor?.name ?? 'object') : typeof value
}
