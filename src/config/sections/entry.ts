import { addProblem, type Problems } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { closestName } from '../values/closest-name.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import { fillVariables, type Section } from './read-section.js'

/** A connector or datasource as it stands in the file. */
export interface Entry {
  /** Its key, where the section is a map by id. */
  key?: string
  raw: Record<string, unknown>
  pathOf(keys: readonly PropertyKey[]): string
}

/** A file's content sorted. */
export interface Sections {
  connectors: Entry[]
  datasources: Entry[]
  extract: Section
}

/**
 * A section as its entries: one object, a list, or a map by id. A map by id holds nothing but maps, and none of the
 * keys that mark a single entry. Anything else is a problem.
 */
export function readEntries(name: string, section: unknown, marks: string[], problems: Problems): Entry[] {
  if (!isSet(section)) return []
  if (Array.isArray(section)) return section.flatMap((raw, index) => readEntry(raw, [name, index], problems))
  if (!isMap(section)) return readEntry(section, [name], problems)
  const isOne =
    marks.some((mark) => mark in section) || !Object.values(section).every((value) => isMap(value) || value === null)
  if (isOne) return readEntry(section, [name], problems)
  return Object.entries(section).flatMap(([key, raw]) =>
    readEntry(raw ?? {}, [name, key], problems).map((entry) => ({ ...entry, key })),
  )
}

/** A text at the top of an entry, such as its name; undefined where there is none. */
export function readText({ raw, pathOf }: Entry, field: string, context: ReadContext): string | undefined {
  const value = fillVariables(raw[field], [field], pathOf, context)
  if (isMap(value) || Array.isArray(value)) {
    addProblem(context.problems, pathOf([field]), 'must be text')
    return undefined
  }
  return isSet(value) ? String(value).trim() : undefined
}

/** The id an entry gives, by its key in a map or its `id`. That the two differ is a problem. */
export function readId(entry: Entry, context: ReadContext): string | undefined {
  const id = readText(entry, 'id', context)
  if (entry.key !== undefined && id !== undefined && id !== entry.key) {
    addProblem(context.problems, entry.pathOf(['id']), `"${id}" contradicts its key "${entry.key}"`)
  }
  return entry.key ?? id
}

/**
 * An unknown key at the top of an entry may be the Coco server's, so only one that is near a known key is a problem.
 */
export function refuseMisspelt({ raw, pathOf }: Entry, known: string[], problems: Problems): void {
  for (const key of Object.keys(raw)) {
    // The server's own bookkeeping: _id, _system.
    if (known.includes(key) || key.startsWith('_')) continue
    const closest = closestName(key, known)
    if (closest !== undefined) addProblem(problems, pathOf([key]), `unknown key; did you mean "${closest}"?`)
  }
}

function readEntry(raw: unknown, at: PropertyKey[], problems: Problems): Entry[] {
  const pathOf = (keys: readonly PropertyKey[]): string => renderPath([...at, ...keys])
  if (isMap(raw)) return [{ raw, pathOf }]
  addProblem(problems, pathOf([]), 'must be a map of settings')
  return []
}
