import type { When } from '../config/enrichment/when.js'
import { readField } from './fields.js'
import type { Fields } from './processor.js'
import { renderValue } from './templates.js'
import { loadPattern } from './patterns.js'

/** Which documents a processor sees: all of them where there is no `when`. */
export interface Filter {
  /** False where it sees no document of the sObject. */
  takesObject(sobject: string): boolean
  takes(document: Fields): boolean
}

export async function openFilter(when: When | undefined): Promise<Filter> {
  const { objects, field, equals, in: among, exists, matches } = when ?? {}
  const names = objects && new Set(objects.map(foldName))
  const pattern = matches === undefined ? undefined : await loadPattern(matches)
  const words = among && new Set(among.map(String))
  const tests: ((value: unknown) => boolean)[] = [
    ...(equals === undefined ? [] : [(value: unknown) => hasText(value, (text) => text === String(equals))]),
    ...(words === undefined ? [] : [(value: unknown) => hasText(value, (text) => words.has(text))]),
    ...(exists === undefined ? [] : [(value: unknown) => isThere(value) === exists]),
    ...(pattern === undefined ? [] : [(value: unknown) => hasText(value, (text) => pattern.test(text))]),
  ]
  return {
    takesObject: (sobject) => names === undefined || names.has(foldName(sobject)),
    takes: (document) => field === undefined || tests.every((test) => test(readField(document, field))),
  }
}

/** Whether a value meets a test as text; of a list any entry. */
function hasText(value: unknown, test: (text: string) => boolean): boolean {
  if (value === undefined || value === null) return false
  return Array.isArray(value) ? value.some((entry) => hasText(entry, test)) : test(renderValue(value))
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** Names count without regard to case and to the suffix of custom objects. */
function foldName(name: string): string {
  return name.toLowerCase().replace(/__c$/, '')
}
